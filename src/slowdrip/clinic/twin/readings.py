"""The systolic pressures of a drip, and pairs of them that patients like this one would rarely show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from slowdrip.clinic.twin.predicting import Seen, models
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.fold.payload import whole
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Course, Reading, Subject, Surprise, surprises

MINUTE = timedelta(minutes=1)


def readings_of(events: Sequence[Event], started_at: datetime | None) -> tuple[Reading, ...]:
    """Gives the systolic pressures since the start."""
    if started_at is None:
        return ()
    taken = [event for event in events if event.kind == "vitals" and event.occurred_at >= started_at]
    pairs = ((event.occurred_at, whole(event, "sbp_mmhg")) for event in taken)
    return tuple(Reading((at - started_at) / MINUTE, float(sbp)) for at, sbp in pairs if sbp is not None)


def pointed_out(seen: Seen, readings: Sequence[Reading]) -> list[str]:
    """Gives a sentence for each pair of readings outside the 98 % band: information, never an alarm."""
    if isinstance(seen.course, NoPrediction) or isinstance(seen.picture, NoPrediction):
        return []
    return [_sentence(each) for each in _found(seen.subject, seen.course, tuple(readings))]


@lru_cache(maxsize=256)
def _found(subject: Subject, course: Course, readings: tuple[Reading, ...]) -> tuple[Surprise, ...]:
    """The pairs that stand out, computed once for the same drip and the same readings."""
    found = surprises(models(), subject, course, readings)
    return () if isinstance(found, NoPrediction) else found


def _sentence(found: Surprise) -> str:
    told = {
        "first": f"{found.first.sbp_mmhg:.0f}",
        "second": f"{found.second.sbp_mmhg:.0f}",
        "minute": f"{found.second.t_min:.0f}",
    }
    side = _("above") if found.above else _("below")
    return _(
        "Systolic %(first)s, then %(second)s at minute %(minute)s: both %(side)s the range of 98 of 100 readings from "
        "patients like this one, the error of the cuff included. This says something about the patient or about the "
        "model. It is no alarm: the limits decide."
    ) % {**told, "side": side}
