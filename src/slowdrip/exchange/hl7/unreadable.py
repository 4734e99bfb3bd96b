"""Why a whole message cannot be read, and how that is answered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

Answer = Literal["AA", "AE", "AR"]

# HL7 keeps "reject" for what the receiver does not do at all, and "error" for what is wrong with this message. The
# number is the condition of HL7 table 0357 that the ERR segment carries.
CONDITIONS: Final[Mapping[str, tuple[Answer, str]]] = MappingProxyType(
    {
        "not_hl7": ("AE", "100"),
        "no_msh": ("AE", "100"),
        "bad_separators": ("AE", "102"),
        "no_control_id": ("AE", "101"),
        "several_messages": ("AE", "100"),
        "several_patients": ("AE", "100"),
        "too_many_segments": ("AE", "207"),
        "too_large": ("AE", "207"),
        "bad_charset": ("AR", "103"),
        "unsupported_type": ("AR", "200"),
        "not_production": ("AR", "202"),
        "unsupported_version": ("AR", "203"),
    }
)
INTERNAL: Final = "207"


class Unreadable(Exception):
    """Refuses a message as a whole, with a code and its parameters."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code

    @property
    def answer(self) -> Answer:
        """The acknowledgment code that the sender gets."""
        return CONDITIONS[self.code][0]


def condition_of(reason: str) -> str:
    """The number of HL7 table 0357 for a reason."""
    return CONDITIONS[reason][1] if reason in CONDITIONS else INTERNAL
