"""Bands of plasma, blood pressure and dissociation for patients like one person, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin.band import Band, from_quantiles, scaled
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.expected import as_read, baseline_of, expected
from slowdrip.science.pharmacology.twin.subject import Subject
from slowdrip.science.pharmacology.updating import Signal

STEP_MIN = 2.0
AFTER_MIN = 80.0
"""How long after the end of the drip the picture goes on."""
PERCENT = 100.0
SHOWN = frozenset({Signal.ARTERIAL_NG_PER_ML, Signal.SBP_MMHG, Signal.SBP_CHANGE_MMHG, Signal.CADSS_POINTS})


@dataclass(frozen=True, slots=True)
class Picture:
    """The bands of one course at these minutes: each a `Band`, or why that one is missing.

    `map_percent` is the rise of mean pressure over its baseline and `sbp_mmhg` that of systolic pressure in mmHg.
    `sbp_read_mmhg` is what a cuff would read, its error included: readings are compared with it.
    `cadss_points` is dissociation on the scale that its spread between people was published on. A rating of 0 to 10 as
    it is charted at the chair has no published link to it, so none is made here and no rating is learned from.
    """

    t_min: tuple[float, ...]
    plasma_ng_per_ml: Band
    site: str
    map_percent: Band | NoPrediction
    sbp_mmhg: Band | NoPrediction
    sbp_read_mmhg: Band | NoPrediction
    cadss_points: Band | NoPrediction


def times_of(*courses: Course) -> tuple[float, ...]:
    """The minutes a picture of these courses is drawn at: every other one, and where a rate changes."""
    ends_min = max(course.ends_min for course in courses)
    edges = {edge for course in courses for each in course.stretches for edge in (each.from_min, each.to_min)}
    steps = np.arange(0.0, ends_min + AFTER_MIN + STEP_MIN / 2, STEP_MIN)
    return tuple(sorted({*steps.tolist(), *edges}))


def pictured(models: ModelSet, subject: Subject, course: Course, t_min: Sequence[float]) -> Picture | NoPrediction:
    """The bands of a course: what is believed of patients like this one before any reading of this drip."""
    known = expected(models, subject)
    if isinstance(known, NoPrediction):
        return known
    if not course.stretches:
        return NoPrediction("nothing_given", {})
    found = {
        signal: each if isinstance(each, NoPrediction) else from_quantiles(each)
        for signal, each in updating.bands(
            as_read(models, known, seed=subject.seed), course.regimen, t_min, SHOWN
        ).items()
    }
    plasma, rise = found[Signal.ARTERIAL_NG_PER_ML], found[Signal.SBP_CHANGE_MMHG]
    if isinstance(plasma, NoPrediction):
        return plasma
    unmeasured = NoPrediction("baseline_missing", {}) if subject.before is None else None
    return Picture(
        t_min=tuple(t_min),
        plasma_ng_per_ml=plasma,
        site="arterial",
        map_percent=_in_percent(models, subject, rise),
        sbp_mmhg=unmeasured or rise,
        sbp_read_mmhg=unmeasured or found[Signal.SBP_MMHG],
        cadss_points=found[Signal.CADSS_POINTS],
    )


def _in_percent(models: ModelSet, subject: Subject, rise_mmhg: Band | NoPrediction) -> Band | NoPrediction:
    """The rise of mean pressure in percent, which does not depend on the baseline that the mmHg are made with."""
    if isinstance(rise_mmhg, NoPrediction):
        return rise_mmhg
    effect = next(each for each in models.effects if "map" in {curve.name for curve in each.curves})
    one_percent_mmhg = float(baseline_of(subject).mean.map_mmhg) * float(effect.value("systolic_share")) / PERCENT
    return scaled(rise_mmhg, 1 / one_percent_mmhg)
