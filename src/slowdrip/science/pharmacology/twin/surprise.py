"""Readings that patients like this one would rarely show: information about patient or model, never an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import normal_cdf, virtual_patients
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.picture import (
    PATIENTS,
    VARIABILITY,
    Subject,
    cuff_sd_mmhg,
    map_percent,
    plasma_and_effect_sites,
    systolic_mmhg,
)

LEVEL = 0.98


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

    The noise of the cuff counts twice: in the reading, and in the one before the start that it is compared with.
    """
    taken = sorted((each for each in readings if each.t_min >= 0), key=lambda each: each.t_min)
    if subject.before is None:
        return NoPrediction("baseline_missing", {})
    if len(taken) < 2:
        return ()
    below = _below(models, subject, course, taken)
    if isinstance(below, NoPrediction):
        return below
    sides = [_side(each) for each in below.tolist()]
    pairs = pairwise(zip(taken, sides, strict=True))
    return tuple(Surprise(one, two, above=side > 0) for (one, side), (two, other) in pairs if side and side == other)


def _below(models: ModelSet, subject: Subject, course: Course, taken: Sequence[Reading], /) -> Floats | NoPrediction:
    """How probable a reading lower than each of these was."""
    drawn = virtual_patients(models, VARIABILITY, seed=subject.seed, count=PATIENTS, visit=1)
    found = plasma_and_effect_sites(models, subject, course, [each.t_min for each in taken], drawn)
    if isinstance(found, NoPrediction):
        return found
    rise = map_percent(models, found, drawn)
    if isinstance(rise, NoPrediction) or subject.before is None:
        return rise if isinstance(rise, NoPrediction) else NoPrediction("baseline_missing", {})
    expected = subject.before.sbp_mmhg + systolic_mmhg(models, subject.before, rise)
    read = np.array([each.sbp_mmhg for each in taken])
    below: Floats = normal_cdf((read - expected) / (cuff_sd_mmhg(models) * sqrt(2.0))).mean(axis=0)
    return below


def _side(below: float) -> int:
    """1 above the band, -1 below it, 0 inside; the edges themselves are inside."""
    tail = (1 - LEVEL) / 2
    return int(1 - below < tail) - int(below < tail)
