"""The two functions of time that a mode needs: what is left, and what a constant inflow has left behind."""

import numpy as np

from slowdrip.science.pharmacology.linear.values import Floats

SMALLEST = 1e-60
SMALLEST_LOG = -138.0


def decayed(minus_rates: Floats, duration_min: Floats, out: Floats | None = None) -> Floats:
    """exp(-rate t), nowhere below SMALLEST, which is too small to matter: denormal numbers would be slow."""
    exponent = np.multiply(minus_rates, duration_min, out=out)
    np.maximum(exponent, SMALLEST_LOG, out=exponent)
    return np.exp(exponent, out=exponent)


def filled(minus_rates: Floats, duration_min: Floats | np.float64) -> Floats:
    """(1 - exp(-rate t)) / rate, and t where the rate is zero."""
    full = np.multiply(minus_rates, duration_min)
    np.expm1(full, out=full)
    if minus_rates.all():
        return np.divide(full, minus_rates, out=full)
    steady = np.broadcast_to(minus_rates == 0, full.shape)
    full[steady] = np.broadcast_to(duration_min, full.shape)[steady]
    return np.divide(full, minus_rates, out=full, where=~steady)
