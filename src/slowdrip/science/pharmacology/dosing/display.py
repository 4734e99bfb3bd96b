"""Numbers as people should read them: a leading zero always, a trailing zero never, thousands apart, "mcg" for µg.

Rules after ISMP's list of error-prone abbreviations (recalled, unverified). Exact where the number is exact.
"""

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing import units
from slowdrip.science.pharmacology.dosing.figures import OrderFigures
from slowdrip.science.pharmacology.dosing.findings import Number
from slowdrip.science.pharmacology.dosing.rate_figures import RateFigures
from slowdrip.science.pharmacology.dosing.weights import lb_of_kg

Exact: TypeAlias = Decimal | Fraction | int

USUAL_PLACES = 3
MOST_PLACES = 12


def number(value: Exact, *, places: int = USUAL_PLACES) -> str:
    """The number with at most `places` decimals, half-even. What is not zero never reads as zero."""
    exact = Fraction(value)
    shown = next((p for p in range(places, MOST_PLACES + 1) if round(exact * 10**p)), places)
    scaled = round(abs(exact) * 10**shown)
    whole, rest = divmod(scaled, 10**shown)
    decimals = f"{rest:0{shown}d}".rstrip("0") if rest else ""
    sign = "-" if exact < 0 and scaled else ""
    return f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def mg(amount_ug: int) -> str:
    """Micrograms as milligrams, exact: 40000 gives "40 mg"."""
    return f"{number(Fraction(amount_ug, units.UG_PER_MG))} mg"


def mcg(amount_ug: int) -> str:
    """Micrograms, exact: 1500 gives "1,500 mcg"; never the letter µ, which is misread as m."""
    return f"{number(amount_ug)} mcg"


def ml(volume_ul: int) -> str:
    """Microlitres as millilitres, exact: 800 gives "0.8 mL"."""
    return f"{number(Fraction(volume_ul, units.UL_PER_ML))} mL"


def ml_per_h(rate_ul_per_h: int) -> str:
    """Microlitres per hour as millilitres per hour, exact: 150000 gives "150 mL/h"."""
    return f"{number(Fraction(rate_ul_per_h, units.UL_PER_ML))} mL/h"


def kg(weight_kg: Number) -> str:
    """A weight in kg to 0.1: "79.8 kg"."""
    return f"{number(weight_kg, places=1)} kg"


def lb(weight_kg: Number) -> str:
    """The same weight in pounds to 0.1: "176 lb"."""
    return f"{number(lb_of_kg(weight_kg), places=1)} lb"


def exact_text(value: Exact) -> str:
    """A number for signed bytes: no separators, at most twelve decimals half-even, no trailing zeros."""
    return number(value, places=MOST_PLACES).replace(",", "")


def figures_as_text(figures: OrderFigures | RateFigures) -> dict[str, str]:
    """Every figure as text, by its field name, for canonical payloads."""
    names = type(figures).__dataclass_fields__
    values = {name: getattr(figures, name) for name in names}
    return {name: str(value) if isinstance(value, str) else exact_text(value) for name, value in values.items()}
