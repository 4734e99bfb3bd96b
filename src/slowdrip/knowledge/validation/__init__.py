"""What models are compared with: digitised curves, golden tables, and gates; each with source and confidence."""

from slowdrip.knowledge.validation.catalogue import gates, series, solver_rows
from slowdrip.knowledge.validation.loader import ValidationDataError, load_gates, load_series

__all__ = ["ValidationDataError", "gates", "load_gates", "load_series", "series", "solver_rows"]
