"""The few unit constants of dosing. All are definitions, except the salt factor, which follows from the formulae."""

from fractions import Fraction
from typing import Final

UG_PER_MG: Final = 1000
UL_PER_ML: Final = 1000
MIN_PER_H: Final = 60
SECONDS_PER_MIN: Final = 60
GRAMS_PER_KG: Final = 1000
KG_PER_LB: Final = Fraction(45359237, 100_000_000)
"""The international avoirdupois pound is exactly 0.45359237 kg (1959 agreement)."""
CM_PER_INCH: Final = Fraction(254, 100)
"""The international inch is exactly 2.54 cm."""
BASE_PER_HYDROCHLORIDE: Final = Fraction(23773, 27419)
"""Ketamine base 237.73 g/mol over ketamine hydrochloride 274.19 g/mol (derived from the formulae)."""
