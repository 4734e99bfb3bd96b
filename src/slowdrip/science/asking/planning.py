"""The plan: which asks a patient gets from now on, made anew each time from visits, answers, phase and policy."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from slowdrip.science.asking.facts import Answered, Followed, Limits, PlannedAsk, Point, Settled, Visit
from slowdrip.science.asking.hours import Clock
from slowdrip.science.asking.merging import Days, Group, chairs_and_days, grouped
from slowdrip.science.asking.occurrences import AHEAD, END, LATER_ON, MOOD, PHQ9, Course, Occurrence, occurrences

PHQ2: Final = "phq2"


def plan(
    visits: Iterable[Visit],
    answered: Iterable[Answered],
    limits: Limits,
    *,
    zone: tzinfo,
    at: datetime,
    following: Followed,
    settled: Iterable[Settled] = (),
) -> tuple[PlannedAsk, ...]:
    """The asks that are still to be opened, by their opening; what is settled is not among them and is not repeated.

    Of what lies in the past because it was told late, at most the newest is asked, once, and only while it can be
    answered. The function knows no clock: the same facts at the same instant give the same plan.
    """
    clock = Clock(zone, limits.quiet_from_hour, limits.quiet_until_hour)
    course = Course(tuple(visits), limits, clock, following, at)
    kept = tuple(settled)
    chairs, by_day = chairs_and_days(_wanted(course, kept))
    days = Days(by_day, _taken(kept, clock), max(1, limits.asks_per_day_at_most), clock)
    days.fit()
    _catch_up(days, kept, at=at)
    groups = [*chairs, *(group for those in days.groups.values() for group in those)]
    whole = _whole_days(answered, clock)
    asks = (_ask(group, following, limits, clock, whole=whole) for group in groups)
    return tuple(sorted(asks, key=lambda ask: (ask.opens_at, ask.key)))


def scales_at_opening(
    scales: Sequence[str], *, serves: Iterable[str], last_whole_on: date | None, day: date, every_days: int
) -> list[str]:
    """The scales as they are asked on that day: PHQ-9 only so many days after the last whole one, else PHQ-2 and mood.

    The end of a series and the months after it are always asked whole: by them a series is judged, and whoever answered
    a few days before would be missing there. Days of the calendar count, so that an ask does not slip because the last
    one was answered an hour late.
    """
    found = list(dict.fromkeys(scales))
    if PHQ9 not in found:
        return found
    is_whole = any(key.startswith((END, LATER_ON)) for key in serves)
    if is_whole or last_whole_on is None or (day - last_whole_on).days >= every_days:
        return [each for each in found if each != PHQ2]
    place = found.index(PHQ9)
    return list(dict.fromkeys((*found[:place], PHQ2, MOOD, *found[place + 1 :])))


def _wanted(course: Course, kept: tuple[Settled, ...]) -> list[Occurrence]:
    served = {key for each in kept for key in each.serves}
    return [each for each in occurrences(course) if each.key not in served and _is_askable(each, course)]


def _is_askable(each: Occurrence, course: Course) -> bool:
    """Not over, not beyond the horizon; a pause leaves out what would open in it, but nothing at the chair."""
    if each.closes_at <= course.at or each.opens_at > course.at + AHEAD:
        return False
    paused_until = course.following.paused_until
    return each.point is Point.BEFORE or paused_until is None or each.opens_at >= paused_until


def _taken(kept: Iterable[Settled], clock: Clock) -> Counter[date]:
    """How many asks each day has had outside the clinic."""
    return Counter(clock.day(each.opens_at) for each in kept if each.point != Point.BEFORE)


def _catch_up(days: Days, kept: Iterable[Settled], *, at: datetime) -> None:
    """Takes out what lies in the past; the newest of it, if nothing newer was asked, is asked now or after waking."""
    past = [group for those in days.groups.values() for group in those if group.opens_at <= at]
    newest = max((each.opens_at for each in kept if each.point != Point.BEFORE), default=None)
    opens = days.clock.waking(at)
    due = [group for group in past if group.closes_at > opens and (newest is None or group.opens_at > newest)]
    last = max(due, key=lambda group: (group.opens_at, group.lead.key), default=None)
    for day, those in list(days.groups.items()):
        days.groups[day] = [left for group in those if group is not last and (left := _to_come(group, at=at))]
    if last is not None:
        days.add(last.members, opens)


def _to_come(group: Group, *, at: datetime) -> Group | None:
    """What of an ask still lies ahead; of one whose time went by that can be what it would have served as well."""
    if group.opens_at > at:
        return group
    ahead = [each for each in group.members if each.opens_at > at]
    return grouped(ahead) if ahead else None


def _whole_days(answered: Iterable[Answered], clock: Clock) -> list[date]:
    found = (clock.day(each.answered_at) for each in answered if each.scale == PHQ9 and each.complete)
    return sorted(found)


def _ask(group: Group, following: Followed, limits: Limits, clock: Clock, *, whole: list[date]) -> PlannedAsk:
    lead, ordered = group.lead, group.ordered
    day = clock.day(group.opens_at) if lead.point is not Point.BEFORE else lead.day
    scales = scales_at_opening(
        [scale for each in ordered for scale in each.scales],
        serves=[each.key for each in ordered],
        last_whole_on=max((each for each in whole if each <= day), default=None),
        day=day,
        every_days=limits.phq9_every_days,
    )
    return PlannedAsk(
        key=lead.key,
        serves=tuple(each.key for each in ordered),
        point=lead.point,
        visit=next((each.visit for each in ordered if each.visit is not None), None),
        phase=following.phase,
        scales=tuple(scales),
        opens_at=group.opens_at,
        closes_at=group.closes_at,
    )
