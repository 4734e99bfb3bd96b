"""The numbers of a drip's monitors as the rules read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.monitors import asked
from slowdrip.clinic.monitors.charted import whole
from slowdrip.clinic.monitors.heard import CUFF
from slowdrip.clinic.monitors.models import Monitor, VitalSample
from slowdrip.clinic.record import prepared
from slowdrip.science.rules.streamed import Sample, StreamedLimits

CHANNELS: Final[Mapping[str, str]] = {
    "spo2": "spo2",
    "heart_rate": "hr",
    "pulse_rate": "hr",
    "resp_rate": "rr",
    **{name: name for name in CUFF},
}
"""A monitor's channels that rules read, and their names there; two sensors of a rate are two series."""
CUFF_CHANNELS: Final = tuple(sorted(CUFF))
CONTINUOUS: Final = tuple(sorted(frozenset(CHANNELS) - CUFF))
WHOLE_PRESSURE: Final = "bp"


def numbers(infusion: Infusion, limits: StreamedLimits, wanted: Collection[str], at: datetime) -> list[Sample]:
    """Gives the drip's readings of the cuff, and its other numbers when one of them is beyond a limit or is wanted.

    Held numbers never count, nor those from before the pairing. The database is asked for the extremes first: that is
    a row for each channel, where all numbers would be hundreds, each second.
    """
    since, found = at - limits.look_back, list[Sample]()
    for monitor in prepared.matching(Monitor, clinic_id=infusion.clinic_id, infusion_id=infusion.pk):
        found += _samples(monitor, CUFF_CHANNELS, since=at - limits.cuff_look_back)
        if frozenset(wanted) - {WHOLE_PRESSURE} or _concerns(monitor, limits, since=since):
            found += _samples(monitor, CONTINUOUS, since=since)
    return found


def as_sample(channel: str, monitor_id: UUID, *, at: datetime, value_thousandths: int) -> Sample:
    """Gives a stored number as the rules read it: in whole units, with the sensor it came from."""
    series = str(monitor_id) if channel in CUFF else f"{monitor_id}/{channel}"
    return Sample(CHANNELS[channel], series, at, whole(channel, value_thousandths))


def as_samples(rows: Iterable[VitalSample]) -> list[Sample]:
    """Gives the numbers that count of rows just stored."""
    return [
        as_sample(row.channel, row.monitor_id, at=row.at, value_thousandths=row.value_thousandths)
        for row in rows
        if not row.held and row.channel in CHANNELS
    ]


def _samples(monitor: Monitor, channels: tuple[str, ...], *, since: datetime) -> list[Sample]:
    rows = asked.told(monitor, channels, since=since)
    return [as_sample(channel, monitor.pk, at=at, value_thousandths=value) for channel, at, value in rows]


def _concerns(monitor: Monitor, limits: StreamedLimits, *, since: datetime) -> bool:
    """Whether any number is beyond a limit: a limit lies on one side, so the lowest and the highest say it."""
    for channel, *extremes in asked.extremes(monitor, CONTINUOUS, since=since):
        values = [whole(channel, each) for each in extremes]
        rules = [each for each in limits.channels if each.channel == CHANNELS[channel]]
        if any(rule.concerns(value) for rule in rules for value in values):
            return True
    return False
