"""Payloads and the state as text, and back."""

from typing import Final

from slowdrip.science.rules.codec import Codec, OtherVersion
from slowdrip.science.rules.risk_case.events import KINDS, Payload
from slowdrip.science.rules.risk_case.state import CaseState

__all__ = ["OtherVersion", "decoded", "encoded", "from_json", "kind_of", "to_json"]

CODEC: Final[Codec[Payload, CaseState]] = Codec(KINDS, CaseState, version=1)
kind_of, encoded, decoded = CODEC.kind_of, CODEC.encoded, CODEC.decoded
to_json, from_json = CODEC.to_json, CODEC.from_json
