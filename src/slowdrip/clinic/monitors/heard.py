"""What the listener hands over: one message as it came, and what could be read out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

CHANNELS = (
    "heart_rate",
    "pulse_rate",
    "spo2",
    "nibp_sys",
    "nibp_dia",
    "nibp_mean",
    "resp_rate",
    "temperature",
)
CUFF = frozenset({"nibp_sys", "nibp_dia", "nibp_mean"})


@dataclass(frozen=True, slots=True)
class HeardNumber:
    """One number in the channel's own unit (/min, %, mmHg, °C) times 1,000, and when the monitor says it was measured.

    `own_time` is false when only the message had a time.
    """

    channel: str
    value_thousandths: int
    measured_at: datetime | None
    own_time: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a message that did not become a number: where, what it was called, why."""

    position: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message with its answer; `device` is empty when it could not be read that far."""

    raw: bytes
    received_at: datetime
    peer: str = ""
    device: str = ""
    control_id: str = ""
    patient_ids: tuple[str, ...] = ()
    sent_at: datetime | None = None
    numbers: Sequence[HeardNumber] = ()
    unread: Sequence[Unread] = ()
    answer: str = "AA"
    reason: str = ""


def escaped(raw: bytes) -> str:
    """Gives the bytes as readable ASCII text from which `unescaped` gets them back."""
    return raw.decode("latin-1").encode("unicode_escape").decode("ascii")


def unescaped(text: str) -> bytes:
    """Gives the bytes that were escaped."""
    return text.encode("ascii").decode("unicode_escape").encode("latin-1")
