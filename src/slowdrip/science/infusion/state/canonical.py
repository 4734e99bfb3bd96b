"""The state as canonical JSON text and back, for the projection row of a drip.

Fields that hold their default are left out, so the row stays small. `VERSION` changes when the shape does; a row of
another version is not read but rebuilt from the log.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from slowdrip.science.infusion.state import InfusionState

VERSION = 2
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})

Reader = Callable[[Any], Any]


class OtherVersion(Exception):
    """The text is of another shape of the state: rebuild it from the log."""


def to_json(state: InfusionState) -> str:
    """The state as canonical JSON: sorted keys, no spaces, times in UTC."""
    told = {"version": VERSION, "state": _plain(state)}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> InfusionState:
    """The state out of its JSON text; raises `OtherVersion` for a text of another shape."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise OtherVersion
    return cast(InfusionState, _reader(InfusionState)(told["state"]))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {name: _plain(got) for name, default in _parts(kind) if (got := getattr(value, name)) != default}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


_PARTS: dict[type[Any], tuple[tuple[str, Any], ...]] = {}


def _parts(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a class with their defaults; looked up once, because this runs at every entry."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple((one.name, _default(one)) for one in fields(kind))
    return _PARTS[kind]


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


@cache
def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return partial(_optional, _reader(next(one for one in inner if one is not type(None))))
    if origin is tuple:
        return partial(_many, _reader(inner[0]))
    if origin is Mapping:
        return partial(_keyed, _reader(inner[1]))
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(hint):
        return _of_class(cast(type, hint))
    return _as_is


def _of_class(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    return lambda told: kind(**{name: readers[name](item) for name, item in told.items()})


def _optional(read: Reader, told: Any) -> Any:
    return None if told is None else read(told)


def _many(read: Reader, told: Any) -> Any:
    return tuple(read(item) for item in told)


def _keyed(read: Reader, told: Any) -> Any:
    return {key: read(item) for key, item in told.items()}


def _as_is(told: Any) -> Any:
    return told
