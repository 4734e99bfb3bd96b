"""How a reading differs from the truth: on which scale its error is even, and how wide it is there.

Concentrations differ by a factor (a log-normal error with the proportional SD of the file), pressures and heart rates
by a sum, ratings by the square root: small at nothing, wide in the middle, and never below zero.
"""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import ResidualError, residual_of
from slowdrip.science.pharmacology.population import log_normal_cdf
from slowdrip.science.pharmacology.updating.assumptions import CADSS_ROOT_SD, DISSOCIATION_ROOT_SD, HR_SD_BPM
from slowdrip.science.pharmacology.updating.forward import SITES
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS, SCORES, Observation, Signal
from slowdrip.science.pharmacology.updating.subject import Subject

LEAST = 1e-9
"""Below this many ng/mL there is nothing to take a logarithm of."""

Scale = Callable[[Floats], Floats]


def _log(value: Floats) -> Floats:
    return np.log(np.maximum(value, LEAST))


def _plain(value: Floats) -> Floats:
    return value


def _root(value: Floats) -> Floats:
    return np.sqrt(np.maximum(value, 0.0))


def _squared(value: Floats) -> Floats:
    return np.square(np.maximum(value, 0.0))


SCALES: Mapping[Signal, tuple[Scale, Scale]] = MappingProxyType(
    dict.fromkeys(CONCENTRATIONS, (_log, np.exp))
    | dict.fromkeys(SCORES, (_root, _squared))
    | dict.fromkeys((Signal.SBP_MMHG, Signal.HR_BPM), (_plain, _plain))
)
"""To the scale on which the error of a reading is normal with one width, and back."""


def missed_below(z: Floats) -> Floats:
    """By how much samples below a limit miss it, where draws expect them z SDs above: half the square is -log P.

    P is the probability that such a sample is read below its limit (the method M3 of Beal 2001). As a miss it takes
    part in the search for the mode like any other: 0 far below the limit, and about z far above it.
    """
    return np.asarray(np.sqrt(np.maximum(-2.0 * log_normal_cdf(-z), 0.0)), dtype=np.float64)


def error_sd(subject: Subject, reading: Observation) -> float | None:
    """The SD of one reading on its scale; nothing when no error is known for it."""
    if reading.signal in CONCENTRATIONS:
        return _assay_sd(subject.models, reading)
    pressure = subject.effect_with("map")
    cuff_sd = None if pressure is None else float(pressure.value("cuff_sd"))
    known = {
        Signal.SBP_MMHG: cuff_sd,
        Signal.HR_BPM: HR_SD_BPM,
        Signal.DISSOCIATION_0_TO_10: DISSOCIATION_ROOT_SD,
        Signal.CADSS_POINTS: CADSS_ROOT_SD,
    }
    return known[reading.signal]


def _assay_sd(models: ModelSet, reading: Observation) -> float | None:
    kinetics = models.kinetics.kinetics
    if kinetics is None or reading.value <= 0:
        return None
    parent = next(each for each in kinetics.readouts if each.analyte == kinetics.drug)
    error = residual_of(models.kinetics, parent.name, SITES[reading.signal], constants=models.constants)
    return None if error is None else _log_sd(error, reading.value)


def _log_sd(error: ResidualError, conc_ng_per_ml: float) -> float:
    """The width of a log-normal error with the same CV; an additive part counts at the concentration measured."""
    squared_cv = error.proportional**2 + (error.additive_ng_per_ml / conc_ng_per_ml) ** 2
    return math.sqrt(math.log1p(squared_cv) + error.log**2)
