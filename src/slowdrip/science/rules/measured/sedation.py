"""The alarm for a patient who sleeps too deeply (MOAA/S): at a limit or below it, at one charted score."""

from collections.abc import Iterable
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.grading import Way, decided
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

RULE = "sedation"


def decide(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
) -> Decision:
    """Alarms to raise and to resolve from all sedation scores so far."""
    return decided(readings, alarms, infusion_id=infusion_id, limits=limits, way=Way(code=RULE, reaches=reaches))


def reaches(moaas_score: int, at_most: int) -> bool:
    """True at the limit or below it; the scale falls as sedation deepens."""
    return moaas_score <= at_most
