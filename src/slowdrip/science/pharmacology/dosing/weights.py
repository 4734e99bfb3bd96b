"""The weight that a dose refers to: measured, ideal or adjusted; and the units and ratios around it."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from slowdrip.science.pharmacology.dosing import rounding, units
from slowdrip.science.pharmacology.dosing.findings import Finding, Number, impossible
from slowdrip.science.pharmacology.dosing.request import OrderRequest, Sex, WeightBasis, WeightHow

DEVINE_BASE_KG: Final = {Sex.FEMALE: Fraction(455, 10), Sex.MALE: Fraction(50)}
DEVINE_KG_PER_INCH: Final = Fraction(23, 10)
DEVINE_FROM_INCH: Final = 60
IDEAL_WEIGHT_SOURCE: Final = "Devine 1974, as recalled in facts/clinical C"
IDEAL_WEIGHT_CONFIDENCE: Final = "unverified"

ADJUSTED_SHARE_OF_EXCESS: Final = Fraction(4, 10)
ADJUSTED_WEIGHT_SOURCE: Final = "IBW + 0.4 x (ABW - IBW), as recalled in facts/clinical C"
ADJUSTED_WEIGHT_CONFIDENCE: Final = "unverified"

CALCULATED_STEP_G: Final = 100
"""Calculated weights are rounded to 0.1 kg, so that the figure on the screen is the figure that doses."""


def ideal_kg(height_cm: Number, sex: Sex) -> Decimal | None:
    """Devine's ideal body weight in kg, to 0.1 kg; None below 60 inches, where the formula says nothing.

    50 (male) or 45.5 (female) + 2.3 kg per inch over 60. Confidence: IDEAL_WEIGHT_CONFIDENCE.
    """
    over_inch = Fraction(height_cm) / units.CM_PER_INCH - DEVINE_FROM_INCH
    if over_inch < 0:
        return None
    return _to_tenth_kg(DEVINE_BASE_KG[sex] + DEVINE_KG_PER_INCH * over_inch)


def adjusted_kg(ideal: Decimal, actual: Number) -> Decimal:
    """Adjusted body weight in kg, to 0.1 kg, from the ideal weight as shown. Confidence: ADJUSTED_WEIGHT_CONFIDENCE."""
    return _to_tenth_kg(Fraction(ideal) + ADJUSTED_SHARE_OF_EXCESS * (Fraction(actual) - Fraction(ideal)))


def bmi(kg: Number, height_cm: Number) -> Fraction:
    """Body-mass index in kg/m², exact."""
    return Fraction(kg) / (Fraction(height_cm) / 100) ** 2


def lb_of_kg(kg: Number) -> Fraction:
    """Kilograms in pounds, exact."""
    return Fraction(kg) / units.KG_PER_LB


def dosing_weight(request: OrderRequest) -> Decimal | Finding:
    """The weight in kg that the mg/kg multiplies, or why there is none. A stated weight cannot dose."""
    if request.weight.how is not WeightHow.MEASURED:
        return impossible("stated_weight")
    if request.weight_basis is WeightBasis.ACTUAL:
        return Decimal(request.weight.kg)
    if not request.weight_basis_reason.strip():
        return impossible("basis_needs_reason", basis=request.weight_basis.value)
    return _calculated(request)


def _calculated(request: OrderRequest) -> Decimal | Finding:
    if request.height_cm is None or request.sex is None:
        missing = "height_cm" if request.height_cm is None else "sex"
        return impossible("basis_needs", basis=request.weight_basis.value, missing=missing)
    ideal = ideal_kg(request.height_cm, request.sex)
    if ideal is None:
        return impossible("height_below_ideal_formula", height_cm=request.height_cm, from_inch=DEVINE_FROM_INCH)
    return ideal if request.weight_basis is WeightBasis.IDEAL else adjusted_kg(ideal, request.weight.kg)


def _to_tenth_kg(kg: Fraction) -> Decimal:
    return Decimal(rounding.nearest_step(kg * units.GRAMS_PER_KG, CALCULATED_STEP_G)) / units.GRAMS_PER_KG
