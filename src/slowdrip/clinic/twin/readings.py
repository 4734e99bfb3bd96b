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


def medicine_min(events: Sequence[Event], started_at: datetime | None) -> float | None:
    """Gives the minute of the first charted medicine; below 0 before the start, nothing when there was none."""
    given = [event.occurred_at for event in events if event.kind == "medication_given"]
    return None if started_at is None or not given else (min(given) - started_at) / MINUTE


def before_medicine(readings: tuple[Reading, ...], medicine: float | None) -> tuple[Reading, ...]:
    """Gives the readings that no medicine can have changed: only these say what ketamine does to this patient."""
    return readings if medicine is None else tuple(each for each in readings if each.t_min < medicine)


def medicine_words(medicine: float) -> str:
    """Gives what a charted medicine means for the picture."""
    when = _("before the start") if medicine < 0 else _("at minute %(n)s") % {"n": f"{medicine:.0f}"}
    return _(
        "A medicine was charted %(when)s: pressures after it are drawn, but nothing is learned from them. No band "
        "knows of other medicines."
    ) % {"when": when}


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
