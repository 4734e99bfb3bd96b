"""What a tree of sourced values looks like, read from its dataclasses."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from slowdrip.knowledge.types.sourced import Sourced

NOT_AUTHORED = frozenset({"name", "schema_version", "inactive"})

Sort = Literal["leaf", "section", "named"]


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a section: a sourced value, a section, or a table of named sections."""

    name: str
    sort: Sort
    kind: Any
    optional: bool


def parts_of(cls: Any) -> tuple[Part, ...]:
    """The authored keys of a section, in the order they are declared."""
    return _parts_of(cls)


@cache
def _parts_of(cls: Any) -> tuple[Part, ...]:
    hints = get_type_hints(cls)
    return tuple(_part(each.name, hints[each.name]) for each in fields(cls) if each.name not in NOT_AUTHORED)


def _part(name: str, hint: Any) -> Part:
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return Part(name, "leaf", get_args(inner)[0], True)
    if get_origin(hint) is Sourced:
        return Part(name, "leaf", get_args(hint)[0], False)
    if get_origin(hint) is tuple:
        return Part(name, "named", get_args(hint)[0], False)
    return Part(name, "section", hint, False)


def leaves_of(section: Any, key: str = "") -> Iterator[tuple[str, Sourced[Any]]]:
    """Every sourced value of a tree with its dotted key, in declared order."""
    for part in parts_of(type(section)):
        value = getattr(section, part.name)
        yield from _leaves(part, value, f"{key}.{part.name}".lstrip("."))


def _leaves(part: Part, value: Any, key: str) -> Iterator[tuple[str, Sourced[Any]]]:
    if value is None:
        return
    if part.sort == "leaf":
        yield key, value
    elif part.sort == "section":
        yield from leaves_of(value, key)
    else:
        for each in value:
            yield from leaves_of(each, f"{key}.{each.name}")
