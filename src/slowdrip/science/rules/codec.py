"""Payloads and the state of a fold as text, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from slowdrip.science.rules.plain import Unreadable, plain, read

Payload = TypeVar("Payload")
State = TypeVar("State")


class OtherVersion(Exception):
    """The text is of another shape of the state: fold it anew."""


@dataclass(frozen=True, slots=True)
class Codec(Generic[Payload, State]):
    """What one fold reads and writes: its payloads by kind, its state, and the version of that state's shape."""

    kinds: Mapping[str, type[Payload]]
    state: type[State]
    version: int

    def kind_of(self, payload: Payload) -> str:
        """The code of a payload's kind."""
        return next(kind for kind, made in self.kinds.items() if made is type(payload))

    def encoded(self, payload: Payload) -> dict[str, Any]:
        """A payload in plain values."""
        return cast(dict[str, Any], plain(payload))

    def decoded(self, kind: str, told: Mapping[str, Any]) -> Payload:
        """A payload out of plain values; raises `Unreadable` (unknown kind or field, missing, wrong type, no code)."""
        if kind not in self.kinds:
            raise Unreadable("unknown_kind", kind)
        return cast(Payload, read(self.kinds[kind], told))

    def to_json(self, state: State) -> str:
        """The state as canonical JSON: sorted keys, no spaces, times in UTC."""
        told = {"state": plain(state), "version": self.version}
        return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def from_json(self, text: str) -> State:
        """The state out of its text; raises `OtherVersion` for a text of another shape."""
        told = json.loads(text)
        if not isinstance(told, dict) or told.get("version") != self.version:
            raise OtherVersion
        return cast(State, read(self.state, told["state"]))
