"""Which point of the plan an ask counts as: one row for all patients, whatever the days of their drips are."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.progress.courses import Courses
from slowdrip.clinic.progress.words import BEFORE, WEEK
from slowdrip.science.asking import LATER, Point

ORDER: Final = ("end", "later", "maintenance", "weekly")
NAMED: Final = {"end": str(Point.END), "maintenance": str(Point.MAINTENANCE)}
GOES_ON: Final = timedelta(days=14)
"""A drip so soon after the one that was taken for the last belongs to its series; an engineering default."""
A_WEEK: Final = timedelta(days=7)


def point_of(ask: Ask, courses: Courses | None = None) -> str:
    """Gives the point of an ask with its number: the end, a month after it, which week, before which drip.

    An ask that serves several counts as the one that every patient has, so that week 2 is one row and not three. What
    was asked as the end of a series that then went on, because its next drip was not planned yet, counts as its week.
    """
    went_on = courses is not None and _went_on(ask, courses)
    for key in sorted(ask.serves or [ask.key], key=_commonness):
        kind, _, rest = key.partition(":")
        number = rest.rpartition(":")[2]
        if kind == "weekly" and number.isdecimal():
            return f"{WEEK}{number}"
        if kind in NAMED and not (kind == "end" and went_on):
            return NAMED[kind]
        if kind == "later" and number.isdecimal() and 0 < int(number) <= len(LATER):
            return str(LATER[int(number) - 1])
    if courses is not None and went_on:
        return _week_of(ask, courses)
    if ask.point == Point.BEFORE and ask.infusion is not None:
        return f"{BEFORE}{ask.infusion.number}"
    return str(ask.point)


def is_end(ask: Ask) -> bool:
    """Says whether an ask is the end of a series, or was taken for it."""
    return any(key.startswith("end:") for key in ask.serves or [ask.key])


def _commonness(key: str) -> int:
    kind = key.partition(":")[0]
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _went_on(ask: Ask, courses: Courses) -> bool:
    """Whether another drip of the same series began soon after the one that the end hangs on."""
    drip = _drip_of_the_end(ask)
    last = courses.ran.get(drip) if drip is not None else None
    if last is None:
        return False
    until = last + GOES_ON if courses.maintenance is None else min(last + GOES_ON, courses.maintenance.at)
    return any(
        last < at < until and courses.series_at(key, at) == courses.series_at(None, last)
        for key, at in courses.ran.items()
    )


def _drip_of_the_end(ask: Ask) -> UUID | None:
    key = next((each for each in ask.serves or [ask.key] if each.startswith("end:")), "")
    try:
        return UUID(key.removeprefix("end:"))
    except ValueError:
        return None


def _week_of(ask: Ask, courses: Courses) -> str:
    began = courses.series_at(ask.infusion_id, ask.opens_at)
    weeks = round((ask.opens_at - began.at) / A_WEEK) if began is not None else 1
    return f"{WEEK}{max(1, weeks)}"
