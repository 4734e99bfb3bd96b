"""From the bytes of a frame to what the clinic keeps of it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal

from slowdrip.clinic.monitors.heard import Heard, HeardNumber, Unread
from slowdrip.exchange.hl7.framing import FramingFault
from slowdrip.exchange.hl7.observations import MonitorMessage, Observation
from slowdrip.exchange.hl7.parsing import read_message
from slowdrip.exchange.hl7.unreadable import Unreadable

NO_DEVICE = "no_device"


def heard_in(raw: bytes, *, received_at: datetime, zone: tzinfo, peer: str) -> Heard:
    """Gives what a message says with the answer it gets once it is stored; never raises."""
    try:
        message = read_message(raw, received_at=received_at, default_zone=zone)
    except Unreadable as why:
        return Heard(raw=raw, received_at=received_at, peer=peer, answer=why.answer, reason=why.code)
    if not message.sending_device:
        return _told(raw, received_at, peer, message, answer="AE", reason=NO_DEVICE)
    return _told(raw, received_at, peer, message, answer="AA", reason="")


def heard_fault(fault: FramingFault, *, received_at: datetime, peer: str) -> Heard:
    """Gives what is kept of bytes that were no message: how many, and what was wrong with them."""
    raw = f"<{fault.size_bytes} bytes>".encode()
    return Heard(raw=raw, received_at=received_at, peer=peer, answer="AE", reason=fault.code.value)


def _told(raw: bytes, received_at: datetime, peer: str, message: MonitorMessage, *, answer: str, reason: str) -> Heard:
    return Heard(
        raw=raw,
        received_at=received_at,
        peer=peer,
        device=message.sending_device,
        control_id=message.control_id,
        patient_ids=message.patient_ids,
        sent_at=message.sent_at,
        numbers=tuple(_number(one) for one in message.observations) if answer == "AA" else (),
        unread=tuple(Unread(one.position, one.code, one.reason.value) for one in message.rejected),
        answer=answer,
        reason=reason,
    )


def _number(one: Observation) -> HeardNumber:
    thousandths = (one.value * 1000).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return HeardNumber(one.code, int(thousandths), one.device_time, one.own_time)
