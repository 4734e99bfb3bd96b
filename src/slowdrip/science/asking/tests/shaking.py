"""Any sequence of what can happen to visits and answers, and what has to hold after each of its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slowdrip.science.asking import Followed, Phase, Standing, VisitState
from slowdrip.science.asking.tests.house import LIMITS, House, is_quiet

ZONES: Final = tuple(
    ZoneInfo(name)
    for name in (
        "Pacific/Pago_Pago",  # UTC-11
        "America/New_York",
        "America/St_Johns",
        "UTC",
        "Europe/Berlin",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",  # half an hour of summer time
        "Pacific/Chatham",
        "Pacific/Kiritimati",  # UTC+14
    )
)
STARTS: Final = tuple(
    datetime(2026, month, day, hour, tzinfo=UTC)
    for month, day in ((1, 15), (3, 6), (3, 27), (4, 3), (9, 25), (10, 23), (10, 30))  # a day or two before each change
    for hour in (2, 13)
)
PHASES: Final = ("maintain", "series", "over")
DRIPS: Final = ("v1", "v2", "v3")


@dataclass(frozen=True, slots=True)
class Step:
    """Time goes by, then something happens to one visit."""

    hours: int
    what: str
    drip: str
    shift_h: int


steps = st.lists(
    st.builds(
        Step,
        hours=st.sampled_from((0, 0, 1, 5, 11, 26, 50)),
        what=st.sampled_from(
            (*("plan", "move", "cancel", "begin", "end", "end", "late", "offline", "answer"), *PHASES)
        ),
        drip=st.sampled_from(DRIPS),
        shift_h=st.integers(1, 100),
    ),
    min_size=1,
    max_size=12,
)
houses = st.builds(
    lambda at, zone, cap, quiet: House(
        at=at,
        zone=zone,
        limits=replace(LIMITS, asks_per_day_at_most=cap, quiet_from_hour=quiet[0], quiet_until_hour=quiet[1]),
    ),
    st.sampled_from(STARTS),
    st.sampled_from(ZONES),
    st.sampled_from((1, 2, 2, 3)),
    st.sampled_from(((21, 8), (21, 8), (22, 2), (0, 9), (0, 0))),
)


def happen(house: House, step: Step) -> None:
    """Does to the facts what the step says; what makes no sense then does nothing."""
    house.after(hours=step.hours)
    visit = house.visits.get(step.drip)
    if visit is None:
        house.plan_visit(step.drip, house.at + timedelta(hours=step.shift_h))
        return
    HAPPENS[step.what](house, step)


def _plan(house: House, step: Step) -> None:
    if house.visits[step.drip].state is VisitState.NOT_HAPPENED:
        house.plan_visit(step.drip, house.at + timedelta(hours=step.shift_h))


def _move(house: House, step: Step) -> None:
    visit = house.visits[step.drip]
    if visit.state is VisitState.PLANNED:
        house.visits[step.drip] = replace(visit, planned_at=house.at + timedelta(hours=step.shift_h))


def _cancel(house: House, step: Step) -> None:
    visit = house.visits[step.drip]
    if visit.state is VisitState.PLANNED:
        house.visits[step.drip] = replace(visit, state=VisitState.NOT_HAPPENED)


def _begin(house: House, step: Step) -> None:
    visit = house.visits[step.drip]
    if visit.state is VisitState.PLANNED:
        house.visits[step.drip] = replace(visit, state=VisitState.UNDER_WAY)


def _end(house: House, step: Step) -> None:
    house.end(step.drip, house.at)


def _late(house: House, step: Step) -> None:
    house.end(step.drip, house.at - timedelta(hours=step.shift_h))


def _offline(house: House, step: Step) -> None:
    """The clinic had no network: the ends of all its drips are told in one go."""
    for number, drip in enumerate(house.visits, start=1):
        house.end(drip, house.at - timedelta(hours=step.shift_h / number))


def _answer(house: House, step: Step) -> None:
    waiting = [row.key for row in house.asks() if row.opens_at <= house.at < row.closes_at and not row.answered]
    if waiting:
        house.answer(waiting[step.shift_h % len(waiting)])


def _maintain(house: House, step: Step) -> None:
    house.following = Followed(phase=Phase.MAINTENANCE, phase_since=house.at - timedelta(hours=step.shift_h))


def _series(house: House, step: Step) -> None:
    house.following = Followed(phase=Phase.SERIES, phase_since=house.at - timedelta(hours=step.shift_h))


def _over(house: House, step: Step) -> None:
    house.following = Followed(phase=Phase.ENDED, phase_since=house.at - timedelta(hours=step.shift_h))


HAPPENS: Final[dict[str, Callable[[House, Step], None]]] = {
    "plan": _plan,
    "move": _move,
    "cancel": _cancel,
    "begin": _begin,
    "end": _end,
    "late": _late,
    "offline": _offline,
    "answer": _answer,
    "maintain": _maintain,
    "series": _series,
    "over": _over,
}


def walk(house: House, story: list[Step]) -> None:
    """Lives through a story, plans after each step, and looks whether everything holds."""
    for step in story:
        fixed = house.fixed()
        happen(house, step)
        fixed = {key: row for key, row in fixed.items() if row.answered or row.point != "before"}
        changes = house.replan()
        nothing_settled_changed(house, fixed)
        no_flood(house, [ask.opens_at for ask in (*changes.added, *changes.moved) if ask.point != "before"])
        nothing_is_asked_twice(house)
        nothing_is_lost(house)
        nothing_opens_in_quiet_hours(house)
        no_day_is_over_the_cap(house)
        every_ask_can_be_answered(house)
        nothing_is_asked_before_its_time(house)
        assert not house.replan(), "a plan made anew at once differs"


def nothing_settled_changed(house: House, fixed: Mapping[str, Standing]) -> None:
    for key, row in fixed.items():
        now = house.rows[key]
        assert replace(now, answered=False) == replace(row, answered=False), "an opened ask changed"


def no_flood(house: House, opened: list[datetime]) -> None:
    assert len([each for each in opened if each <= house.at]) <= 1, "more than one late ask"


def nothing_is_asked_twice(house: House) -> None:
    """An ask at the chair to which nobody came serves nothing: what rode with it is asked again."""
    fixed = house.fixed()
    stands = (row for row in house.asks() if row.closes_at > house.at or row.key in fixed)
    served = Counter(key for row in stands for key in row.serves)
    assert not [key for key, times in served.items() if times > 1], "asked twice"


def nothing_is_lost(house: House) -> None:
    """Whatever hangs on a drip that ended and is still to come is asked; by the wall clock, not by the code."""
    served = {key for row in house.asks() for key in row.serves}
    for visit in house.visits.values():
        if visit.state is not VisitState.ENDED or visit.ended_at is None:
            continue
        for point, hours in (("4h", 4), ("24h", 24), ("72h", 72)):
            if visit.ended_at + timedelta(hours=hours) > house.at:
                assert f"after:{visit.key}:{point}" in served, "lost after a drip"
    for visit in house.visits.values():
        if visit.state is VisitState.PLANNED and house.at < visit.planned_at:
            assert f"before:{visit.key}" in served, "lost before a drip"
    _the_next_week_is_asked(house, served)
    _the_end_and_the_months_are_asked(house, served)
    _maintenance_is_asked(house, served)


def _the_next_week_is_asked(house: House, served: set[str]) -> None:
    since = house.following.phase_since
    ended = [each for each in house.visits.values() if each.state is VisitState.ENDED and each.ended_at is not None]
    ended = [each for each in ended if each.ended_at and (since is None or each.ended_at >= since)]
    if house.following.phase is not Phase.SERIES or not ended:
        return
    first = min(ended, key=lambda each: (each.ended_at, each.key))
    last = max(each.ended_at for each in ended if each.ended_at)
    assert first.ended_at
    for week in range(1, 4):
        due = first.ended_at + timedelta(days=7 * week)
        if house.at < due < last + timedelta(days=6, hours=22):
            assert f"weekly:{first.key}:{week}" in served, "lost week"


def _the_end_and_the_months_are_asked(house: House, served: set[str]) -> None:
    """A week after the last drip of a series to which none is to come, and one, three and six months after it."""
    following, since = house.following, house.following.phase_since
    is_series = following.phase is Phase.SERIES
    own = [(at, key) for at, key in _ended(house) if since is None or (at >= since) == is_series]
    if not own or (is_series and _is_to_come(house)):
        return
    last_at, last = max(own)
    for key, days in (("end:{}", 7), ("later:{}:1", 30), ("later:{}:2", 91), ("later:{}:3", 182)):
        if _is_ahead(house, last_at, days):
            assert key.format(last) in served, "lost end of a series"


def _maintenance_is_asked(house: House, served: set[str]) -> None:
    ended = _ended(house)
    if house.following.phase is not Phase.MAINTENANCE or not ended:
        return
    last_at, last = max(ended)
    for number in (1, 2):
        if _is_ahead(house, last_at, 28 * number):
            assert f"maintenance:{last}:{number}" in served, "lost maintenance"


def _ended(house: House) -> list[tuple[datetime, str]]:
    ended = (each for each in house.visits.values() if each.state is VisitState.ENDED)
    return [(each.ended_at, each.key) for each in ended if each.ended_at is not None]


def _is_to_come(house: House) -> bool:
    stale = timedelta(days=1)
    return any(
        each.state is VisitState.UNDER_WAY or (each.state is VisitState.PLANNED and each.planned_at + stale > house.at)
        for each in house.visits.values()
    )


def _is_ahead(house: House, since: datetime, days: int) -> bool:
    """Whether so many days after lies ahead and within the horizon of a plan, an hour of summer time aside."""
    return timedelta(0) < since + timedelta(days=days, hours=-1) - house.at < timedelta(days=38)


def nothing_opens_in_quiet_hours(house: House) -> None:
    for row in house.asks():
        assert not is_quiet(row.opens_at, house.zone, house.limits), "opens in quiet hours"


def no_day_is_over_the_cap(house: House) -> None:
    days = Counter(row.opens_at.astimezone(house.zone).date() for row in house.asks() if row.point != "before")
    assert not [day for day, times in days.items() if times > house.limits.asks_per_day_at_most], "over the cap"


def every_ask_can_be_answered(house: House) -> None:
    for row in house.asks():
        assert row.closes_at - row.opens_at >= timedelta(hours=house.limits.mood_open_h), "closes too soon"


def nothing_is_asked_before_its_time(house: House) -> None:
    """A mood 24 hours after a drip is none at twelve; an end that is corrected cannot move what is open already."""
    for row in house.ahead():
        for key in row.serves:
            kind, drip, *point = key.split(":")
            ended_at = house.visits[drip].ended_at if kind == "after" else None
            assert ended_at is None or row.opens_at >= ended_at + timedelta(hours=int(point[0][:-1])), "before its time"
