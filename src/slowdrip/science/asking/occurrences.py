"""Every occurrence at which something is due, each by itself: nothing merged, nothing left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Final

from slowdrip.science.asking.facts import LATER, Followed, Limits, Phase, Point, Visit, VisitState
from slowdrip.science.asking.hours import Clock

MOOD, EFFECTS, BLADDER, ASQ, PHQ9 = "nrs_mood", "side_effects", "bladder", "asq", "phq9"
END, LATER_ON = "end:", "later:"
"""How the keys begin of what a series comes to."""
AHEAD: Final = timedelta(days=40)
"""How far ahead asks are planned: past the next one of every kind that comes again."""
STALE: Final = timedelta(days=1)
"""A visit that was planned so long ago and never began is no visit to come."""
NO_SHOW: Final = timedelta(hours=6)
"""Whoever was expected so long ago and did not come is no longer the first, though the visit still stands."""
TIMED: Final = frozenset({Point.FIRST, Point.SECOND, Point.DIARY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing due at one time; `day` is the patient's day it belongs to."""

    key: str
    point: Point
    visit: str | None
    day: date
    opens_at: datetime
    lasts: timedelta
    scales: tuple[str, ...]

    @property
    def closes_at(self) -> datetime:
        """Until when it can be answered."""
        return self.opens_at + self.lasts


@dataclass(frozen=True, slots=True)
class Course:
    """The facts that occurrences are read from."""

    visits: tuple[Visit, ...]
    limits: Limits
    clock: Clock
    following: Followed
    at: datetime

    @property
    def ended(self) -> list[tuple[datetime, Visit]]:
        """Drips that ran, by their end."""
        found = [(each.ended_at, each) for each in self.visits if each.ended_at and each.state is VisitState.ENDED]
        return sorted(found, key=lambda pair: (pair[0], pair[1].key))

    @property
    def to_come(self) -> list[Visit]:
        """Visits that are under way or still to come."""
        return [each for each in self.visits if self._is_to_come(each)]

    def _is_to_come(self, visit: Visit) -> bool:
        if visit.state is VisitState.PLANNED:
            return visit.planned_at + STALE > self.at
        return visit.state is VisitState.UNDER_WAY

    @property
    def series(self) -> list[tuple[datetime, Visit]]:
        """The drips of the series that runs, or of what came before maintenance or the end."""
        since = self.following.phase_since
        if since is None:
            return self.ended
        if self.following.phase is Phase.SERIES:
            return [pair for pair in self.ended if pair[0] >= since]
        return [pair for pair in self.ended if pair[0] < since]

    @property
    def first_of_series(self) -> Visit | None:
        """The visit with which the series will begin; None once one of its drips has ended."""
        if self.following.phase is not Phase.SERIES or self.series:
            return None
        there = [each for each in self.to_come if each.state is VisitState.UNDER_WAY]
        expected = [each for each in self.to_come if each.planned_at + NO_SHOW > self.at]
        return min(there or expected or self.to_come, key=lambda each: (each.planned_at, each.key), default=None)

    @property
    def whole_scales(self) -> tuple[str, ...]:
        """What is asked at each longer ask."""
        return (*self.limits.weekly_scales, *(self.limits.ptsd_scales if self.following.has_ptsd else ()))

    def of_mood(self) -> timedelta:
        """How long two taps can be given."""
        return timedelta(hours=self.limits.mood_open_h)

    def whole(self, key: str, point: Point, visit: str | None, raw: datetime, *, bladder: bool) -> Occurrence:
        """A longer ask at the first waking instant from `raw` on."""
        opens = self.clock.waking(raw)
        scales = (*self.whole_scales, BLADDER) if bladder else self.whole_scales
        return Occurrence(
            key=key,
            point=point,
            visit=visit,
            day=self.clock.day(opens),
            opens_at=opens,
            lasts=timedelta(days=self.limits.scales_open_days),
            scales=scales,
        )


def occurrences(course: Course) -> tuple[Occurrence, ...]:
    """All occurrences up to the horizon, past ones too."""
    whole = [*_weekly(course), *_end(course), *_maintenance(course), *_later(course)]
    before = list(_before(course))
    return (*before, *_after(course), *whole, *_bladder(course, (*before, *whole)))


def _before(course: Course) -> Iterator[Occurrence]:
    """At the chair: the depression scale, the question about suicide, the bladder; staff is with the patient.

    Before the first drip of a series all that later ones are compared with: every longer scale, and the mood, from
    which the first hours begin.
    """
    first = course.first_of_series
    for visit in course.to_come:
        opens = course.clock.before(visit.planned_at)
        yield Occurrence(
            key=f"before:{visit.key}",
            point=Point.BEFORE,
            visit=visit.key,
            day=course.clock.day(visit.planned_at),
            opens_at=opens.astimezone(UTC),
            lasts=visit.planned_at + course.of_mood() - opens,
            scales=(PHQ9, ASQ, MOOD, BLADDER, *course.whole_scales) if visit == first else (PHQ9, ASQ, BLADDER),
        )


def _after(course: Course) -> Iterator[Occurrence]:
    limits = course.limits
    asked = (
        (Point.FIRST, limits.first_mood_after_h, (MOOD, EFFECTS)),
        (Point.SECOND, limits.second_mood_after_h, (MOOD, EFFECTS)),
        (Point.DIARY, limits.diary_after_h, (EFFECTS,)),
    )
    for ended_at, visit in course.ended:
        for point, hours, scales in asked:
            opens = course.clock.waking(ended_at + timedelta(hours=hours))
            yield Occurrence(
                key=f"after:{visit.key}:{point}",
                point=point,
                visit=visit.key,
                day=course.clock.day(opens),
                opens_at=opens,
                lasts=course.of_mood(),
                scales=scales,
            )


def _weekly(course: Course) -> Iterator[Occurrence]:
    """From the first drip of the series on, until a week after the last one that is known of."""
    if course.following.phase is not Phase.SERIES or not course.series:
        return
    first_at, first = course.series[0]
    known = [pair[0] for pair in course.series] + [each.planned_at for each in course.to_come]
    until = course.clock.later(max(known), days=course.limits.weekly_every_days)
    end = _end_of_series(course)
    for number, raw in _each(course, first_at, days=course.limits.weekly_every_days, until=until):
        # Two whole forms within days of each other ask for the same days twice: the last week rides with the end.
        rides = end is not None and end - timedelta(days=course.limits.phq9_every_days) < raw < end
        when = end if rides and end is not None else raw
        yield course.whole(f"weekly:{first.key}:{number}", Point.WEEK, first.key, when, bladder=False)


def _end(course: Course) -> Iterator[Occurrence]:
    """A week after the last drip of the series, once no further one of it is to come."""
    last, raw = _last_of_series(course), _end_of_series(course)
    if last is not None and raw is not None:
        yield course.whole(f"{END}{last[1].key}", Point.END, last[1].key, raw, bladder=True)


def _end_of_series(course: Course) -> datetime | None:
    last = _last_of_series(course)
    return None if last is None else course.clock.later(last[0], days=course.limits.weekly_every_days)


def _last_of_series(course: Course) -> tuple[datetime, Visit] | None:
    if not course.series:
        return None
    last = course.series[-1]
    goes_on = course.following.phase is Phase.SERIES and course.to_come
    return None if goes_on else last


def _maintenance(course: Course) -> Iterator[Occurrence]:
    anchor = _anchor(course)
    if course.following.phase is not Phase.MAINTENANCE or anchor is None:
        return
    since, visit = anchor
    days = course.limits.maintenance_every_days
    for number, raw in _each(course, since, days=days, until=course.at + AHEAD):
        yield course.whole(f"maintenance:{visit or 'start'}:{number}", Point.MAINTENANCE, visit, raw, bladder=True)


def _anchor(course: Course) -> tuple[datetime, str | None] | None:
    """The last drip; without one, when the phase began."""
    if course.ended:
        return course.ended[-1][0], course.ended[-1][1].key
    since = course.following.phase_since
    return None if since is None else (since, None)


def _later(course: Course) -> Iterator[Occurrence]:
    last = _last_of_series(course)
    if last is None:
        return
    for number, (point, days) in enumerate(zip(LATER, course.limits.later_after_days, strict=True), start=1):
        raw = course.clock.later(last[0], days=days)
        yield course.whole(f"{LATER_ON}{last[1].key}:{number}", point, last[1].key, raw, bladder=True)


def _bladder(course: Course, asked: Sequence[Occurrence]) -> Iterator[Occurrence]:
    """Monthly in maintenance, where nothing else asks about the bladder in that month."""
    anchor = _anchor(course)
    if course.following.phase is not Phase.MAINTENANCE or anchor is None:
        return
    with_it = sorted(each.opens_at for each in asked if BLADDER in each.scales)
    last, visit = anchor
    for number in count(1):
        due = course.clock.later(last, days=course.limits.bladder_every_days)
        if due > course.at + AHEAD:
            return
        covered = _last_between(with_it, last, due)
        last = covered or due
        if covered is None:
            found = course.whole(f"bladder:{visit or 'start'}:{number}", Point.BLADDER, visit, due, bladder=True)
            yield _only_bladder(found)


def _last_between(times: Iterable[datetime], after: datetime, until: datetime) -> datetime | None:
    return max((each for each in times if after < each <= until), default=None)


def _only_bladder(found: Occurrence) -> Occurrence:
    return Occurrence(
        key=found.key,
        point=found.point,
        visit=found.visit,
        day=found.day,
        opens_at=found.opens_at,
        lasts=found.lasts,
        scales=(BLADDER,),
    )


def _each(course: Course, since: datetime, *, days: int, until: datetime) -> Iterator[tuple[int, datetime]]:
    """The times that come again, numbered from 1, up to the earlier of `until` and the horizon."""
    for number in count(1):
        raw = course.clock.later(since, days=number * days)
        if raw > min(until, course.at + AHEAD):
            return
        yield number, raw
