"""Amounts and times as they are typed, each with its unit: `0.5mg/kg`, `35mg`, `40min`, `2d`; never a bare number."""

import re
from dataclasses import dataclass

from slowdrip.exchange.populations.problems import refuse
from slowdrip.science.pharmacology.linear import PerPatient

WRITTEN = re.compile(r"(?P<number>[^A-Za-zµμ]*)(?P<unit>[A-Za-zµμ].*)?", re.DOTALL)
PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
UG_IN = {"mg": 1000.0, "ug": 1.0, "mcg": 1.0, "µg": 1.0, "μg": 1.0}
MIN_IN = {"min": 1.0, "h": 60.0, "d": 1440.0}
PER_KG = "/kg"
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount of base in micrograms, for a person or for each kilogram; `written` is how it was typed."""

    ug: float
    by_weight: bool
    written: str

    def total_ug(self, weight_kg: PerPatient) -> PerPatient:
        """What a person of this weight is given."""
        return self.ug * weight_kg if self.by_weight else self.ug


def dose_of(text: str, *, where: str = "--dose") -> Dose:
    """The dose that a text says; refused without a unit, at zero, or in a number that can be misread."""
    number, unit = _split(text)
    of_weight = unit.endswith(PER_KG)
    name = unit.removesuffix(PER_KG)
    if not unit:
        raise refuse(
            where, f"{text!r} has no unit", f"write {_shown(number)}mg/kg for each kilogram or {_shown(number)}mg"
        )
    if name not in UG_IN:
        raise refuse(where, f"{unit!r} is no unit of a dose here", "write mg/kg, ug/kg, mg or ug, in ketamine base")
    return Dose(_above_zero(number, text, where) * UG_IN[name], of_weight, text.replace(" ", ""))


def minutes_of(text: str, *, where: str) -> float:
    """The minutes that a text such as `40min`, `2h` or `2d` says; refused without a unit and at zero."""
    number, unit = _split(text)
    if not unit:
        fix = f"write {_shown(number)}min, {_shown(number)}h or {_shown(number)}d"
        raise refuse(where, f"{text!r} has no unit", fix)
    if unit not in MIN_IN:
        raise refuse(where, f"{unit!r} is no unit of time here", "write min, h or d")
    return _above_zero(number, text, where) * MIN_IN[unit]


def kilograms_of(text: str, *, where: str = "--weight") -> float:
    """The kilograms that a text says; a bare number is kilograms, as everywhere in Slowdrip, pounds are refused."""
    number, unit = _split(text)
    if unit not in ("", "kg"):
        raise refuse(where, f"{text!r} is not in kilograms", "convert it and write it in kg")
    return _above_zero(number, text, where)


def times_of(text: str, *, where: str = "--times") -> tuple[float, ...]:
    """The minutes of a list such as `0,5,10,40min`; the one unit stands at its end and holds for all."""
    unit = _split(text.rpartition(",")[2])[1]
    if unit not in MIN_IN:
        raise refuse(where, f"{text!r} has no unit of time", "write it once at the end: 0,10,40,80min")
    numbers = [each.strip() for each in text.strip().removesuffix(unit).split(",")]
    return tuple(_number(each, text, where) * MIN_IN[unit] for each in numbers)


def _split(text: str) -> tuple[str, str]:
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return text, ""
    return found["number"].strip(), (found["unit"] or "").strip().replace(" ", "")


def _number(number: str, text: str, where: str) -> float:
    if PLAIN.fullmatch(number) and len(number) <= MOST_DIGITS:
        return float(number)
    raise refuse(where, f"{text!r} has no plain number", _mended(number))


def _above_zero(number: str, text: str, where: str) -> float:
    value = _number(number, text, where)
    if value <= 0:
        raise refuse(where, f"{text!r} is nothing", "give more than zero")
    return value


def _mended(number: str) -> str:
    if number.startswith("."):
        return f"write 0{number}: a missing zero is read as ten times as much"
    if "," in number:
        return f"use a point: {number.replace(',', '.')}"
    return "write it as 0.5 or 35"


def _shown(number: str) -> str:
    return number or "0.5"
