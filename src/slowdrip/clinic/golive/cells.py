"""From the text of a cell to its value, or to the problem that says how to mend it."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from slowdrip.clinic.golive.columns import Column, Kind
from slowdrip.clinic.golive.problems import Problem, shown

Value = str | int | Decimal | date | None
ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
MIDNIGHT: Final = re.compile(r"[T ]00:00(:00)?(\.0+)?", re.ASCII)
"""What some programs write behind a day."""
WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
DECIMAL: Final = re.compile(r"\d{1,9}(\.(\d{1,9}))?", re.ASCII)
WITH_COMMA: Final = re.compile(r"\d+,\d+", re.ASCII)


def value_of(column: Column, text: str, *, line: int) -> Value | Problem:
    """Gives the value of a cell, None for an empty one; an empty cell that is needed is a problem."""
    if not text:
        return Problem(line, column.name, "cell_missing") if column.is_needed else None
    if any(ord(letter) < 32 or letter == "\x7f" for letter in text):
        return Problem(line, column.name, "control_sign", shown(text))
    return _READ[column.kind](column, text, line)


def _text(column: Column, text: str, line: int) -> Value | Problem:
    """What looks like a formula of a spreadsheet stays the text that it is."""
    kept = " ".join(text.split())
    if len(kept) > column.most:
        return Problem(line, column.name, "text_too_long", shown(text), {"most": column.most, "has": len(kept)})
    return kept


def _day(column: Column, text: str, line: int) -> Value | Problem:
    found = ISO.match(text)
    if found is None or not (found.end() == len(text) or MIDNIGHT.fullmatch(text[found.end() :])):
        return Problem(line, column.name, "day_form", shown(text))
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return Problem(line, column.name, "no_such_day", shown(text))


def _count(column: Column, text: str, line: int) -> Value | Problem:
    if not WHOLE.fullmatch(text):
        return Problem(line, column.name, "not_whole", shown(text), _limits(column))
    return _within(column, int(text), text, line)


def _number(column: Column, text: str, line: int) -> Value | Problem:
    if WITH_COMMA.fullmatch(text):
        return Problem(line, column.name, "decimal_comma", shown(text), {"instead": text.replace(",", ".")})
    found = DECIMAL.fullmatch(text)
    if found is None:
        return Problem(line, column.name, "not_number", shown(text), _limits(column))
    if len(found[2] or "") > column.places:
        return Problem(line, column.name, "too_many_decimals", shown(text), {"places": column.places})
    if not Decimal(text):
        return Problem(line, column.name, "zero", shown(text))
    return _within(column, Decimal(text), text, line)


def _within(column: Column, number: int | Decimal, text: str, line: int) -> Value | Problem:
    if not column.least <= number <= column.most:
        return Problem(line, column.name, "out_of_range", shown(text), _limits(column))
    return number


def _limits(column: Column) -> dict[str, int]:
    return {"least": column.least, "most": column.most}


def _choice(column: Column, text: str, line: int) -> Value | Problem:
    typed = text.casefold()
    if typed not in column.choices:
        return Problem(line, column.name, "not_a_choice", shown(text), {"choices": ", ".join(column.choices)})
    return typed


_READ: Final = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
}
