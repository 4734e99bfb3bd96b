"""Whatever happens to the drips: nothing twice, nothing lost, nothing at night, no day too full, and no flood."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from slowdrip.science.asking import Clock, VisitState, merging, occurrences, planning, reconciling
from slowdrip.science.asking.tests.house import LIMITS, House, is_quiet
from slowdrip.science.asking.tests.shaking import Step, happen, houses, steps, walk

SHAKEN = settings(derandomize=True, deadline=None, max_examples=150, database=None)
# A planted fault has to be found, not made small.
FOUND = settings(SHAKEN, phases=[Phase.generate], max_examples=300, suppress_health_check=list(HealthCheck))


@SHAKEN
@given(house=houses, story=steps)
def test_after_any_story_everything_holds(house: House, story: list[Step]) -> None:
    walk(deepcopy(house), story)


@SHAKEN
@given(house=houses, story=steps)
def test_planning_after_each_step_and_planning_once_at_the_end_give_the_same_future(
    house: House, story: list[Step]
) -> None:
    often, once = deepcopy(house), deepcopy(house)
    at_once = [
        Step(0, step.what, step.drip, step.shift_h) for step in story if step.what not in ("answer", "late", "offline")
    ]
    for step in at_once:
        happen(often, step)
        often.replan()
        happen(once, step)
    once.replan()
    assert often.ahead() == once.ahead()


@SHAKEN
@given(house=houses, story=steps, hours=st.lists(st.sampled_from((0.3, 1, 4, 9)), max_size=6))
def test_planning_in_between_changes_nothing_of_what_is_to_come(
    house: House, story: list[Step], hours: list[float]
) -> None:
    """The clock looks a hundred times or once: what has not opened yet is the same."""
    lived = deepcopy(house)
    for step in story:
        happen(lived, step)
        lived.replan()
    often, once = deepcopy(lived), deepcopy(lived)
    for each in hours:
        often.after(hours=each).replan()
        once.after(hours=each)
    once.replan()
    stale = [each for each in lived.visits.values() if each.state is VisitState.PLANNED]
    if not stale:  # a visit that nobody began counts as not coming from the next day on, and that is news
        assert [row for row in often.ahead() if row.opens_at < lived.at + timedelta(days=30)] == [
            row for row in once.ahead() if row.opens_at < lived.at + timedelta(days=30)
        ]


@pytest.mark.parametrize("name", sorted(available_timezones()))
def test_no_zone_and_no_change_of_its_clocks_opens_anything_at_night(name: str) -> None:
    zone = ZoneInfo(name)
    clock = Clock(zone, LIMITS.quiet_from_hour, LIMITS.quiet_until_hour)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year == 2026:
        opens = clock.waking(at)
        assert timedelta(0) <= opens - at <= timedelta(hours=12)
        assert not is_quiet(opens, zone, LIMITS)
        assert not is_quiet(clock.before(at), zone, LIMITS)
        assert clock.before(at) <= at - timedelta(hours=2)
        at += timedelta(hours=29)


@pytest.mark.parametrize("hours", [(21, 2), (1, 3), (2, 3), (23, 1), (0, 24 - 1)])
@pytest.mark.parametrize("name", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_quiet_hours_that_end_where_the_clocks_change_hold(name: str, hours: tuple[int, int]) -> None:
    zone, clock = ZoneInfo(name), Clock(ZoneInfo(name), *hours)
    for start in (
        datetime(2026, 3, 6, tzinfo=UTC),
        datetime(2026, 3, 28, tzinfo=UTC),
        datetime(2026, 10, 24, tzinfo=UTC),
    ):
        for quarter in range(4 * 48):
            opens = clock.waking(start + timedelta(minutes=15 * quarter))
            assert not clock.is_quiet(opens)
            assert opens >= start + timedelta(minutes=15 * quarter)
            assert opens.astimezone(zone).hour == (start + timedelta(minutes=15 * quarter)).astimezone(
                zone
            ).hour or clock.is_quiet(start + timedelta(minutes=15 * quarter))


def everything_holds() -> None:
    @FOUND
    @given(house=houses, story=steps)
    def shaken(house: House, story: list[Step]) -> None:
        walk(deepcopy(house), story)

    shaken()


def test_planted_asks_that_open_at_night_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "waking", lambda self, at: at)
    with pytest.raises(AssertionError, match="quiet hours"):
        everything_holds()


def test_a_planted_day_without_a_cap_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging.Days, "fit", lambda self: None)
    with pytest.raises(AssertionError, match="over the cap"):
        everything_holds()


def test_a_planted_plan_that_forgets_what_it_asked_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = planning._wanted
    monkeypatch.setattr(planning, "_wanted", lambda course, kept: whole(course, ()))
    with pytest.raises(AssertionError, match=r"asked twice|lost after"):
        everything_holds()


def test_a_planted_plan_that_moves_what_is_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    only_answered = lambda ask, states, *, at: ask.answered and not ask.withdrawn  # noqa: E731  # one rule, weakened
    monkeypatch.setattr(reconciling, "is_settled", only_answered)
    with pytest.raises(AssertionError, match=r"opened ask changed|asked twice"):
        everything_holds()


def test_a_planted_flood_of_late_asks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "_catch_up", lambda days, kept, *, at: None)
    with pytest.raises(AssertionError, match="late ask"):
        everything_holds()


def test_a_planted_drip_without_its_asks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = occurrences._after
    monkeypatch.setattr(occurrences, "_after", lambda course: list(whole(course))[:2])
    with pytest.raises(AssertionError, match="lost after"):
        everything_holds()


def test_a_planted_series_without_its_weeks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "_weekly", lambda course: [])
    with pytest.raises(AssertionError, match="lost week"):
        everything_holds()


@pytest.mark.parametrize(
    ("part", "lost"), [("_end", "lost end"), ("_later", "lost end"), ("_maintenance", "lost maintenance")]
)
def test_a_planted_series_without_its_end_is_found(part: str, lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, part, lambda course: [])
    with pytest.raises(AssertionError, match=lost):
        everything_holds()


def test_a_planted_window_that_closes_at_once_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = merging.grouped
    monkeypatch.setattr(merging, "grouped", lambda members: replace(g := whole(members), closes_at=g.opens_at))
    with pytest.raises(AssertionError, match="closes too soon"):
        everything_holds()
