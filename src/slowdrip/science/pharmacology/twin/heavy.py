"""What the weight assumption changes for heavy people: no study settles it, so both ends are said."""

from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.models import TOTAL, NoPrediction, Person, concentration_range
from slowdrip.science.pharmacology.models.obesity import NO_WEIGHT_EFFECT, TOTAL_WEIGHT, reference_weight_kg
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.subject import Subject

HEAVY_KG = 100.0


@dataclass(frozen=True, slots=True)
class HeavyPeak:
    """The highest typical concentration in ng/mL when clearance and volumes grow with weight, and when they do not."""

    by_total_weight_ng_per_ml: float
    without_weight_ng_per_ml: float


def heavy_peak(models: ModelSet, subject: Subject, course: Course) -> HeavyPeak | None:
    """Both ends of the weight assumption above 100 kg; nothing below, and nothing where there is no prediction."""
    if subject.weight_kg is None or subject.weight_kg <= HEAVY_KG or not course.stretches:
        return None
    ends_min = [each.to_min for each in course.stretches]
    found = concentration_range(
        models,
        Person(subject.weight_kg, subject.age_years),
        course.regimen,
        ends_min,
        # No height is known here. Ideal weight lies between the two ends that are said, so it changes neither.
        ideal_weight_kg=reference_weight_kg(models.kinetics),
        readout=TOTAL,
    )
    if isinstance(found, NoPrediction):
        return None
    total, none = (float(found.by_assumption[name].max()) for name in (TOTAL_WEIGHT, NO_WEIGHT_EFFECT))
    return HeavyPeak(total, none)
