"""The state as canonical JSON text and back, for the projection row of a drip.

Fields that hold their default are left out, so the row stays small. `VERSION` changes when the shape does; a row of
another version is not read but rebuilt from the log.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from json.encoder import encode_basestring
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from slowdrip.science.infusion.state import Drip, InfusionState, Observed

VERSION = 6
# Every event makes these anew; all other parts are kept from one event to the next.
_ALWAYS_NEW = frozenset({InfusionState, Observed, Drip})
_MOST_TOLD = 20_000
_TOLD: dict[int, tuple[Any, str]] = {}

Reader = Callable[[Any], Any]


class OtherVersion(Exception):
    """The text is of another shape of the state: rebuild it from the log."""


def to_json(state: InfusionState) -> str:
    """The state as canonical JSON: sorted keys, no spaces, times in UTC."""
    return f'{{"state":{_text(state)},"version":{VERSION}}}'


def is_present(text: str) -> bool:
    """Whether the text has the present shape."""
    told = json.loads(text)
    return isinstance(told, dict) and told.get("version") == VERSION


def from_json(text: str) -> InfusionState:
    """The state out of its JSON text; raises `OtherVersion` for a text of another shape."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise OtherVersion
    return cast(InfusionState, _reader(InfusionState)(told["state"]))


def _text(value: Any) -> str:
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], str]:
    """How values of a class are written; found once, because this runs at every entry."""
    if is_dataclass(kind):
        return _of_parts if kind in _ALWAYS_NEW else _remembered
    if issubclass(kind, datetime):
        return _instant
    if issubclass(kind, Mapping):
        return _pairs
    if issubclass(kind, tuple | list):
        return _row
    if issubclass(kind, Enum):
        return lambda value: _text(value.value)
    if kind is str:
        return encode_basestring
    return partial(json.dumps, ensure_ascii=False)


def _instant(value: datetime) -> str:
    return f'"{value.astimezone(UTC).isoformat()}"'


def _row(value: Iterable[Any]) -> str:
    return f"[{','.join(map(_text, value))}]"


def _pairs(value: Mapping[Any, Any]) -> str:
    told = {str(key): item for key, item in value.items()}
    return f"{{{','.join(f'{encode_basestring(key)}:{_text(told[key])}' for key in sorted(told))}}}"


def _remembered(value: Any) -> str:
    """The text of a part, which nobody can change: of a long drip's state all but the newest parts were told before."""
    told = _TOLD.get(id(value))
    if told is not None and told[0] is value:
        return told[1]
    if len(_TOLD) >= _MOST_TOLD:
        _TOLD.clear()
    text = _of_parts(value)
    # The part is kept beside its text, so that nothing else can come to have its identity.
    _TOLD[id(value)] = (value, text)
    return text


def _of_parts(value: Any) -> str:
    """What differs from its default, by name; a part that is its default need not be looked into."""
    kind: Any = type(value)
    told = [
        f"{head}{_text(got)}"
        for name, head, default in _parts(kind)
        if (got := getattr(value, name)) is not default and got != default
    ]
    return f"{{{','.join(told)}}}"


@cache
def _parts(kind: type) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a class in the order of the text, each with its key as text and its default."""
    ordered = sorted(fields(kind), key=lambda one: one.name)
    return tuple((one.name, f"{encode_basestring(one.name)}:", _default(one)) for one in ordered)


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
