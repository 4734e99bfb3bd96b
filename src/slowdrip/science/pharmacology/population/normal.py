"""The normal distribution function: uniform draws, predictive bands and samples below a limit need it."""

import math

import numpy as np

from slowdrip.science.pharmacology.linear import Floats

_erfc = np.frompyfunc(math.erfc, 1, 1)


def normal_cdf(z: Floats | float) -> Floats:
    """The part of a standard normal below z; both tails keep all their digits."""
    below: Floats = 0.5 * np.asarray(_erfc(-np.asarray(z, dtype=np.float64) / math.sqrt(2.0)), dtype=np.float64)
    return below


FAR_BELOW = -30.0
"""From here down the logarithm comes from a series: the number itself would soon be too small."""


def log_normal_cdf(z: Floats) -> Floats:
    """The logarithm of the part of a standard normal below z, in both tails to the last digits."""
    high = np.log1p(-normal_cdf(-np.maximum(z, 0.0)))
    middle = np.log(normal_cdf(np.clip(z, FAR_BELOW, 0.0)))
    far = np.minimum(z, FAR_BELOW)
    tail = -0.5 * far**2 - np.log(-far * math.sqrt(2.0 * math.pi)) + np.log1p(-1.0 / far**2 + 3.0 / far**4)
    return np.asarray(np.where(z > 0.0, high, np.where(z >= FAR_BELOW, middle, tail)) + 0.0 * z, dtype=np.float64)
