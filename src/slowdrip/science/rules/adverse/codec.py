"""Payloads and the state as text, and back."""

from typing import Final

from slowdrip.science.rules.adverse.events import KINDS, Payload
from slowdrip.science.rules.adverse.state import State
from slowdrip.science.rules.codec import Codec, OtherVersion

__all__ = ["OtherVersion", "decoded", "encoded", "from_json", "kind_of", "to_json"]

CODEC: Final[Codec[Payload, State]] = Codec(KINDS, State, version=1)
kind_of, encoded, decoded = CODEC.kind_of, CODEC.encoded, CODEC.decoded
to_json, from_json = CODEC.to_json, CODEC.from_json
