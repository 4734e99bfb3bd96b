"""Payloads and the state as text, and back."""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from slowdrip.science.rules.adverse.events import KIND_OF, KINDS, Payload
from slowdrip.science.rules.adverse.state import State
from slowdrip.science.rules.risk_case.plain import Unreadable, plain, read

VERSION: Final = 1


class OtherVersion(Exception):
    """The text is of another shape of the state: fold it anew."""


def kind_of(payload: Payload) -> str:
    """The code of a payload's kind."""
    return KIND_OF[type(payload)]


def encoded(payload: Payload) -> dict[str, Any]:
    """A payload in plain values."""
    return cast(dict[str, Any], plain(payload))


def decoded(kind: str, told: Mapping[str, Any]) -> Payload:
    """A payload out of plain values; raises `Unreadable` (unknown kind or field, missing, wrong type, no code)."""
    if kind not in KINDS:
        raise Unreadable("unknown_kind", kind)
    return cast(Payload, read(KINDS[kind], told))


def to_json(state: State) -> str:
    """The state as canonical JSON: sorted keys, no spaces, times in UTC."""
    told = {"state": plain(state), "version": VERSION}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> State:
    """The state out of its text; raises `OtherVersion` for a text of another shape."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise OtherVersion
    return cast(State, read(State, told["state"]))
