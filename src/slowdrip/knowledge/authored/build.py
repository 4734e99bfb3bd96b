"""Builds the typed tree from raw tables, noting every key that does not fit."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from slowdrip.knowledge.authored.canonical import canonical_json
from slowdrip.knowledge.authored.leaf import ATTRIBUTES, Numbers, read_leaf
from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.authored.shape import Part, parts_of
from slowdrip.knowledge.authored.units import stem_of
from slowdrip.knowledge.types.sourced import Sourced

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class Reading:
    """One pass over one file; `newer` means that unknown keys are kept unused instead of refused."""

    found: Findings
    numbers: Numbers
    newer: bool
    leaves: dict[str, Sourced[Any]] = field(default_factory=dict)
    inactive: dict[str, str] = field(default_factory=dict)


def read_section(cls: type, raw: object, key: str, reading: Reading, /, **given: object) -> Any:
    """The section at `key`; incomplete wherever a problem was noted."""
    if not isinstance(raw, dict):
        reading.found.add(key, "not_a_section")
        return None
    parts = parts_of(cls)
    renamed = _note_unknown(raw, parts, key, reading)
    values = {
        part.name: _read_part(part, raw, _join(key, part.name), reading) for part in parts if part.name not in renamed
    }
    return cls(**given, **dict.fromkeys(renamed), **values)


def _read_part(part: Part, raw: dict[str, Any], key: str, reading: Reading) -> Any:
    if part.name not in raw:
        return _note_missing(part, key, reading)
    value = raw[part.name]
    if part.sort == "section":
        return read_section(part.kind, value, key, reading)
    if part.sort == "named":
        return _read_named(part.kind, value, key, reading)
    return _read_value(part, value, key, reading)


def _read_value(part: Part, value: Any, key: str, reading: Reading) -> Sourced[Any] | None:
    _note_attributes(value, key, reading)
    leaf = read_leaf(part.kind, value, key, reading.found, numbers=reading.numbers)
    if leaf is not None:
        reading.leaves[key] = leaf
    return leaf


def _read_named(cls: type, raw: object, key: str, reading: Reading) -> tuple[Any, ...]:
    if not isinstance(raw, dict):
        reading.found.add(key, "not_a_section")
        return ()
    if not raw:
        reading.found.add(key, "empty_section")
    for name in raw:
        if not NAME.fullmatch(name):
            reading.found.add(_join(key, name), "bad_name")
    return tuple(read_section(cls, raw[name], _join(key, name), reading, name=name) for name in sorted(raw))


def _note_missing(part: Part, key: str, reading: Reading) -> None:
    if part.optional:
        return
    reading.found.add(key, "missing_key" if part.sort == "leaf" else "missing_section")


def _note_unknown(raw: dict[str, Any], parts: tuple[Part, ...], key: str, reading: Reading) -> frozenset[str]:
    """Notes keys that the section does not have; gives those that are there in another unit."""
    known = {part.name for part in parts}
    renamed: set[str] = set()
    for name in [each for each in raw if each not in known]:
        meant = _same_quantity(name, known - raw.keys())
        if meant:
            reading.found.add(_join(key, name), "wrong_unit", expected=meant)
            renamed.add(meant)
            continue
        _keep_or_refuse(name, raw[name], _join(key, name), reading, known)
    return frozenset(renamed)


def _same_quantity(name: str, absent: set[str]) -> str:
    return next((each for each in sorted(absent) if stem_of(each) == stem_of(name) and stem_of(each) != each), "")


def _keep_or_refuse(name: str, value: object, key: str, reading: Reading, known: set[str]) -> None:
    if not reading.newer:
        close = get_close_matches(name, known, n=1)
        reading.found.add(key, "unknown_key", suggestion=close[0] if close else f"one of {', '.join(sorted(known))}")
        return
    if not NAME.fullmatch(name):
        reading.found.add(key, "bad_name")
        return
    reading.inactive[key] = canonical_json(value)


def _note_attributes(value: object, key: str, reading: Reading) -> None:
    if not isinstance(value, dict):
        return
    for name in value:
        if name in ATTRIBUTES:
            continue
        if reading.newer and NAME.fullmatch(name):
            reading.inactive[_join(key, name)] = canonical_json(value[name])
            continue
        reading.found.add(_join(key, name), "unknown_attribute")


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
