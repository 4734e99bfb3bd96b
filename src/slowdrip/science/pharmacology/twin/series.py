"""What stays from one visit to the next, and what the body makes of the drug."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.models import TOTAL, NoPrediction, Person, predict
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.subject import Subject

MIN_PER_H = 60.0
VISITS = 6
PERCENT = 100.0
NORKETAMINE = "s_norketamine"


@dataclass(frozen=True, slots=True)
class Carried:
    """The peak of each visit of a series for a typical person, and what is left right before the last one."""

    apart_h: float
    peaks_ng_per_ml: tuple[float, ...]
    before_last_ng_per_ml: float


def carried_over(
    models: ModelSet, subject: Subject, course: Course, *, apart_h: float, visits: int = VISITS
) -> Carried | NoPrediction:
    """A series of the same drip, so many hours apart; each visit is computed on top of what all before it left."""
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    regimen = course.regimen
    for number in range(1, visits):
        regimen = regimen.joined(course.regimen.shifted(number * apart_h * MIN_PER_H))
    ends = [number * apart_h * MIN_PER_H + course.ends_min for number in range(visits)]
    times = [*ends, (visits - 1) * apart_h * MIN_PER_H]
    found = predict(models, Person(subject.weight_kg, subject.age_years), regimen, times)
    if isinstance(found, NoPrediction):
        return found
    *peaks, left = found.of(TOTAL)[0].tolist()
    return Carried(apart_h, tuple(peaks), max(left, 0.0))


def norketamine(
    models: ModelSet, subject: Subject, course: Course, t_min: Sequence[float]
) -> tuple[tuple[float, float, float], ...] | NoPrediction:
    """Norketamine with the band its model asks for: lowest, middle and highest ng/mL at each minute."""
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    found = predict(models, Person(subject.weight_kg, subject.age_years), course.regimen, t_min)
    if isinstance(found, NoPrediction):
        return found
    share = (found.band_percent(NORKETAMINE) or 0.0) / PERCENT
    middle = found.of(NORKETAMINE)[0].tolist()
    return tuple((each * (1 - share), each, each * (1 + share)) for each in middle)
