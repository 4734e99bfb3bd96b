"""The validation data that ships with Slowdrip."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from slowdrip.knowledge.types.validation import Gate, Series
from slowdrip.knowledge.validation.loader import load_gates, load_series


@cache
def gates() -> tuple[Gate, ...]:
    """All gates, in the order of the report."""
    return load_gates(_text("gates.toml"), name="gates.toml")


@cache
def series() -> MappingProxyType[str, Series]:
    """Measured and printed series by name."""
    return MappingProxyType({each.name: each for each in load_series(_text("series.toml"), name="series.toml")})


@cache
def solver_rows() -> tuple[Series, ...]:
    """A row for each readout of each kinetic model, from an independent solver."""
    return load_series(_text("solver_rows.toml"), name="solver_rows.toml")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
