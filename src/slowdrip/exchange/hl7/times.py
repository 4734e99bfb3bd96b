"""Instants out of HL7 time stamps, with or without an offset."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

# A vital sign needs at least the minute; HL7 itself would allow a bare year.
STAMP: Final = re.compile(
    r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?(?:([+-])(\d{2})(\d{2}))?", re.ASCII
)
MOST_OFFSET_H: Final = 14


class BadTime(ValueError):
    """Says that a time stamp is none, or names a moment that the clocks of its zone never showed."""


def read_time(stamp: str, *, zone: tzinfo, near: datetime) -> datetime:
    """The instant in UTC; `zone` is used for a stamp without an offset.

    When clocks go back an hour happens twice; then the one nearer to `near` is meant. Raises BadTime.
    """
    found = STAMP.fullmatch(stamp)
    if found is None:
        raise BadTime(stamp)
    try:
        local = _local(found)
        if found.group(8):
            return (local.replace(tzinfo=_offset(found))).astimezone(UTC)
        return _nearest(local, zone, near)
    except (ValueError, OverflowError) as fault:
        raise BadTime(stamp) from fault


def has_seconds(stamp: str) -> bool:
    """Whether a time stamp names the second, not only the minute."""
    found = STAMP.fullmatch(stamp)
    return found is not None and found.group(6) is not None


def _local(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute = (int(found.group(number)) for number in range(1, 6))
    microsecond = int((found.group(7) or "").ljust(6, "0"))
    return datetime(year, month, day, hour, minute, int(found.group(6) or 0), microsecond)  # noqa: DTZ001 - zone follows


def _offset(found: re.Match[str]) -> timezone:
    hours, minutes = int(found.group(9)), int(found.group(10))
    if hours > MOST_OFFSET_H or minutes > 59:
        raise BadTime(found.group(0))
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if found.group(8) == "-" else span)


def _nearest(local: datetime, zone: tzinfo, near: datetime) -> datetime:
    candidates = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [each for each in candidates if each.astimezone(zone).replace(tzinfo=None, fold=0) == local]
    if not real:
        raise BadTime(local.isoformat())
    return min(real, key=lambda each: abs(each - near))
