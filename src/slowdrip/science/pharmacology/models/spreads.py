"""How people and visits differ, as numbers to draw from: variances of log-parameters and ends of uniform draws."""

import math
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.model_parts import Distribution, ErrorSort, Quantity, Site, Spread, Variability
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models.units import in_ng_per_ml

CV_PERCENT = "CV %"


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """What to draw for one person and one visit.

    `omega` is the covariance of eta between people, in the order of `names`; a parameter is its typical value times
    exp(eta). `occasion_omega` is the same between visits, in the order of `occasion_names`. `uniform_factors` holds
    the ends between which a parameter's multiplier is drawn evenly.
    """

    names: tuple[str, ...]
    omega: Floats
    occasion_names: tuple[str, ...]
    occasion_omega: Floats
    uniform_factors: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ResidualError:
    """The standard deviation of a sample: a fraction of it, ng/mL on top, or of its logarithm."""

    proportional: float = 0.0
    additive_ng_per_ml: float = 0.0
    log: float = 0.0


def spreads_of(variability: Variability) -> Spreads:
    """The spreads of one set of a model file, correlations included."""
    drawn = [each for each in variability.between_subjects if each.distribution is Distribution.LOG_NORMAL]
    even = [each for each in variability.between_subjects if each.distribution is Distribution.UNIFORM]
    names = tuple(each.parameter for each in drawn)
    omega = _diagonal(drawn)
    for covariance in variability.covariances:
        row, column = (names.index(each) for each in covariance.parameters)
        omega[row, column] = omega[column, row] = float(covariance.quantity.value)
    occasions = list(variability.between_occasions)
    return Spreads(
        names,
        omega,
        tuple(each.parameter for each in occasions),
        _diagonal(occasions),
        {each.parameter: _ends(each.quantity) for each in even},
    )


def omega2(quantity: Quantity) -> float:
    """The variance of the logarithm: as it stands, or of the log-normal whose CV it is."""
    value = float(quantity.value)
    return math.log1p((value / 100) ** 2) if quantity.unit == CV_PERCENT else value


def residual_of(model: Model, readout: str, site: Site, *, constants: Model) -> ResidualError | None:
    """The error of a sample of one readout at one site; nothing when the file gives none."""
    found = [each for each in model.residuals if (each.of, each.site) == (readout, site)]
    if not found or model.kinetics is None:
        return None
    analyte = model.kinetics.readout(readout).analyte
    by_sort = {each.sort: in_ng_per_ml(each.quantity, analyte=analyte, constants=constants) for each in found}
    return ResidualError(
        by_sort.get(ErrorSort.PROPORTIONAL, 0.0), by_sort.get(ErrorSort.ADDITIVE, 0.0), by_sort.get(ErrorSort.LOG, 0.0)
    )


def _diagonal(spreads: list[Spread]) -> Floats:
    return np.diag(np.array([omega2(each.quantity) for each in spreads], dtype=np.float64)).reshape(
        len(spreads), len(spreads)
    )


def _ends(quantity: Quantity) -> tuple[float, float]:
    if quantity.low is None or quantity.high is None:
        raise ValueError(quantity.unit)
    return float(quantity.low / quantity.value), float(quantity.high / quantity.value)
