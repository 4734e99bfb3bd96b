"""What the cuff teaches about this patient: the course of systolic pressure, and nothing about drug in the blood."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin.band import Band, from_quantiles
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.earlier import DRAWS, Remembered, observed, person_of
from slowdrip.science.pharmacology.twin.expected import as_read
from slowdrip.science.pharmacology.twin.subject import Subject
from slowdrip.science.pharmacology.twin.sureness import Sureness, sureness_of
from slowdrip.science.pharmacology.twin.surprise import Reading
from slowdrip.science.pharmacology.updating import Signal


@dataclass(frozen=True, slots=True)
class Learned:
    """What a cuff would read of this patient in mmHg at the minutes asked, from so many readings since the start.

    `visits` earlier ones with `earlier_readings` went before; without any, people in general did.
    """

    sbp_mmhg: Band
    readings: int
    sureness: Sureness
    visits: int = 0
    earlier_readings: int = 0


def learned(
    models: ModelSet,
    subject: Subject,
    course: Course,
    readings: Sequence[Reading],
    t_min: Sequence[float],
    *,
    known: Remembered | None = None,
) -> Learned | NoPrediction:
    """The band of this patient's own systolic pressure, the error of the next cuff included, or why there is none.

    It starts from what earlier visits taught, or else from people in general.
    """
    made = person_of(models, subject)
    if isinstance(made, NoPrediction):
        return made
    taken = observed(readings)
    if not taken and known is None:
        return NoPrediction("no_readings", {})
    start = known.before(made) if known is not None else None
    found = updating.updated(made, course.regimen, taken, belief=start, draws=DRAWS, seed=subject.seed)
    if isinstance(found, updating.NoUpdate):
        return NoPrediction("no_individual_update", found.params)
    if isinstance(found, NoPrediction):
        return found
    shown = as_read(models, found, seed=subject.seed)
    band = updating.bands(shown, course.regimen, t_min, frozenset({Signal.SBP_MMHG}))[Signal.SBP_MMHG]
    if isinstance(band, NoPrediction):
        return band
    before = (known.visits, known.readings) if known is not None else (0, 0)
    return Learned(from_quantiles(band), len(found.used), sureness_of(found), *before)
