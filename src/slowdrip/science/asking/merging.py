"""Occurrences put together into asks: one form where one serves, and no more in a day than the policy allows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from slowdrip.science.asking.facts import LATER, Point
from slowdrip.science.asking.hours import Clock
from slowdrip.science.asking.occurrences import TIMED, Occurrence

RANKED: Final = (
    *(Point.BEFORE, Point.SECOND, Point.DIARY, Point.FIRST),
    *(Point.END, *LATER, Point.MAINTENANCE, Point.WEEK, Point.BLADDER),
)
RANK: Final = {point: rank for rank, point in enumerate(RANKED)}
"""Which occurrence of an ask gives it its key: what hangs on a drip first, then the end, then what comes again."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """Occurrences that one ask serves, from when until when."""

    members: tuple[Occurrence, ...]
    opens_at: datetime
    closes_at: datetime

    @property
    def lead(self) -> Occurrence:
        """The occurrence whose key and point the ask has."""
        return min(self.members, key=lambda each: (RANK[each.point], each.opens_at, each.key))

    @property
    def ordered(self) -> tuple[Occurrence, ...]:
        """The lead, then the others in their order."""
        return tuple(sorted(self.members, key=lambda each: (RANK[each.point], each.opens_at, each.key)))


def grouped(members: Iterable[Occurrence]) -> Group:
    """One ask for these: nothing that hangs on hours is asked before its time, and the longest window holds."""
    found = tuple(members)
    timed = [each.opens_at for each in found if each.point in TIMED]
    opens = max(timed or [each.opens_at for each in found])
    return Group(found, opens, opens + max(each.lasts for each in found))


def at_chair(before: Occurrence, riding: Iterable[Occurrence]) -> Group:
    """The ask before a drip with what else is due that day; it keeps its own window, which ends with the day."""
    return Group((before, *riding), before.opens_at, before.closes_at)


def chairs_and_days(found: Iterable[Occurrence]) -> tuple[list[Group], dict[date, list[Group]]]:
    """The asks at the chair, and for each day the asks that reach the patient outside the clinic."""
    by_day: dict[date, list[Occurrence]] = defaultdict(list)
    before: dict[date, list[Occurrence]] = defaultdict(list)
    for each in sorted(found, key=lambda one: (one.opens_at, RANK[one.point], one.key)):
        (before if each.point is Point.BEFORE else by_day)[each.day].append(each)
    riding = {day: [each for each in by_day[day] if each.point not in TIMED] for day in before if day in by_day}
    chairs = [group for day, visits in before.items() for group in _at_chairs(visits, riding.get(day, []))]
    days = {day: _of_day([each for each in those if each not in riding.get(day, ())]) for day, those in by_day.items()}
    return chairs, {day: groups for day, groups in days.items() if groups}


def _at_chairs(visits: list[Occurrence], riding: list[Occurrence]) -> list[Group]:
    """What rides along rides with the first visit of the day."""
    return [at_chair(each, riding if number == 0 else ()) for number, each in enumerate(visits)]


def _of_day(found: list[Occurrence]) -> list[Group]:
    """The two taps of the first hours by themselves, and one ask for all the rest of the day."""
    rest = [each for each in found if each.point is not Point.FIRST]
    taps: dict[datetime, list[Occurrence]] = defaultdict(list)
    for each in found:
        if each.point is Point.FIRST:
            taps[each.opens_at].append(each)
    firsts = [grouped(together) for together in taps.values()]
    return [*firsts, grouped(rest)] if rest else firsts


@dataclass(slots=True)
class Days:
    """The asks of each day under the cap; `taken` counts what is settled and cannot be put together any more."""

    groups: dict[date, list[Group]]
    taken: Mapping[date, int]
    cap: int
    clock: Clock

    def room(self, day: date) -> int:
        """How many asks the day can still hold."""
        return self.cap - self.taken.get(day, 0)

    def fit(self) -> None:
        """Puts together what is too much for a day; a day that is full passes it on to the next."""
        day = min(self.groups, default=None)
        while day is not None:
            if self.room(day) > 0:
                self._merge_down(day)
            elif self.groups[day]:
                self._pass_on(day)
            day = min((each for each in self.groups if each > day), default=None)

    def add(self, members: Iterable[Occurrence], at: datetime) -> None:
        """Finds a place for one more ask on the first day with room from `at` on: its own, or within another."""
        day, found = self.clock.day(at), [replace(each, opens_at=at) for each in members]
        while self.room(day) <= 0:
            day += ONE_DAY
            found = [replace(each, opens_at=self.clock.first_of(day)) for each in found]
        here = self.groups.setdefault(day, [])
        if len(here) < self.room(day):
            here.append(_untimed(found))
        else:
            here[-1] = _joined(here[-1], found)

    def _merge_down(self, day: date) -> None:
        here = sorted(self.groups[day], key=lambda group: group.opens_at)
        while len(here) > self.room(day):
            last = here.pop()
            here[-1] = grouped((*here[-1].members, *last.members))
        self.groups[day] = here

    def _pass_on(self, day: date) -> None:
        following = day + ONE_DAY
        opens = self.clock.first_of(following)
        moved = [replace(each, opens_at=opens) for group in self.groups.pop(day) for each in group.members]
        here = self.groups.get(following, [])
        rest = [group for group in here if not _is_first(group)]
        joined = _joined(rest[0], moved) if rest else _untimed(moved)
        self.groups[following] = [*(group for group in here if group not in rest[:1]), joined]


def _is_first(group: Group) -> bool:
    return group.lead.point is Point.FIRST


def _untimed(members: Iterable[Occurrence]) -> Group:
    """Occurrences that are asked late: they open together, whatever they hang on."""
    found = tuple(members)
    opens = max(each.opens_at for each in found)
    return Group(found, opens, opens + max(each.lasts for each in found))


def _joined(group: Group, members: Iterable[Occurrence]) -> Group:
    """The group with more to serve; it opens when it would have."""
    found = (*group.members, *members)
    return Group(found, group.opens_at, group.opens_at + max(each.lasts for each in found))
