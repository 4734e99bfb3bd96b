"""Can this weight be true? Age, range, height, last time, and pounds typed as kilograms."""

from collections.abc import Iterator
from fractions import Fraction

from slowdrip.science.pharmacology.dosing import units
from slowdrip.science.pharmacology.dosing.findings import Finding, Number, Tier, found, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.weights import bmi


def age_findings(age_h: int, limits: DoseLimits) -> Iterator[Finding]:
    """A weight older than the policy allows cannot dose."""
    if age_h > limits.weight_age_max_h:
        yield impossible("weight_too_old", age_h=age_h, max_h=limits.weight_age_max_h)


def range_findings(kg: Number, limits: DoseLimits) -> Iterator[Finding]:
    """A weight outside the range of adults the policy expects cannot dose."""
    if not limits.weight_min_kg <= kg <= limits.weight_max_kg:
        yield impossible("weight_outside_range", kg=kg, min_kg=limits.weight_min_kg, max_kg=limits.weight_max_kg)


def height_findings(kg: Number, height_cm: Number, limits: DoseLimits) -> Iterator[Finding]:
    """A height out of range, or a weight that this height makes unlikely or impossible."""
    if not limits.height_min_cm <= height_cm <= limits.height_max_cm:
        low, high = limits.height_min_cm, limits.height_max_cm
        yield impossible("height_outside_range", height_cm=height_cm, min_cm=low, max_cm=high)
        return
    index = bmi(kg, height_cm)
    if not limits.bmi_impossible_below <= index <= limits.bmi_impossible_above:
        yield impossible("weight_impossible_for_height", bmi=index)
    elif not _usual(index, limits):
        yield _second("weight_unlikely_for_height", bmi=index)
    if not _usual(index, limits):
        yield from _pounds_by_height(kg, index, limits)


def change_findings(kg: Number, last_kg: Number, limits: DoseLimits) -> Iterator[Finding]:
    """A weight too far from the last one: pounds for kilograms, a slipped digit, or simply a large change."""
    ratio = Fraction(kg) / Fraction(last_kg)
    slips = tuple(_slips(ratio, last_kg, limits))
    yield from slips or _change(abs(ratio - 1) * 100, last_kg, limits)


def _slips(ratio: Fraction, last_kg: Number, limits: DoseLimits) -> Iterator[Finding]:
    if _near(ratio, 1 / units.KG_PER_LB, limits):
        yield impossible("weight_looks_like_pounds", last_kg=last_kg, ratio=ratio)
    if _near(ratio, units.KG_PER_LB, limits):
        yield impossible("weight_looks_converted_twice", last_kg=last_kg, ratio=ratio)
    if max(ratio, 1 / ratio) >= limits.tenfold_from_ratio:
        yield impossible("weight_tenfold", last_kg=last_kg, ratio=ratio)


def _change(change_pct: Fraction, last_kg: Number, limits: DoseLimits) -> Iterator[Finding]:
    never, above = limits.weight_change_impossible_above_pct, limits.weight_change_reason_above_pct
    if change_pct > never:
        yield impossible("weight_changed_too_much", change_pct=change_pct, last_kg=last_kg, limit_pct=never)
    elif change_pct > above:
        yield found("weight_changed", Tier.NEEDS_REASON, change_pct=change_pct, last_kg=last_kg, limit_pct=above)


def _pounds_by_height(kg: Number, index: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """Read as the other unit, the same number would be an ordinary weight for this height."""
    if index > limits.bmi_second_above and _usual(index * units.KG_PER_LB, limits):
        yield _second("weight_looks_like_pounds", kg=kg, kg_if_pounds=Fraction(kg) * units.KG_PER_LB)
    if index < limits.bmi_second_below and _usual(index / units.KG_PER_LB, limits):
        yield _second("weight_looks_converted_twice", kg=kg, kg_if_not=Fraction(kg) / units.KG_PER_LB)


def _usual(index: Fraction, limits: DoseLimits) -> bool:
    return limits.bmi_second_below <= index <= limits.bmi_second_above


def _near(ratio: Fraction, target: Fraction, limits: DoseLimits) -> bool:
    return abs(ratio / target - 1) * 100 <= limits.pound_ratio_tolerance_pct


def _second(code: str, **params: Number | Fraction) -> Finding:
    return found(code, Tier.NEEDS_SECOND_CLINICIAN_AND_REASON, **params)
