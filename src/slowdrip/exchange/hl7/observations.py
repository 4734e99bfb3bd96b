"""What one monitor message says: numbers that can be trusted to be numbers, and everything that was refused."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from slowdrip.exchange.hl7.unreadable import Unreadable

__all__ = ["MAX_CODE_CHARS", "MonitorMessage", "Observation", "Reason", "Rejected", "Unreadable"]

MAX_CODE_CHARS = 80


class Reason(StrEnum):
    """Why a row of a message did not become an observation."""

    UNKNOWN_CODE = "unknown_code"
    CODE_MISMATCH = "code_mismatch"  # the number means one thing, the name beside it another
    OTHER_DEVICE = "other_device"  # the row comes from another device than the one the message is from
    NOT_FINAL = "not_final"
    NO_STATUS = "no_status"
    CORRECTION = "correction"  # replaces a value that was sent before; a sample is never changed afterwards
    FLAGGED = "flagged"  # the device itself says that the number is invalid, questionable, a test or a demonstration
    WRONG_TYPE = "wrong_type"
    NO_VALUE = "no_value"
    SENTINEL = "sentinel"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_UNIT = "unknown_unit"
    UNIT_MISMATCH = "unit_mismatch"
    WRONG_UNIT = "wrong_unit"
    OUT_OF_PHYSICAL_RANGE = "out_of_physical_range"
    BAD_TIME = "bad_time"
    REPEATED = "repeated"  # the same channel, instant and value a second time in one message
    CONFLICTING = "conflicting"  # the same channel and instant with another value; the first one stands
    UNKNOWN_SEGMENT = "unknown_segment"  # a line that is no segment of this message type


@dataclass(frozen=True, slots=True)
class Observation:
    """One number of one channel, in the channel's own unit.

    `at` is the device's time for it, or the time of arrival when the device gave none (then `device_time` is None).
    `own_time` says that the row itself was timed (OBX-14), not only its group or its message: a cuff reading is
    repeated for minutes, and without a time of its own its age is unknown.
    `position` counts the message's OBX rows from one.
    """

    code: str
    value: Decimal
    unit: str
    at: datetime
    device_time: datetime | None
    position: int
    own_time: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that was refused, with its identifier as sent (cut to 80 characters)."""

    position: int
    code: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class MonitorMessage:
    """One message that could be read; it may hold no usable observation at all.

    `sending_device` is the first of these that is there: OBX-18 (equipment instance), OBR-3 when it carries an
    EUI-64, ORC-18 (entering device), MSH-3 (sending application) with the place of PV1-3; empty when the sender named
    no device, or only an application without a place: that may be a gateway with many beds behind it.
    """

    control_id: str
    sending_device: str
    patient_ids: tuple[str, ...]
    location: str
    sent_at: datetime | None
    observations: tuple[Observation, ...]
    rejected: tuple[Rejected, ...]
    version: str
