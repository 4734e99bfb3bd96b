"""Whether importance weights can be trusted: Pareto smoothing and k-hat (Vehtari et al., arXiv 1507.02646).

The largest weights are replaced by quantiles of a generalised Pareto distribution fitted to them by the method of
Zhang and Stephens (Technometrics 2009, DOI 10.1198/tech.2009.08017). Its shape k-hat tells how heavy their tail is:
above 0.7 the mean of the weights has not settled, and nothing made of them may be shown.
"""

import math
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, InputRefused

MOST_K = 0.7
FEWEST_IN_TAIL = 5
PRIOR_SCALE, PRIOR_COUNT, PRIOR_SHAPE = 3.0, 10.0, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Normalised weights, k-hat of their tail (-inf when they have none), and how many even draws they are worth."""

    weights: Floats
    k_hat: float

    @property
    def effective(self) -> float:
        """How many draws of equal weight carry the same."""
        return float(1.0 / np.sum(np.square(self.weights)))


def smoothed(log_weights: Floats) -> Weights:
    """Pareto smoothed weights from the logarithms of raw ones, which may all be shifted."""
    if log_weights.ndim != 1 or not len(log_weights) or not np.isfinite(np.max(log_weights)):
        raise InputRefused("no_weights", "log_weights", "give_finite_log_weights")
    raw = np.exp(log_weights - np.max(log_weights))
    count = math.ceil(min(len(raw) / 5, 3 * math.sqrt(len(raw))))
    order = np.argsort(raw, kind="stable")
    cutoff = raw[order[-count - 1]] if count < len(raw) else 0.0
    tail = order[-count:][raw[order[-count:]] > cutoff]
    if len(tail) < FEWEST_IN_TAIL:
        return Weights(raw / raw.sum(), -math.inf)
    shape, scale = fit_pareto(raw[tail] - cutoff)
    weights = raw.copy()
    weights[tail] = np.minimum(cutoff + pareto_quantiles(len(tail), shape, scale), 1.0)
    return Weights(weights / weights.sum(), shape)


def fit_pareto(exceedances: Floats) -> tuple[float, float]:
    """The shape and scale of a generalised Pareto distribution, from exceedances in rising order.

    The shape is drawn a little towards 0.5, as by ten more observations, which steadies it in small tails.
    """
    many = len(exceedances)
    points = 30 + int(math.sqrt(many))
    quarter = exceedances[int(many / 4 + 0.5) - 1]
    steps = 1 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))
    rates = steps / (PRIOR_SCALE * quarter) + 1 / exceedances[-1]
    shapes = np.mean(np.log1p(-np.outer(rates, exceedances)), axis=1)
    profile = many * (np.log(-rates / shapes) - shapes - 1)
    trust = np.exp(profile - profile.max())
    rate = float(np.sum(rates * trust) / trust.sum())
    shape = float(np.mean(np.log1p(-rate * exceedances)))
    steadied = (many * shape + PRIOR_COUNT * PRIOR_SHAPE) / (many + PRIOR_COUNT)
    return steadied, -shape / rate


def pareto_quantiles(count: int, shape: float, scale: float) -> Floats:
    """The expected order statistics of a tail, rising."""
    above = -np.log1p(-(np.arange(count) + 0.5) / count)
    quantiles: Floats = scale * (above if abs(shape) < 1e-12 else np.expm1(shape * above) / shape)
    return quantiles
