"""The normal distribution function: uniform draws and predictive bands need it."""

import math

import numpy as np

from slowdrip.science.pharmacology.linear import Floats

_erfc = np.frompyfunc(math.erfc, 1, 1)


def normal_cdf(z: Floats | float) -> Floats:
    """The part of a standard normal below z; both tails keep all their digits."""
    below: Floats = 0.5 * np.asarray(_erfc(-np.asarray(z, dtype=np.float64) / math.sqrt(2.0)), dtype=np.float64)
    return below
