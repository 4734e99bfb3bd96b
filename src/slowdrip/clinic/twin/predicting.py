"""What the models say about one drip. Imported only where predictions are on: it brings NumPy."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.facts import age_years
from slowdrip.clinic.twin.weight import Weighed, apart, ordered_kg_of, weighed
from slowdrip.knowledge.models import default_set
from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.infusion import InfusionState
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import (
    Course,
    HeavyPeak,
    Learned,
    Picture,
    Pressure,
    Reading,
    Subject,
    WhatIf,
    changed,
    course_of,
    heavy_peak,
    learned,
    pictured,
    times_of,
)

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One drip as the models see it; `now_min` is nothing before the start and after the end."""

    subject: Subject
    course: Course | NoPrediction
    picture: Picture | NoPrediction
    now_min: float | None
    weighed: Weighed | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come if the pump were changed now, beside what comes as it is; each at its own minutes."""

    what: WhatIf
    as_is: Picture
    changed: Picture


def seen_of(infusion: Infusion, state: InfusionState, *, at: datetime) -> Seen:
    """Gives what the models say about a drip: as ordered before its start, then as it was run."""
    scales = weighed(infusion.patient, by=state.drip.started_at)
    subject, course = subject_of(infusion, state, scales), course_of(state)
    now_min = _minute(state, at)
    if isinstance(course, NoPrediction):
        return Seen(subject, course, course, now_min, scales)
    picture = believed(subject, course, times_of(course))
    if not isinstance(picture, NoPrediction):
        picture = _for_another_weight(infusion, state, subject) or picture
    return Seen(subject, course, picture, now_min, scales)


def _for_another_weight(infusion: Infusion, state: InfusionState, subject: Subject) -> NoPrediction | None:
    """Why nothing is said where the order was written for another weight than the one measured."""
    order = state.drip.order
    return None if order is None else apart(subject.weight_kg, ordered_kg_of(infusion.clinic_id, order.order_id))


def previewed(seen: Seen, what: WhatIf) -> Preview | NoPrediction:
    """Gives what would come if that were done at the pump now; nothing is stored and nothing is changed."""
    if isinstance(seen.course, NoPrediction):
        return seen.course
    if isinstance(seen.picture, NoPrediction):
        return seen.picture
    if seen.now_min is None:
        return NoPrediction("nothing_left", {})
    other = changed(seen.course, what, now_min=seen.now_min)
    if isinstance(other, NoPrediction):
        return other
    after = believed(seen.subject, other, times_of(other))
    return after if isinstance(after, NoPrediction) else Preview(what, seen.picture, after)


@lru_cache(maxsize=256)
def believed(subject: Subject, course: Course, t_min: tuple[float, ...]) -> Picture | NoPrediction:
    """Gives the bands of a course for people like this one.

    The same state of a drip gives the same subject and course, so it is computed once per state.
    """
    return pictured(models(), subject, course, t_min)


def learned_from(seen: Seen, readings: tuple[Reading, ...]) -> Learned | NoPrediction:
    """Gives this patient's own systolic pressure as its readings teach it; only pressure is learned from pressure."""
    if isinstance(seen.course, NoPrediction):
        return seen.course
    if isinstance(seen.picture, NoPrediction):
        return seen.picture
    return _learned(seen.subject, seen.course, readings, seen.picture.t_min)


def heavy_of(seen: Seen) -> HeavyPeak | None:
    """Gives how far the highest concentration hangs on an assumption about weight, for heavy people."""
    return None if isinstance(seen.course, NoPrediction) else heavy_peak(models(), seen.subject, seen.course)


@lru_cache(maxsize=256)
def _learned(
    subject: Subject, course: Course, readings: tuple[Reading, ...], t_min: tuple[float, ...]
) -> Learned | NoPrediction:
    return learned(models(), subject, course, readings, t_min)


def models() -> ModelSet:
    """Gives the models that predictions are made with."""
    return default_set()


def subject_of(infusion: Infusion, state: InfusionState, scales: Weighed | None) -> Subject:
    """Gives the person at a drip, with the pressure measured before the start."""
    before = state.observed.baseline
    sbp, dbp = (before.sbp_mmhg, before.dbp_mmhg) if before is not None else (None, None)
    pressure = Pressure(sbp, dbp) if sbp is not None and dbp is not None else None
    day = (state.drip.started_at or infusion.planned_at).date()
    age = age_years(infusion.patient.birth_date, day)
    hr_bpm = float(before.hr_per_min) if before is not None else None
    return Subject(scales.kg if scales else None, float(age), before=pressure, hr_bpm=hr_bpm)


def _minute(state: InfusionState, at: datetime) -> float | None:
    drip = state.drip
    if drip.started_at is None or drip.ended_at is not None or at < drip.started_at:
        return None
    return (at - drip.started_at) / MINUTE
