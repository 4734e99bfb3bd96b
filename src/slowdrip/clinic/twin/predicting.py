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
    Remembered,
    Subject,
    Visit,
    WhatIf,
    changed,
    course_of,
    heavy_peak,
    learned,
    pictured,
    remembered,
    resumed_course,
    times_of,
)

MINUTE = timedelta(minutes=1)
NOT_PAUSED = NoPrediction("not_paused", {})


@dataclass(frozen=True, slots=True)
class Seen:
    """One drip as the models see it; `now_min` is nothing before the start and after the end."""

    subject: Subject
    course: Course | NoPrediction
    picture: Picture | NoPrediction
    now_min: float | None
    weighed: Weighed | None = None
    resumed: Course | NoPrediction = NOT_PAUSED


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come if the pump were changed now, beside what comes as it is, both at the same minutes."""

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
    return Seen(subject, course, picture, now_min, scales, resumed_course(state, at))


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
    other = seen.resumed if what is WhatIf.RESUME else changed(seen.course, what, now_min=seen.now_min)
    if isinstance(other, NoPrediction):
        return other
    return _beside(seen, seen.course, other, what)


def _beside(seen: Seen, course: Course, other: Course, what: WhatIf, /) -> Preview | NoPrediction:
    """Both courses at the minutes of both: the picture of a long pause ends before what a resume would still do."""
    t_min = times_of(course, other)
    as_is, after = believed(seen.subject, course, t_min), believed(seen.subject, other, t_min)
    if isinstance(as_is, NoPrediction):
        return as_is
    return after if isinstance(after, NoPrediction) else Preview(what, as_is, after)


@lru_cache(maxsize=256)
def believed(subject: Subject, course: Course, t_min: tuple[float, ...]) -> Picture | NoPrediction:
    """Gives the bands of a course for people like this one.

    The same state of a drip gives the same subject and course, so it is computed once per state.
    """
    return pictured(models(), subject, course, t_min)


def learned_from(seen: Seen, readings: tuple[Reading, ...], visits: tuple[Visit, ...] = ()) -> Learned | NoPrediction:
    """Gives this patient's own systolic pressure as readings and earlier visits teach it, and nothing else."""
    if isinstance(seen.course, NoPrediction):
        return seen.course
    if isinstance(seen.picture, NoPrediction):
        return seen.picture
    return _learned(seen.subject, seen.course, readings, visits, seen.picture.t_min)


def heavy_of(seen: Seen) -> HeavyPeak | None:
    """Gives how far the highest concentration hangs on an assumption about weight, for heavy people."""
    return None if isinstance(seen.course, NoPrediction) else heavy_peak(models(), seen.subject, seen.course)


@lru_cache(maxsize=256)
def _learned(
    subject: Subject,
    course: Course,
    readings: tuple[Reading, ...],
    visits: tuple[Visit, ...],
    t_min: tuple[float, ...],
    /,
) -> Learned | NoPrediction:
    return learned(models(), subject, course, readings, t_min, known=_remembered(visits))


@lru_cache(maxsize=256)
def _remembered(visits: tuple[Visit, ...]) -> Remembered | None:
    """What earlier visits taught; they are over, so it is computed once in a process."""
    return remembered(models(), visits)


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
