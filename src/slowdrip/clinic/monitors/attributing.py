"""At which drip a number belongs, at which time, and whether it may be charted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.monitors.heard import CUFF, Heard, HeardNumber
from slowdrip.clinic.monitors.models import Monitor

MOST_SKEW = timedelta(seconds=60)
LONGEST_KEPT = timedelta(minutes=15)
"""A monitor repeats its last cuff reading in every message, with the time it was measured: up to here it may be old."""
REPEATED = CUFF | {"temperature"}
"""Channels that a monitor measures now and then and repeats in between."""

OTHER_PATIENT = "other_patient"
CLOCK_OFF = "clock_off"
TOO_OLD = "too_old"
BEFORE_PAIRING = "before_pairing"
"""Measured, or sent, before a person said whom this monitor measures: perhaps the last patient's."""
NO_TIME = "no_time"
"""A cuff reading that does not say when it was measured: the monitor repeats it for minutes, so its age is unknown."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One number in our time, and why it may not be charted (empty: it may)."""

    channel: str
    value_thousandths: int
    at: datetime
    held: str = ""


@dataclass(frozen=True, slots=True)
class Attributed:
    """The numbers of one message at the drip they belong to."""

    heard: Heard
    monitor: Monitor
    infusion: Infusion
    numbers: tuple[Placed, ...] = ()


def attributed(heard: Heard, monitor: Monitor | None) -> Attributed | None:
    """Gives the numbers of a message at the drip its monitor is paired with; None when it stands at no drip."""
    infusion = monitor.infusion if monitor is not None else None
    if monitor is None or infusion is None:
        return None
    paired_at = monitor.paired_at or heard.received_at
    held = _held(heard, infusion, paired_at=paired_at)
    placed = (_placed(one, heard, held, paired_at=paired_at) for one in heard.numbers)
    return Attributed(heard, monitor, infusion, tuple(placed))


def _held(heard: Heard, infusion: Infusion, *, paired_at: datetime) -> str:
    """A message that names a patient must name this one; one that names nobody is taken as paired."""
    if heard.received_at < paired_at:
        return BEFORE_PAIRING
    if heard.patient_ids and infusion.patient.mrn not in heard.patient_ids:
        return OTHER_PATIENT
    if heard.sent_at is not None and abs(heard.sent_at - heard.received_at) > MOST_SKEW:
        return CLOCK_OFF
    return ""


def _placed(number: HeardNumber, heard: Heard, held: str, *, paired_at: datetime) -> Placed:
    at = number.measured_at or heard.sent_at or heard.received_at
    off = _off(at, number, heard, paired_at=paired_at)
    return Placed(number.channel, number.value_thousandths, at, held or off)


def _off(at: datetime, number: HeardNumber, heard: Heard, *, paired_at: datetime) -> str:
    """A cuff reading or a temperature may be old, if it is this patient's and says its own time; the rest may not."""
    if number.channel in CUFF and not number.own_time:
        return NO_TIME
    if at - heard.received_at > MOST_SKEW:
        return CLOCK_OFF
    repeated = number.own_time and number.channel in REPEATED
    if heard.received_at - at > (LONGEST_KEPT if repeated else MOST_SKEW):
        return TOO_OLD if repeated else CLOCK_OFF
    return BEFORE_PAIRING if number.channel in REPEATED and at < paired_at else ""
