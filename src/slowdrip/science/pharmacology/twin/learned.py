"""What the cuff teaches about this patient: the course of systolic pressure, and nothing about drug in the blood."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin.band import Band
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.picture import Subject
from slowdrip.science.pharmacology.twin.surprise import Reading
from slowdrip.science.pharmacology.updating import Observation, Signal

DRAWS = 400
LOW, MIDDLE, HIGH = 0.05, 0.50, 0.95


@dataclass(frozen=True, slots=True)
class Learned:
    """Systolic pressure of this patient in mmHg at the minutes asked, from so many readings since the start."""

    sbp_mmhg: Band
    readings: int


def learned(
    models: ModelSet, subject: Subject, course: Course, readings: Sequence[Reading], t_min: Sequence[float]
) -> Learned | NoPrediction:
    """The band of this patient's own systolic pressure, the noise of the cuff taken out, or why there is none."""
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
    found = updating.bands(known, course.regimen, t_min, frozenset({Signal.SBP_MMHG}))[Signal.SBP_MMHG]
    if isinstance(found, NoPrediction):
        return found
    low, middle, high = (tuple(found.at(level).tolist()) for level in (LOW, MIDDLE, HIGH))
    return Learned(Band(low, middle, high), len(known.used))


def _subject(models: ModelSet, subject: Subject) -> updating.Subject | NoPrediction:
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    if subject.before is None or subject.hr_bpm is None:
        return NoPrediction("baseline_missing", {})
    before = updating.BaselineReadings((subject.before.sbp_mmhg,), (subject.before.dbp_mmhg,), (subject.hr_bpm,))
    return updating.Subject(models, Person(subject.weight_kg, subject.age_years), before)
