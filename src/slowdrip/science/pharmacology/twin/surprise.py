"""Readings that patients like this one would rarely show: information about patient or model, never an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.expected import expected
from slowdrip.science.pharmacology.twin.subject import Subject
from slowdrip.science.pharmacology.updating import Judged, Observation, Signal

JUDGING_DRAWS = 400
"""Fewer than a picture has: each reading is compared with every draw many times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One systolic cuff reading, in minutes since the start."""

    t_min: float
    sbp_mmhg: float


@dataclass(frozen=True, slots=True)
class Surprise:
    """Two readings in a row outside the 98 % band on the same side, above it or below it."""

    first: Reading
    second: Reading
    above: bool


def surprises(
    models: ModelSet, subject: Subject, course: Course, readings: Sequence[Reading]
) -> tuple[Surprise, ...] | NoPrediction:
    """Neighbouring readings since the start that both lie outside the 98 % band of patients like this one.

    The band is the one of `pictured` with the error of the cuff in it, and that of the baseline: nothing is learned.
    """
    taken = sorted((each for each in readings if each.t_min >= 0), key=lambda each: each.t_min)
    if subject.before is None:
        return NoPrediction("baseline_missing", {})
    if len(taken) < 2:
        return ()
    known = expected(models, subject, draws=JUDGING_DRAWS)
    if isinstance(known, NoPrediction):
        return known
    seen = tuple(Observation(Signal.SBP_MMHG, each.t_min, each.sbp_mmhg) for each in taken)
    verdicts = updating.judged(known, course.regimen, seen)
    if isinstance(verdicts, NoPrediction):
        return verdicts
    return tuple(_surprise(*pair) for pair in updating.two_in_a_row(verdicts))


def _surprise(first: Judged, second: Judged) -> Surprise:
    one, two = (Reading(each.reading.t_min, each.reading.value) for each in (first, second))
    return Surprise(one, two, above=second.higher < second.lower)
