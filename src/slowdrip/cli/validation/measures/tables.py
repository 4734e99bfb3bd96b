"""How far models and engine are from the golden table and from an independent solver."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from slowdrip.cli.validation.courses import USUAL, alone, answered, curve
from slowdrip.knowledge.types.validation import Series
from slowdrip.knowledge.validation import series, solver_rows
from slowdrip.science.pharmacology.linear import Floats

HALF_DIGIT_NG_PER_ML = 0.05 + 1e-9
"""The golden table is printed with one decimal."""


def errors_percent(row: Series, *, rounding_ng_per_ml: float = 0.0) -> Floats:
    """How far the model is from each value of a row, in percent of it, after the row's own rounding is allowed for."""
    found = curve(answered(alone(row.model), USUAL, row.t_min), row.analyte)
    expected = np.array(row.values)
    beyond: Floats = np.maximum(np.abs(found - expected) - rounding_ng_per_ml, 0.0) / expected * 100.0
    return beyond


def golden_rows() -> tuple[Series, ...]:
    """The rows of the golden table."""
    return tuple(each for name, each in series().items() if name.startswith("golden_"))


def _largest(row: Series, rounding_ng_per_ml: float) -> float:
    return float(errors_percent(row, rounding_ng_per_ml=rounding_ng_per_ml).max())


FIGURES: Mapping[str, Callable[[], float]] = {
    **{row.name: partial(_largest, row, HALF_DIGIT_NG_PER_ML) for row in golden_rows()},
    **{f"solver_{row.name}": partial(_largest, row, 0.0) for row in solver_rows()},
}
