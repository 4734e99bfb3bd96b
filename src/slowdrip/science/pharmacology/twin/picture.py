"""Bands of plasma, blood pressure and dissociation for patients like one person, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.model_parts import Curve
from slowdrip.knowledge.types.models import Model, ModelSet
from slowdrip.science.pharmacology.effects import dissociation_fraction, map_change_percent
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import (
    TOTAL,
    ModelSystem,
    NoPrediction,
    Person,
    Prediction,
    dose_refused,
    effect_readout,
    predicted,
    system_of,
)
from slowdrip.science.pharmacology.population import VirtualPatients, virtual_patients
from slowdrip.science.pharmacology.twin.band import Band, band_of
from slowdrip.science.pharmacology.twin.course import Course

PATIENTS = 300
VARIABILITY = "clinic"
STEP_MIN = 2.0
AFTER_MIN = 80.0
"""How long after the end of the drip the picture goes on."""
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Pressure:
    """The pressure measured before the start."""

    sbp_mmhg: float
    dbp_mmhg: float

    @property
    def map_mmhg(self) -> float:
        """Mean pressure: a third of systolic and two thirds of diastolic."""
        return (self.sbp_mmhg + 2 * self.dbp_mmhg) / 3


@dataclass(frozen=True, slots=True)
class Subject:
    """The person a picture is for; with the same seed the same virtual patients are drawn, so that nothing flickers."""

    weight_kg: float | None
    age_years: float | None
    seed: int
    before: Pressure | None = None
    hr_bpm: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The bands of one course at these minutes: each a `Band`, or why that one is missing.

    `map_percent` is the rise of mean pressure over its baseline, `sbp_mmhg` that of systolic pressure in mmHg, and
    `dissociation_percent` the share of the largest effect.
    """

    t_min: tuple[float, ...]
    plasma_ng_per_ml: Band
    site: str
    map_percent: Band | NoPrediction
    sbp_mmhg: Band | NoPrediction
    dissociation_percent: Band | NoPrediction


def times_of(*courses: Course) -> tuple[float, ...]:
    """The minutes a picture of these courses is drawn at: every other one, and where a rate changes."""
    ends_min = max(course.ends_min for course in courses)
    edges = {edge for course in courses for each in course.stretches for edge in (each.from_min, each.to_min)}
    steps = np.arange(0.0, ends_min + AFTER_MIN + STEP_MIN / 2, STEP_MIN)
    return tuple(sorted({*steps.tolist(), *edges}))


def pictured(
    models: ModelSet, subject: Subject, course: Course, t_min: Sequence[float], *, patients: int = PATIENTS
) -> Picture | NoPrediction:
    """The bands of a course over virtual patients with the spread of clinics, between people and between visits."""
    drawn = virtual_patients(models, VARIABILITY, seed=subject.seed, count=patients, visit=1)
    found = plasma_and_effect_sites(models, subject, course, t_min, drawn)
    if isinstance(found, NoPrediction):
        return found
    rise = map_percent(models, found, drawn)
    return Picture(
        t_min=tuple(t_min),
        plasma_ng_per_ml=band_of(found.of(TOTAL)),
        site=found.site_of(TOTAL),
        map_percent=rise if isinstance(rise, NoPrediction) else band_of(rise),
        sbp_mmhg=_systolic(models, subject, rise),
        dissociation_percent=_dissociation(models, found, drawn),
    )


def plasma_and_effect_sites(
    models: ModelSet, subject: Subject, course: Course, t_min: Sequence[float], drawn: VirtualPatients, /
) -> Prediction | NoPrediction:
    """What the drug does in blood and at the effect sites of all drawn patients; refused outside the models' ranges."""
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    if not course.stretches:
        return NoPrediction("nothing_given", {})
    person = Person(subject.weight_kg, subject.age_years)
    made = system_of(models, person, multipliers=drawn.multipliers)
    if isinstance(made, NoPrediction):
        return made
    refused = dose_refused(made, course.regimen)
    return refused or predicted(_lean(made), course.regimen, t_min)


def _lean(made: ModelSystem) -> ModelSystem:
    """The system that computes what a picture shows and nothing else."""
    names = {TOTAL}
    for effect, curve in (_effect(made.models, "map"), _effect(made.models, "dissociation")):
        names.add(effect_readout(effect, curve))
    return made.reading(sorted(names))


def map_percent(models: ModelSet, found: Prediction, drawn: VirtualPatients) -> Floats | NoPrediction:
    """The rise of mean pressure of each patient in percent, shape (patients, times)."""
    effect, curve = _effect(models, "map")
    conc = found.of(effect_readout(effect, curve))
    return map_change_percent(effect, conc, constants=models.constants, multipliers=drawn.of(effect))


def systolic_mmhg(models: ModelSet, before: Pressure, rise_percent: Floats) -> Floats:
    """The rise of systolic pressure in mmHg for a rise of mean pressure in percent."""
    effect, _ = _effect(models, "map")
    rise: Floats = rise_percent / PERCENT * before.map_mmhg * float(effect.value("systolic_share"))
    return rise


def cuff_sd_mmhg(models: ModelSet) -> float:
    """The SD of one systolic cuff reading."""
    return float(_effect(models, "map")[0].value("cuff_sd"))


def _systolic(models: ModelSet, subject: Subject, rise: Floats | NoPrediction) -> Band | NoPrediction:
    if isinstance(rise, NoPrediction):
        return rise
    if subject.before is None:
        return NoPrediction("baseline_missing", {})
    return band_of(systolic_mmhg(models, subject.before, rise))


def _dissociation(models: ModelSet, found: Prediction, drawn: VirtualPatients) -> Band | NoPrediction:
    effect, curve = _effect(models, "dissociation")
    conc = found.of(effect_readout(effect, curve))
    share = dissociation_fraction(effect, conc, constants=models.constants, multipliers=drawn.of(effect))
    return share if isinstance(share, NoPrediction) else band_of(PERCENT * share)


def _effect(models: ModelSet, curve: str) -> tuple[Model, Curve]:
    return next((effect, each) for effect in models.effects for each in effect.curves if each.name == curve)
