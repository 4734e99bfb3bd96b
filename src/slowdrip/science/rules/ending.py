"""Gives which endings a phase offers, and when the patient may sign again.

This says what a screen offers. An ending that already happened is stored whatever the phase was.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

DISCHARGED = "discharged"
TRANSFERRED_EMS = "transferred_ems"
LEFT_AGAINST_ADVICE = "left_against_advice"
LEFT_UNSEEN = "left_unseen"
ESCORT_NEVER_CAME = "escort_never_came"
NOT_STARTED = "not_started"

_BEFORE = (NOT_STARTED, LEFT_UNSEEN, TRANSFERRED_EMS)
_DURING = (TRANSFERRED_EMS, LEFT_AGAINST_ADVICE, LEFT_UNSEEN)

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "expected": (NOT_STARTED,),
    "checked_in": _BEFORE,
    "preparing": _BEFORE,
    "ready": _BEFORE,
    "running": _DURING,
    "paused": _DURING,
    "recovery": (DISCHARGED, TRANSFERRED_EMS, LEFT_AGAINST_ADVICE, LEFT_UNSEEN, ESCORT_NEVER_CAME),
    "ended": (),
}


def endings_in(phase: str) -> tuple[str, ...]:
    """The endings that phase offers, none for a phase that is not known."""
    return ENDINGS.get(phase, ())


def may_patient_sign(started_at: datetime | None, ended_at: datetime | None, *, at: datetime, hours: int) -> bool:
    """False from the start until that many hours after the end of the drip; the end of the wait is included."""
    if started_at is None or at < started_at:
        return True
    again_at = patient_signs_again_at(ended_at, hours=hours)
    return again_at is not None and at >= again_at


def patient_signs_again_at(ended_at: datetime | None, *, hours: int) -> datetime | None:
    """When the patient may sign again; not known while the drip runs."""
    return None if ended_at is None else ended_at + timedelta(hours=hours)
