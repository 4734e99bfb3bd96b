"""The alarm for a slow heart: below its limit, at one charted reading; no beat at all is an emergency."""

from collections.abc import Iterable
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.grading import Way, decided
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

RULE = "heart_rate_low"
BEATS_AT_LEAST_PER_MIN = 1
"""Below it the heart does not beat. Not a limit that a clinic could choose, so it is no policy key."""


def decide(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
) -> Decision:
    """Alarms to raise and to resolve from all heart rates so far."""
    return decided(readings, alarms, infusion_id=infusion_id, limits=limits, way=Way(code=RULE, reaches=reaches))


def reaches(hr_per_min: int, limit_per_min: int) -> bool:
    """True below the limit; the limit itself is in range."""
    return hr_per_min < limit_per_min
