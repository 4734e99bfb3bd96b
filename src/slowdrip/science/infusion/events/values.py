"""One reader per field type: the canonical value of what was typed, or why it cannot be read."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from slowdrip.science.infusion.events.fields import Field, FieldType


class Unreadable(Exception):
    """Why one value cannot be read."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params or {}


def _integer(one: Field, value: object) -> int:
    """A whole number, typed as such or as its digits (plain ASCII: other digits look alike and are easily misread)."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unreadable("not_a_whole_number")
    digits = str(value).strip()
    if not digits.isascii() or not digits.removeprefix("-").isdigit() or len(digits) > 18:
        raise Unreadable("not_a_whole_number")
    return _within(one, int(digits))


def _within(one: Field, number: int) -> int:
    if (one.low is not None and number < one.low) or (one.high is not None and number > one.high):
        raise Unreadable("out_of_range", {"low": one.low, "high": one.high, "unit": one.unit})
    return number


def _decimal(one: Field, value: object) -> str:
    if isinstance(value, bool | float) or not isinstance(value, Decimal | int | str):
        raise Unreadable("not_a_number")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as why:
        raise Unreadable("not_a_number") from why
    if not number.is_finite() or len(str(value)) > 24:
        raise Unreadable("not_a_number")
    if (one.low is not None and number < one.low) or (one.high is not None and number > one.high):
        raise Unreadable("out_of_range", {"low": one.low, "high": one.high, "unit": one.unit})
    return format(number, "f")


def _choice(one: Field, value: object) -> str:
    if not isinstance(value, str) or value not in one.choices:
        raise Unreadable("not_one_of", {"choices": one.choices})
    return str(value)


def _text(one: Field, value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("not_text")
    written = value.strip()
    if not written:
        raise Unreadable("only_spaces")
    if len(written) > one.max_length:
        raise Unreadable("too_long", {"max_length": one.max_length})
    return written


def _bool(one: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("not_yes_or_no")
    return value


def _timestamp(one: Field, value: object) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as why:
            raise Unreadable("not_a_time") from why
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise Unreadable("not_a_time")
    return value.astimezone(UTC).isoformat()


def _date(one: Field, value: object) -> str:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as why:
            raise Unreadable("not_a_day") from why
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unreadable("not_a_day")
    return value.isoformat()


def _list(one: Field, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise Unreadable("not_a_list")
    if len(value) > one.max_length:
        raise Unreadable("too_long", {"max_length": one.max_length})
    return list(value)


def _mapping(one: Field, value: object) -> dict[str, str | int | bool | None]:
    if not isinstance(value, Mapping):
        raise Unreadable("not_a_mapping")
    if not all(isinstance(key, str) and isinstance(item, str | int | bool | None) for key, item in value.items()):
        raise Unreadable("not_a_mapping")
    if len(value) > one.max_length:
        raise Unreadable("too_long", {"max_length": one.max_length})
    return dict(value)


READERS: Mapping[FieldType, Callable[[Field, object], Any]] = MappingProxyType(
    {
        FieldType.INTEGER: _integer,
        FieldType.DECIMAL: _decimal,
        FieldType.CHOICE: _choice,
        FieldType.TEXT: _text,
        FieldType.STAFF: _text,
        FieldType.BOOL: _bool,
        FieldType.TIMESTAMP: _timestamp,
        FieldType.DATE: _date,
        FieldType.LIST: _list,
        FieldType.MAPPING: _mapping,
    }
)
