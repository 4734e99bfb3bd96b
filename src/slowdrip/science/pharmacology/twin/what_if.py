"""What if: the course from now on if somebody paused, slowed, stopped or resumed. Nothing is changed by asking."""

from dataclasses import replace
from enum import StrEnum

from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin.course import Course, Stretch

PAUSE_MIN = 10.0
"""How long the pause of a preview lasts: a round number to look at, no advice."""
SLOW_TOTAL_MIN = 60.0
"""How long the slowed drip of a preview lasts from start to end, pauses included."""


class WhatIf(StrEnum):
    """What somebody might do at the pump."""

    PAUSE = "pause"
    SLOW = "slow"
    STOP = "stop"
    RESUME = "resume"


CHANGES = (WhatIf.PAUSE, WhatIf.SLOW, WhatIf.STOP)
"""What can be done while the pump runs; a paused one can only be resumed, which `resumed_course` answers."""


def changed(course: Course, what: WhatIf, *, now_min: float) -> Course | NoPrediction:
    """The course if that were done now; refused where nothing is left to give or it would not be slower."""
    if what is WhatIf.RESUME:
        return NoPrediction("not_paused", {})
    done, left = _cut(course, now_min)
    if not left:
        return NoPrediction("nothing_left", {})
    if what is WhatIf.STOP:
        return Course(done)
    if what is WhatIf.PAUSE:
        return Course((*done, *(_later(each, PAUSE_MIN) for each in left)))
    if course.ends_min >= SLOW_TOTAL_MIN or now_min >= SLOW_TOTAL_MIN:
        return NoPrediction("not_slower", {"total_min": SLOW_TOTAL_MIN})
    rate = sum(each.given_ug for each in left) / (SLOW_TOTAL_MIN - now_min)
    return Course((*done, Stretch(now_min, SLOW_TOTAL_MIN, rate)))


def _cut(course: Course, now_min: float) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """What was given before now, and what is still to come."""
    done = tuple(
        replace(each, to_min=min(each.to_min, now_min)) for each in course.stretches if each.from_min < now_min
    )
    left = tuple(
        replace(each, from_min=max(each.from_min, now_min)) for each in course.stretches if each.to_min > now_min
    )
    return done, left


def _later(stretch: Stretch, by_min: float) -> Stretch:
    return replace(stretch, from_min=stretch.from_min + by_min, to_min=stretch.to_min + by_min)
