"""One OBX row: an observation, or the reason why it is none."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from slowdrip.exchange.hl7.codes import channel_of, in_channel_unit
from slowdrip.exchange.hl7.devices import has_value
from slowdrip.exchange.hl7.numbers import read_number
from slowdrip.exchange.hl7.observations import MAX_CODE_CHARS, Observation, Reason, Rejected
from slowdrip.exchange.hl7.segments import Segment, printable
from slowdrip.exchange.hl7.times import BadTime, has_seconds, read_time
from slowdrip.knowledge.codes import Channel

# HL7 table 0085. PCD-01 monitors send R, "not verified": that is what an unvalidated sample is. F is final.
ACCEPTED_STATUS: Final = frozenset({"R", "F"})
# OBX-8: HL7 null flavors as IHE's devices domain uses them (wiki.ihe.net, Null Flavors in PCD), and the states of an
# ISO/IEEE 11073 measurement that make its number no measurement of the patient.
FLAGS: Final = frozenset(
    {"NI", "NA", "NAV", "OFF", "MSK", "OTH", "NAN", "PINF", "NINF"} | {"INV", "QUES", "CAL", "TEST", "DEMO", "ERR"}
)
# Measured all the time: several of them fall into one minute, so a time without its second would make them one.
CONTINUOUS: Final = frozenset({"heart_rate", "pulse_rate", "spo2", "resp_rate"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What a row without a time of its own falls back on."""

    received_at: datetime
    zone: tzinfo
    group_stamp: str
    message_stamp: str


def read_row(row: Segment, position: int, moment: Moment, *, is_other: bool) -> Observation | Rejected | None:
    """The observation of a row, or why there is none; nothing for a row of the containment tree."""
    channel = channel_of(row.components(3))
    if isinstance(channel, Reason):
        return rejected(row, position, channel) if has_value(row) else None
    reason = Reason.OTHER_DEVICE if is_other else refusal_of(row)
    if reason:
        return rejected(row, position, reason)
    found = _measured(row, position, channel, moment)
    return rejected(row, position, found) if isinstance(found, Reason) else found


def refusal_of(row: Segment) -> Reason | None:
    """Why the row may not be used, whatever its number is."""
    status = row.raw(11).strip(" ")  # one letter and nothing beside it, or the row is damaged
    if not status:
        return Reason.NO_STATUS
    if status == "C":
        return Reason.CORRECTION
    if status not in ACCEPTED_STATUS:
        return Reason.NOT_FINAL
    if any(part.strip().upper() in FLAGS for part in row.repetitions(8)):
        return Reason.FLAGGED
    return None if row.raw(2).strip() == "NM" else Reason.WRONG_TYPE


def _measured(row: Segment, position: int, channel: Channel, moment: Moment) -> Observation | Reason:
    number = read_number(row.raw(5))
    if isinstance(number, Reason):
        return number
    value = in_channel_unit(number, row.components(6), channel)
    if isinstance(value, Reason):
        return value
    try:
        device_time = time_of(row, moment, channel)
    except BadTime:
        return Reason.BAD_TIME
    at, own_time = device_time or moment.received_at, bool(row.component(14, 1))
    return Observation(channel.name, value, channel.unit.value, at, device_time, position, own_time)


def time_of(row: Segment, moment: Moment, channel: Channel) -> datetime | None:
    """The device's time for a row: its own, else that of its group, else that of the message. Raises BadTime."""
    stamp = row.component(14, 1) or moment.group_stamp or moment.message_stamp
    if not stamp:
        return None
    if channel.name in CONTINUOUS and not has_seconds(stamp):
        raise BadTime(stamp)
    return read_time(stamp, zone=moment.zone, near=moment.received_at)


def rejected(row: Segment, position: int, reason: Reason) -> Rejected:
    """The refusal of a row, with its identifier as sent."""
    return Rejected(position, printable(row.raw(3))[:MAX_CODE_CHARS], reason)
