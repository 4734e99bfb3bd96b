"""Reading a number that a tired person typed: one meaning, or a reason and, where there is one, the likely fix.

| typed          | read as                                                                                 |
|----------------|-----------------------------------------------------------------------------------------|
| `0.5` ` 0.5 `  | 0.5                                                                                     |
| `0.5 mg/kg`    | 0.5, when mg/kg is the unit asked for; any other unit is refused                        |
| `0,5` `0,125`  | 0.5, with a note: a comma counts as a point when it cannot be a thousands mark          |
| `1,000`        | refused: a thousand or one; so is `1.000`                                               |
| `5.0`          | 5, with a note: a trailing zero is dropped (read as 50 when the point is missed; ISMP)  |
| `.5`           | refused: needs its leading zero (read as 5 when the point is missed; ISMP)              |
| `05` `1e3` `+5` `-5` `0` `1 000` `nan` | refused, each with its code                                     |
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing.findings import Finding, Tier, found, impossible

MOST_WHOLE_DIGITS = 6
MOST_DECIMALS = 4
LONGEST_ECHO = 40


class Unit(StrEnum):
    """The units a person types in an order, as they are written."""

    MG_PER_KG = "mg/kg"
    MG_PER_ML = "mg/mL"
    MG = "mg"
    ML = "mL"
    ML_PER_H = "mL/h"
    KG = "kg"
    LB = "lb"
    CM = "cm"
    MIN = "min"


OTHER_SPELLINGS = {"lbs": "lb", "kgs": "kg", "mins": "min", "ml/hr": "ml/h"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The number read, or None; and what was noticed. A note has severity OK, a refusal IMPOSSIBLE."""

    value: Decimal | None
    findings: tuple[Finding, ...]


NUMBER_THEN_UNIT = re.compile(r"(?P<number>[^A-Za-zµμ%]*)(?P<unit>[A-Za-zµμ%].*)?", re.DOTALL)
PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"0,[0-9]+|[1-9][0-9]*,(?:[0-9]{1,2}|[0-9]{4,})")
MINUS_SIGNS = "-−‒–—"
POINT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.000")

Fix: TypeAlias = Callable[[str], str]
SHAPES: tuple[tuple[re.Pattern[str], str, Fix], ...] = (
    (re.compile(r"\+[0-9.]+"), "sign_typed", lambda text: text[1:]),
    (re.compile(r"[.,][0-9]+"), "leading_zero_missing", lambda text: f"0.{text[1:]}"),
    (re.compile(r"[0-9]+[.,]"), "digits_missing_after_point", lambda text: text[:-1]),
    (re.compile(r"0[0-9]+(?:[.,][0-9]+)?"), "leading_zeros", lambda _: ""),
    (re.compile(r"[1-9][0-9]*(?:,[0-9]{3})+(?:\.[0-9]*)?"), "comma_ambiguous", lambda _: ""),
    (re.compile(r"[0-9.,]+(?:\s+[0-9.,]+)+"), "space_inside", lambda _: ""),
)
"""Shapes that are refused: pattern, code, and the likely intention where only one is likely."""


def parse_quantity(text: str, *, unit: Unit) -> Parsed:
    """The positive number a person typed for a field in `unit`; refused when it could mean two things."""
    parsed = parse_quantity_or_zero(text, unit=unit)
    if parsed.value == 0:
        return _refused("not_positive", text)
    return parsed


def parse_quantity_or_zero(text: str, *, unit: Unit) -> Parsed:
    """The same for fields where nothing is an answer: overfill, line prime."""
    typed = text.strip()
    if not typed:
        return _refused("number_missing", text)
    if typed[0] in MINUS_SIGNS:
        return _refused("not_positive", text)
    if re.fullmatch(r"[0-9.,]+[eE][-+]?[0-9]*", typed):
        return _refused("exponent_typed", text)
    parts = NUMBER_THEN_UNIT.fullmatch(typed)
    if parts is None:
        return _refused("not_a_number", text)
    number, typed_unit = parts["number"].strip(), (parts["unit"] or "").strip()
    if number and typed_unit and not _same_unit(typed_unit, unit):
        return _refused("wrong_unit", text, expected=unit.value)
    return _number(number, text)


def _number(number: str, text: str) -> Parsed:
    if POINT_THOUSANDS.fullmatch(number):
        return _refused("point_ambiguous", text)
    pointed = number.replace(",", ".") if DECIMAL_COMMA.fullmatch(number) else number
    if not PLAIN.fullmatch(pointed):
        return _shape_refused(number, text)
    whole, _, decimals = pointed.partition(".")
    if len(whole) > MOST_WHOLE_DIGITS:
        return _refused("too_many_digits", text, most=MOST_WHOLE_DIGITS)
    if len(decimals.rstrip("0")) > MOST_DECIMALS:
        return _refused("too_many_decimals", text, most=MOST_DECIMALS)
    value = Decimal(f"{whole}.{decimals.rstrip('0')}" if decimals.rstrip("0") else whole)
    return Parsed(value, tuple(_notes(number, decimals, value)))


def _notes(number: str, decimals: str, value: Decimal) -> list[Finding]:
    notes = []
    if "," in number:
        notes.append(found("comma_read_as_point", Tier.OK, value=value))
    if decimals.endswith("0"):
        notes.append(found("trailing_zero_dropped", Tier.OK, value=value))
    return notes


def _shape_refused(number: str, text: str) -> Parsed:
    for pattern, code, fix in SHAPES:
        if pattern.fullmatch(number):
            likely = fix(number)
            return _refused(code, text, likely=likely) if likely else _refused(code, text)
    return _refused("not_a_number", text)


def _refused(code: str, text: str, **params: int | str) -> Parsed:
    return Parsed(None, (impossible(code, typed=text[:LONGEST_ECHO], **params),))


def _same_unit(typed: str, unit: Unit) -> bool:
    spelled = re.sub(r"\s+", "", typed).lower()
    return OTHER_SPELLINGS.get(spelled, spelled) == unit.value.lower()
