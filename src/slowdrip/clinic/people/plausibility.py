"""Whether a weight or height can be right, beside the other one and the last one; the limits come from the policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slowdrip.knowledge.types import Weight
from slowdrip.science.pharmacology.dosing.units import KG_PER_LB
from slowdrip.science.pharmacology.dosing.weights import bmi


@dataclass(frozen=True, slots=True)
class Known:
    """Body measures that are known, in grams and millimetres; None where there is none."""

    weight_g: int | None = None
    height_mm: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look again: a code and the numbers of the sentence."""

    code: str
    params: dict[str, Decimal]


def outside(new: Known, limits: Weight) -> list[Doubt]:
    """Gives what no adult can measure by this policy; such a value is not kept."""
    found = []
    low_kg, high_kg = limits.plausible_min_kg.value, limits.plausible_max_kg.value
    if new.weight_g is not None and not low_kg * 1000 <= new.weight_g <= high_kg * 1000:
        found.append(Doubt("weight_out_of_range", {"kg": kg(new.weight_g), "low_kg": low_kg, "high_kg": high_kg}))
    low_cm, high_cm = limits.height_min_cm.value, limits.height_max_cm.value
    if new.height_mm is not None and not low_cm * 10 <= new.height_mm <= high_cm * 10:
        found.append(Doubt("height_out_of_range", {"cm": cm(new.height_mm), "low_cm": low_cm, "high_cm": high_cm}))
    return found


def doubts(new: Known, last: Known, limits: Weight) -> list[Doubt]:
    """Gives what speaks against the new values; each must be looked at and confirmed before they are kept."""
    return [*_against_last(new, last, limits), *_against_height(new, last, limits)]


def _against_last(new: Known, last: Known, limits: Weight) -> Iterator[Doubt]:
    if new.weight_g is not None and last.weight_g is not None:
        yield from _weight_change(new.weight_g, last.weight_g, limits.change_alert_percent.value)
    if new.height_mm is None or last.height_mm is None:
        return
    percent = _change_percent(new.height_mm, last.height_mm)
    if abs(percent) > limits.change_alert_percent.value:
        yield Doubt("height_changed", {"cm": cm(new.height_mm), "last_cm": cm(last.height_mm), "percent": percent})


def _weight_change(new_g: int, last_g: int, alert_percent: Decimal) -> Iterator[Doubt]:
    percent = _change_percent(new_g, last_g)
    if abs(percent) <= alert_percent:
        return
    shown = {"kg": kg(new_g), "last_kg": kg(last_g)}
    if abs(_change_percent(Fraction(new_g) * KG_PER_LB, last_g)) <= alert_percent:
        yield Doubt("looks_like_pounds", {**shown, "if_pounds_kg": kg(round(new_g * KG_PER_LB))})
    elif abs(_change_percent(Fraction(new_g) / KG_PER_LB, last_g)) <= alert_percent:
        yield Doubt("looks_like_kilograms", {**shown, "if_kilograms_kg": kg(round(new_g / KG_PER_LB))})
    else:
        yield Doubt("weight_changed", {**shown, "percent": percent})


def _against_height(new: Known, last: Known, limits: Weight) -> Iterator[Doubt]:
    weight_g = new.weight_g if new.weight_g is not None else last.weight_g
    height_mm = new.height_mm if new.height_mm is not None else last.height_mm
    if weight_g is None or height_mm is None:
        return
    low, high = limits.bmi_min_kg_per_m2.value, limits.bmi_max_kg_per_m2.value
    index = bmi(Decimal(weight_g) / 1000, Decimal(height_mm) / 10)
    if low <= index <= high:
        return
    shown = {"bmi": _tenth(index), "low": low, "high": high, "kg": kg(weight_g), "cm": cm(height_mm)}
    yield Doubt("bmi_out_of_range", shown)


def _change_percent(new: Fraction | int, last: int) -> Decimal:
    return _tenth((Fraction(new) - last) * 100 / last)


def _tenth(number: Fraction) -> Decimal:
    return Decimal(round(number * 10)).scaleb(-1)


def kg(grams: int) -> Decimal:
    """Grams as kilograms to a tenth."""
    return _tenth(Fraction(grams, 1000))


def lb(grams: int) -> Decimal:
    """Grams as pounds to a tenth."""
    return _tenth(Fraction(grams, 1000) / KG_PER_LB)


def cm(millimetres: int) -> Decimal:
    """Millimetres as centimetres to a tenth."""
    return _tenth(Fraction(millimetres, 10))
