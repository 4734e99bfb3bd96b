"""The alarm for a fast heart: quiet at its limit, urgent when it stays at or above the urgent limit."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.grading import Run, Way, decided
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

RULE = "heart_rate_high"


def decide(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
) -> Decision:
    """Alarms to raise and to resolve from all heart rates so far."""
    way = Way(code=RULE, reaches=reaches, confirmed=lambda run: _sustained(run, limits))
    return decided(readings, alarms, infusion_id=infusion_id, limits=limits, way=way)


def reaches(hr_per_min: int, limit_per_min: int) -> bool:
    """True at the limit or above it."""
    return hr_per_min >= limit_per_min


def _sustained(run: Run, limits: InTime[Limits]) -> Run:
    return sustained(run, limits.at(run[-1].reading.at).sustained_min or 0)


def sustained(run: Run, minutes: int) -> Run:
    """The first reading of the run and the first one at least that long after it; none while it is too short."""
    span = timedelta(minutes=minutes)
    late = [each for each in run[1:] if each.reading.at - run[0].reading.at >= span]
    return (run[0], late[0]) if late else ()
