"""A payload checked against its kind: canonical values, or one typed problem per field."""

from collections.abc import Iterator, Mapping
from typing import Any

from slowdrip.science.infusion.events.catalogue import KINDS
from slowdrip.science.infusion.events.fields import Field
from slowdrip.science.infusion.events.kinds import Kind
from slowdrip.science.infusion.events.values import READERS, Unreadable


class BadPayload(Exception):
    """Why a payload cannot be stored: a code, the field it is about, and what is needed to say the fix."""

    def __init__(self, code: str, field: str = "", params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code, field)
        self.code = code
        self.field = field
        self.params: Mapping[str, Any] = params or {}


def validated(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload in canonical values (whole numbers, decimal and ISO texts), empty optional fields left out.

    Raises the first `BadPayload`; `problems` gives them all.
    """
    for problem in problems(kind, payload):
        raise problem
    known = {one.name: one for one in KINDS[kind].fields}
    return {name: READERS[known[name].type](known[name], value) for name, value in payload.items() if not _empty(value)}


def problems(kind: str, payload: Mapping[str, Any]) -> tuple[BadPayload, ...]:
    """Everything that keeps the payload from being stored, field by field."""
    if kind not in KINDS:
        return (BadPayload("unknown_kind", params={"kind": kind}),)
    wanted = KINDS[kind]
    single = (*_unknown(wanted, payload), *_one_by_one(wanted, payload))
    return single or tuple(_across(wanted, payload))


def _empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == ()


def _given(payload: Mapping[str, Any], name: str) -> bool:
    return not _empty(payload.get(name))


def _unknown(kind: Kind, payload: Mapping[str, Any]) -> Iterator[BadPayload]:
    names = {one.name for one in kind.fields}
    for name in payload:
        if name not in names:
            yield BadPayload("unknown_field", str(name))


def _one_by_one(kind: Kind, payload: Mapping[str, Any]) -> Iterator[BadPayload]:
    for one in kind.fields:
        problem = _of_field(one, payload.get(one.name))
        if problem is not None:
            yield problem


def _of_field(one: Field, value: object) -> BadPayload | None:
    if _empty(value):
        return BadPayload("missing", one.name) if one.required else None
    try:
        READERS[one.type](one, value)
    except Unreadable as why:
        return BadPayload(why.code, one.name, why.params)
    return None


def _across(kind: Kind, payload: Mapping[str, Any]) -> Iterator[BadPayload]:
    if kind.one_of and not any(_given(payload, name) for name in kind.one_of):
        yield BadPayload("none_given", kind.one_of[0], {"one_of": kind.one_of})
    for names in kind.together:
        absent = [name for name in names if not _given(payload, name)]
        if absent and len(absent) < len(names):
            yield BadPayload("given_together", absent[0], {"together": names})
    for low, high in kind.ordered:
        if _given(payload, low) and _given(payload, high) and int(payload[low]) >= int(payload[high]):
            yield BadPayload("must_be_below", low, {"other": high})
