"""Frozen classes as plain values (text, numbers, lists, tables) and back; fields at their default are left out."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints


class Unreadable(Exception):
    """A value that is not of its field's type: a code and the field."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, field)
        self.code = code
        self.field = field


def plain(value: Any) -> Any:
    """A value as what JSON holds."""
    if is_dataclass(value) and not isinstance(value, type):
        told = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: plain(got) for each, got in told if got != _default(each)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def read(kind: type, told: Mapping[str, Any]) -> Any:
    """An object of a class out of plain values; raises `Unreadable` with the field that is wrong."""
    hints = _hints(kind)
    for name in told:
        if name not in hints:
            raise Unreadable("unknown_field", str(name))
    for each in fields(kind):
        if each.name not in told and _default(each) is MISSING:
            raise Unreadable("missing", each.name)
    return kind(**{name: _value(hints[name], item, name) for name, item in told.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _default(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def _value(hint: Any, told: Any, name: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if told is None else _value(next(one for one in inner if one is not type(None)), told, name)
    if origin is tuple:
        return tuple(_value(inner[0], item, name) for item in _must(told, list | tuple, name))
    if origin is Mapping:
        return {str(key): _value(inner[1], item, name) for key, item in _must(told, Mapping, name).items()}
    return _single(hint, told, name)


def _single(hint: Any, told: Any, name: str) -> Any:
    if is_dataclass(hint):
        return read(cast(type, hint), _must(told, Mapping, name))
    if hint is datetime:
        return _instant(told, name)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _code(hint, told, name)
    if hint is int and isinstance(told, bool):
        raise Unreadable("wrong_type", name)
    return _must(told, hint, name)


def _must(told: Any, kind: Any, name: str) -> Any:
    if not isinstance(told, kind):
        raise Unreadable("wrong_type", name)
    return told


def _code(hint: type[StrEnum], told: Any, name: str) -> StrEnum:
    if told not in tuple(hint):
        raise Unreadable("not_one_of", name)
    return hint(told)


def _instant(told: Any, name: str) -> datetime:
    try:
        value = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    except ValueError as why:
        raise Unreadable("not_a_time", name) from why
    if value.utcoffset() is None:
        raise Unreadable("not_a_time", name)
    return value.astimezone(UTC)
