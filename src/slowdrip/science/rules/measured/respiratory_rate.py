"""The alarm for breathing that is too slow, down to no breath at all: below a limit, at one charted reading."""

from collections.abc import Iterable
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.grading import Way, decided
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

RULE = "respiratory_rate"


def decide(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
) -> Decision:
    """Alarms to raise and to resolve from all respiratory rates so far."""
    return decided(readings, alarms, infusion_id=infusion_id, limits=limits, way=Way(code=RULE, reaches=reaches))


def reaches(rr_per_min: int, limit_per_min: int) -> bool:
    """True below the limit; the limit itself is in range."""
    return rr_per_min < limit_per_min
