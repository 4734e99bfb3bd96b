"""What a laboratory would report: a concentration with the residual error of its site."""

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import ResidualError


def sampled(conc_ng_per_ml: Floats, residual: ResidualError, normals: Floats) -> Floats:
    """Concentrations as measured, from standard normal numbers of the same shape; never below zero.

    The spread of many patients at one time includes this error only after this step: say which of the two is shown.
    """
    sd = np.hypot(residual.proportional * conc_ng_per_ml, residual.additive_ng_per_ml)
    return np.maximum(conc_ng_per_ml * np.exp(residual.log * normals) + sd * normals, 0.0)
