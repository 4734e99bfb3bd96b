"""The units a model file may use, what they measure, and the values a number in them can have."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ModelUnit:
    """A unit: what it measures, the range of possible values, and the factor into the unit the engine counts in.

    The engine counts litres, minutes, milligrams, ng/mL and fractions; a unit per kilogram is multiplied by the weight.
    """

    measures: str
    low: Decimal
    high: Decimal
    factor: float = 1.0
    per_kg: bool = False


def _unit(measures: str, low: str, high: str, factor: float = 1.0, *, per_kg: bool = False) -> ModelUnit:
    return ModelUnit(measures, Decimal(low), Decimal(high), factor, per_kg)


UNITS: Mapping[str, ModelUnit] = MappingProxyType(
    {
        "L": _unit("volume", "0.1", "5000"),
        "L/kg": _unit("volume", "0.001", "50", per_kg=True),
        "L/h": _unit("clearance", "0.1", "2000", 1 / 60),
        "L/min": _unit("clearance", "0.01", "50"),
        "mL/min/kg": _unit("clearance", "0.1", "500", 1 / 1000, per_kg=True),
        "1/min": _unit("rate", "0.00001", "100"),
        "1/h": _unit("rate", "0.001", "1000", 1 / 60),
        "min": _unit("time", "0.01", "1440"),
        "h": _unit("time", "0.01", "168", 60),
        "fraction": _unit("fraction", "0", "1"),
        "mg/mg": _unit("mass_ratio", "0.1", "2"),
        "mmHg/mmHg": _unit("ratio", "0.1", "5"),
        "1": _unit("number", "-5", "100"),
        "ng/mL": _unit("concentration", "0.1", "100000"),
        "nmol/mL": _unit("molar_concentration", "0.001", "100"),
        "g/mol": _unit("molar_mass", "100", "500"),
        "%": _unit("percent", "0", "200"),
        "points": _unit("score", "0", "1000"),
        "mmHg": _unit("pressure", "0.1", "100"),
        "kg": _unit("weight", "1", "500"),
        "year": _unit("age", "0", "120"),
        "L/h/year": _unit("clearance_by_age", "-20", "20", 1 / 60),
        "mg/kg": _unit("dose", "0", "20"),
        "mg/kg/h": _unit("dose_rate", "0", "50"),
        "omega^2": _unit("spread", "0", "5"),
        "CV %": _unit("spread", "0", "300"),
        "uniform": _unit("draw", "-100", "1000"),
        "log": _unit("log_sd", "0", "5"),
    }
)
# What may stand in each row of [validity].
RANGES: Mapping[str, str] = MappingProxyType(
    {
        "weight": "kg",
        "age": "year",
        "dose": "mg/kg",
        "duration": "min",
        "rate": "mg/kg/h",
        "conc": "ng/mL",
    }
)
