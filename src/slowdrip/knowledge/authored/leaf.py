"""Reads one sourced value out of an authored file, or says everything that is wrong with it."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.choices import CHOICES
from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.authored.units import unit_of
from slowdrip.knowledge.types.sourced import Confidence, Sourced

ATTRIBUTES = ("value", "source", "confidence", "note")
CONFIDENCES = ", ".join(Confidence)
MAX_DIGITS = 12
ENGINEERING_DEFAULT = "engineering default"
NUMBER_TEXT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")

Numbers = Callable[[object], Decimal | None]


def toml_number(raw: object) -> Decimal | None:
    """A decimal from a TOML number; booleans and texts are not numbers."""
    if type(raw) is int or isinstance(raw, Decimal):
        return Decimal(raw)
    return None


def canonical_number(raw: object) -> Decimal | None:
    """A decimal from canonical JSON, where decimals are texts."""
    if isinstance(raw, str) and NUMBER_TEXT.fullmatch(raw):
        return Decimal(raw)
    return None


def read_leaf(kind: Any, raw: object, key: str, found: Findings, /, *, numbers: Numbers) -> Sourced[Any] | None:
    """The sourced value at `key`, or nothing after its problems were noted."""
    if not isinstance(raw, dict):
        found.add(key, "not_sourced")
        return None
    before = len(found.problems)
    source = _read_source(raw, key, found)
    confidence = _read_confidence(raw, key, found)
    note = _read_note(raw, key, found)
    value = _read_value(kind, raw, key, found, numbers)
    if source.lower().startswith(ENGINEERING_DEFAULT) and confidence not in (None, Confidence.PROPOSAL):
        found.add(key, "default_not_proposal")
    if len(found.problems) > before or confidence is None:
        return None
    return Sourced(value, source, confidence, note)


def _read_source(raw: dict[str, object], key: str, found: Findings) -> str:
    source = raw.get("source")
    if isinstance(source, str) and source.strip():
        return source.strip()
    found.add(key, "missing_source")
    return ""


def _read_confidence(raw: dict[str, object], key: str, found: Findings) -> Confidence | None:
    if "confidence" not in raw:
        found.add(key, "missing_confidence", expected=CONFIDENCES)
        return None
    word = raw["confidence"]
    if isinstance(word, str) and word in tuple(Confidence):
        return Confidence(word)
    found.add(key, "wrong_confidence", found=word, expected=CONFIDENCES)
    return None


def _read_note(raw: dict[str, object], key: str, found: Findings) -> str:
    note = raw.get("note", "")
    if isinstance(note, str):
        return note.strip()
    found.add(f"{key}.note", "wrong_type", found=note, expected="a text")
    return ""


def _read_value(kind: Any, raw: dict[str, object], key: str, found: Findings, numbers: Numbers) -> object:
    if "value" not in raw:
        found.add(key, "missing_value")
        return None
    value = raw["value"]
    if kind is bool:
        return _read_bool(value, key, found)
    if kind is int:
        return _read_int(value, key, found)
    if kind is Decimal:
        return _read_decimal(value, key, found, numbers)
    if kind is str:
        return _read_code(value, key, found)
    return _read_codes(value, key, found)


def _read_bool(value: object, key: str, found: Findings) -> object:
    if not isinstance(value, bool):
        found.add(key, "wrong_type", found=value, expected="true or false")
    return value


def _read_int(value: object, key: str, found: Findings) -> object:
    if type(value) is not int:
        found.add(key, "wrong_type", found=value, expected="a whole number")
        return None
    _check_range(Decimal(value), key, found)
    return value


def _read_decimal(value: object, key: str, found: Findings, numbers: Numbers) -> object:
    number = numbers(value)
    if number is None or not number.is_finite():
        found.add(key, "wrong_type", found=value, expected="a number")
        return None
    if len(number.as_tuple().digits) > MAX_DIGITS:
        found.add(key, "too_precise", found=value)
        return None
    _check_range(number, key, found)
    return number


def _check_range(number: Decimal, key: str, found: Findings) -> None:
    unit = unit_of(key.rpartition(".")[2])
    if unit is None or unit.low <= number <= unit.high:
        return
    found.add(key, "out_of_range", found=number, low=unit.low, high=unit.high, unit=unit.text)


def _read_code(value: object, key: str, found: Findings) -> object:
    if not isinstance(value, str):
        found.add(key, "wrong_type", found=value, expected="a text")
        return None
    allowed = CHOICES.get(key.rpartition(".")[2], (value,))  # profile names are checked against the file itself
    if value not in allowed:
        found.add(key, "unknown_choice", found=value, expected=", ".join(allowed))
    return value


def _read_codes(value: object, key: str, found: Findings) -> object:
    allowed = CHOICES[key.rpartition(".")[2]]
    if not isinstance(value, list):
        found.add(key, "wrong_type", found=value, expected="a list of texts")
        return None
    if not value:
        found.add(key, "empty_list", expected=", ".join(allowed))
    for place, code in enumerate(value):
        _check_code(code, value[:place], key, found, allowed)
    return tuple(value)


def _check_code(code: object, earlier: list[object], key: str, found: Findings, allowed: tuple[str, ...]) -> None:
    if code not in allowed:
        found.add(key, "unknown_choice", found=code, expected=", ".join(allowed))
    if code in earlier:
        found.add(key, "repeated_choice", found=code)
