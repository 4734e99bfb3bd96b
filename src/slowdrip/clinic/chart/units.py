"""The units people type beside the units that are stored: mL for µL, mL/h for µL/h, °C for tenths of a degree."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.typed import typed_number


@dataclass(frozen=True, slots=True)
class TypedUnit:
    """A unit on the screen: its sign, and how many stored units make one."""

    sign: str
    factor: int


AS_STORED: Final = TypedUnit("", 1)
BY_ENDING: Final = {
    "_ul_per_h": TypedUnit("mL/h", 1000),
    "_ul": TypedUnit("mL", 1000),
    "_ug_per_ml": TypedUnit("mg/mL", 1000),
    "_decicelsius": TypedUnit("°C", 10),
}


def typed_unit(name: str) -> TypedUnit:
    """Gives the unit in which a stored field is typed."""
    return next((unit for ending, unit in BY_ENDING.items() if name.endswith(ending)), AS_STORED)


def stored_number(typed: str, name: str) -> int:
    """Gives the stored whole number of what was typed; refuses what the stored unit cannot hold exactly."""
    unit = typed_unit(name)
    exact = typed_number(typed, field=name) * unit.factor
    if exact != exact.to_integral_value() and unit.factor == 1:
        raise Refused("entry_not_a_whole_number", field=name)
    if exact != exact.to_integral_value():
        raise Refused("too_fine", field=name, step=str(Decimal(1) / unit.factor), unit=unit.sign)
    return int(exact)


def shown_number(stored: int, name: str) -> str:
    """Gives a stored number as it is typed: 150000 µL/h is 150."""
    value = Decimal(stored) / typed_unit(name).factor
    return f"{value.normalize():f}"
