"""What the cuff teaches about this patient: the course of systolic pressure, and nothing about drug in the blood."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin.band import Band, from_quantiles
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.expected import as_read, baseline_of
from slowdrip.science.pharmacology.twin.subject import Subject
from slowdrip.science.pharmacology.twin.surprise import Reading
from slowdrip.science.pharmacology.updating import Observation, Signal

DRAWS = 400


@dataclass(frozen=True, slots=True)
class Learned:
    """What a cuff would read of this patient in mmHg at the minutes asked, from so many readings since the start."""

    sbp_mmhg: Band
    readings: int


def learned(
    models: ModelSet, subject: Subject, course: Course, readings: Sequence[Reading], t_min: Sequence[float]
) -> Learned | NoPrediction:
    """The band of this patient's own systolic pressure, the error of the next cuff included, or why there is none."""
    made = _subject(models, subject)
    if isinstance(made, NoPrediction):
        return made
    taken = tuple(Observation(Signal.SBP_MMHG, each.t_min, each.sbp_mmhg) for each in readings if each.t_min >= 0)
    if not taken:
        return NoPrediction("no_readings", {})
    known = updating.updated(made, course.regimen, taken, draws=DRAWS, seed=subject.seed)
    if isinstance(known, updating.NoUpdate):
        return NoPrediction("no_individual_update", {})
    if isinstance(known, NoPrediction):
        return known
    shown = as_read(models, known, seed=subject.seed)
    found = updating.bands(shown, course.regimen, t_min, frozenset({Signal.SBP_MMHG}))[Signal.SBP_MMHG]
    if isinstance(found, NoPrediction):
        return found
    return Learned(from_quantiles(found), len(known.used))


def _subject(models: ModelSet, subject: Subject) -> updating.Subject | NoPrediction:
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    if subject.before is None or subject.hr_bpm is None:
        return NoPrediction("baseline_missing", {})
    return updating.Subject(models, Person(subject.weight_kg, subject.age_years), baseline_of(subject))
