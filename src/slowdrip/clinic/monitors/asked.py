"""What is asked of a monitor's numbers at every entry and each second: put into SQL once, then only filled with values.

The ORM builds each statement anew, which costs several times the database's own work (as in `record.prepared`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection

from slowdrip.clinic.monitors.models import Monitor, VitalSample

Channels = tuple[str, ...]


def newest(monitor: Monitor, channels: Channels) -> dict[str, datetime]:
    """Gives when a number of each of these channels last arrived, by our clock; a channel that never spoke is left out.

    The monitor's own clock may be off by a minute, and silence is counted in seconds.
    """
    values = [value for channel in channels for value in (*_of(monitor), channel)]
    (row,) = _fetched(_newest(channels), values)
    return {channel: _read(at) for channel, at in zip(channels, row, strict=True) if at is not None}


def extremes(monitor: Monitor, channels: Channels, *, since: datetime) -> list[tuple[str, int, int]]:
    """Gives the lowest and the highest number in thousandths of each channel from that time on."""
    rows = _fetched(_extremes(channels), _span(monitor, channels, since))
    return [(channel, lowest, highest) for channel, lowest, highest in rows]


def told(monitor: Monitor, channels: Channels, *, since: datetime) -> list[tuple[str, datetime, int]]:
    """Gives every number in thousandths from that time on, in any order."""
    rows = _fetched(_told(channels), _span(monitor, channels, since))
    return [(channel, _read(at), value) for channel, at, value in rows]


def _fetched(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _span(monitor: Monitor, channels: Channels, since: datetime) -> list[Any]:
    """What fills a statement of `_since`; a number from before the pairing is another patient's."""
    begins = since if monitor.paired_at is None else max(since, monitor.paired_at)
    return [*_of(monitor), *channels, _instant(begins)]


def _of(monitor: Monitor) -> tuple[Any, Any, Any]:
    infusion = VitalSample._meta.get_field("infusion")
    turn = getattr(infusion, "target_field", infusion).get_db_prep_value
    clinic, drip, own = (turn(each, connection) for each in (monitor.clinic_id, monitor.infusion_id, monitor.pk))
    return clinic, drip, own


def _instant(at: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _read(at: Any) -> datetime:
    """SQLite keeps an instant as text in UTC, PostgreSQL gives it as it is."""
    return datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at.astimezone(UTC)


_FROM = "FROM monitors_vitalsample WHERE clinic_id = %s AND infusion_id = %s AND monitor_id = %s AND held = ''"


@cache
def _newest(channels: Channels) -> str:
    last = f"(SELECT message_id {_FROM} AND channel = %s ORDER BY at DESC LIMIT 1)"
    each = f"(SELECT received_at FROM monitors_monitormessage WHERE id = {last})"  # noqa: S608  # constants only
    return "SELECT " + ", ".join([each] * len(channels))


@cache
def _extremes(channels: Channels) -> str:
    asked = "SELECT channel, MIN(value_thousandths), MAX(value_thousandths) "
    return f"{asked}{_FROM} {_since(channels)} GROUP BY channel"


@cache
def _told(channels: Channels) -> str:
    return f"SELECT channel, at, value_thousandths {_FROM} {_since(channels)}"


def _since(channels: Channels) -> str:
    return f"AND channel IN ({', '.join(['%s'] * len(channels))}) AND at >= %s"
