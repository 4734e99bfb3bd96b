"""The alarm for a low oxygen saturation: below a limit, at one charted reading."""

from collections.abc import Iterable
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.grading import Way, decided
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

RULE = "oxygen_saturation"


def decide(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
) -> Decision:
    """Alarms to raise and to resolve from all saturations so far."""
    return decided(readings, alarms, infusion_id=infusion_id, limits=limits, way=Way(code=RULE, reaches=reaches))


def reaches(spo2_percent: int, limit_percent: int) -> bool:
    """True below the limit; the limit itself is in range."""
    return spo2_percent < limit_percent
