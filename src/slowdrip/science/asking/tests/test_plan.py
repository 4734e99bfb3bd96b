"""What a plan holds on an ordinary course, by the clock on the wall."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slowdrip.science.asking import Answered, Followed, Phase, Point, VisitState
from slowdrip.science.asking.tests.house import LIMITS, House, by_key

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 10:00 in New York


@pytest.fixture
def house() -> House:
    """A first drip that ended on Monday at noon in New York, told at once."""
    found = House(at=MONDAY + timedelta(hours=2), zone=NEW_YORK)
    found.plan_visit("v1", MONDAY)
    found.end("v1", MONDAY + timedelta(hours=2))
    return found


def test_mood_and_side_effects_are_asked_4_and_24_hours_after_the_end_and_side_effects_after_72(house: House) -> None:
    asks, end = by_key(house.planned()), house.at
    for point, hours, scales in (("4h", 4, 2), ("24h", 24, 2), ("72h", 72, 1)):
        ask = asks[f"after:v1:{point}"]
        assert ask.opens_at == end + timedelta(hours=hours)
        assert ask.scales == ("nrs_mood", "side_effects")[-scales:]
        assert (ask.visit, ask.closes_at - ask.opens_at) == ("v1", timedelta(hours=12))


def test_nothing_is_asked_after_a_drip_that_has_not_ended(house: House) -> None:
    house.plan_visit("v2", house.at + timedelta(hours=1))
    house.visits["v2"] = replace(house.visits["v2"], state=VisitState.UNDER_WAY)
    assert not [ask for ask in house.planned() if ask.visit == "v2" and ask.point is not Point.BEFORE]


def test_an_evening_drip_asks_its_four_hours_in_the_morning(house: House) -> None:
    house.end("v1", datetime(2026, 3, 2, 23, 30, tzinfo=UTC))  # 18:30; four hours on is 22:30
    opens = by_key(house.planned())["after:v1:4h"].opens_at.astimezone(NEW_YORK)
    assert (opens.day, opens.hour, opens.minute) == (3, 8, 0)


def test_the_week_after_the_last_drip_closes_the_series_with_one_form(house: House) -> None:
    asks = by_key(house.planned())
    end = asks["end:v1"]
    assert end.serves == ("end:v1", "weekly:v1:1")
    assert end.scales == ("phq9", "gad7", "bladder")
    assert end.opens_at.astimezone(NEW_YORK).strftime("%d %H:%M") == "09 12:00"  # the clocks were changed on the 8th


def test_with_a_drip_to_come_the_series_has_no_end_and_goes_on_weekly(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=9))
    asks = by_key(house.planned())
    assert "end:v1" not in asks
    assert {"weekly:v1:1", "weekly:v1:2"} <= set(asks)
    assert not [key for key in asks if key.startswith("later:")]


def test_before_a_drip_the_form_serves_the_week_too(house: House) -> None:
    house.plan_visit("v2", datetime(2026, 3, 9, 15, 0, tzinfo=UTC))
    before = by_key(house.planned())["before:v2"]
    assert before.serves == ("before:v2", "weekly:v1:1")
    assert before.scales == ("phq9", "asq", "bladder", "gad7")
    assert before.opens_at.astimezone(NEW_YORK).hour == 8
    assert before.closes_at == datetime(2026, 3, 10, 3, 0, tzinfo=UTC)


def test_before_an_early_drip_the_form_is_open_the_evening_before(house: House) -> None:
    house.plan_visit("v2", datetime(2026, 3, 4, 12, 30, tzinfo=UTC))  # 07:30
    opens = by_key(house.planned())["before:v2"].opens_at.astimezone(NEW_YORK)
    assert (opens.day, opens.hour) == (3, 20)


def test_a_whole_phq9_within_the_week_makes_it_a_phq2_and_mood(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=3))
    house.answers = [Answered("phq9", MONDAY)]
    assert by_key(house.planned())["before:v2"].scales == ("phq2", "nrs_mood", "asq", "bladder")
    house.answers = [Answered("phq9", MONDAY, complete=False)]
    assert by_key(house.planned())["before:v2"].scales[0] == "phq9"


def test_days_of_the_calendar_decide_not_the_hour_of_the_last_answer(house: House) -> None:
    house.answers = [Answered("phq9", MONDAY + timedelta(hours=9))]
    assert "phq9" in by_key(house.planned())["end:v1"].scales


def test_an_answer_in_between_changes_what_is_not_open_yet(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=9))
    house.replan()
    house.after(days=5)
    house.answers.append(Answered("phq9", house.at))
    house.replan()
    assert house.rows["weekly:v1:1"].scales == ("phq2", "nrs_mood", "gad7")


def test_the_end_of_a_series_and_the_months_after_are_asked_whole_whatever_was_answered_before(house: House) -> None:
    house.answers = [Answered("phq9", MONDAY + timedelta(days=days)) for days in (6, 28)]
    asks = by_key(house.after(days=1).planned())
    assert {asks[key].scales for key in ("end:v1", "later:v1:1")} == {("phq9", "gad7", "bladder")}


@pytest.mark.parametrize("days", [(0, 3, 7, 10, 14, 17), (0, 2, 4, 7, 9, 11), (0, 7, 14, 21, 28, 35), (0, 2, 7, 9, 14)])
def test_whoever_answers_everything_ends_a_series_with_a_whole_form_and_without_two_in_one_week(
    days: tuple[int, ...],
) -> None:
    house = House(at=MONDAY - timedelta(days=1), zone=NEW_YORK)
    for number, day in enumerate(days):
        house.plan_visit(f"v{number}", MONDAY + timedelta(days=day))
    ends = {MONDAY + timedelta(days=day, hours=2): f"v{number}" for number, day in enumerate(days)}
    for _ in range(24 * (days[-1] + 12)):
        house.after(hours=1).replan()
        for row in house.asks():
            if row.opens_at <= house.at < row.closes_at and not row.answered:
                house.answer(row.key)
        if house.at in ends:
            house.end(ends[house.at], house.at)
    whole = sorted(each.answered_at.astimezone(NEW_YORK).date() for each in house.answers if each.scale == "phq9")
    assert min((later - one).days for one, later in itertools.pairwise(whole)) >= 7
    end = house.rows[f"end:v{len(days) - 1}"]
    assert (end.answered, end.scales) == (True, ("phq9", "gad7", "bladder"))
    assert {f"weekly:v0:{number}" for number in range(1, days[-1] // 7 + 2)} <= {
        key for row in house.asks() for key in row.serves
    }


def test_before_the_first_drip_stands_all_that_later_ones_are_compared_with() -> None:
    house = House(at=MONDAY - timedelta(days=2), zone=NEW_YORK, following=Followed(has_ptsd=True))
    house.plan_visit("v2", MONDAY + timedelta(days=3))
    house.plan_visit("v1", MONDAY)
    asks = by_key(house.planned())
    assert asks["before:v1"].scales == ("phq9", "asq", "nrs_mood", "bladder", "gad7", "pcl5")
    assert asks["before:v2"].scales == ("phq9", "asq", "bladder")
    house.at = MONDAY + timedelta(hours=2)
    house.end("v1", house.at)
    assert by_key(house.planned())["before:v2"].scales == ("phq9", "asq", "bladder")


def test_whoever_did_not_come_is_not_the_first_for_long() -> None:
    house = House(at=MONDAY - timedelta(days=2), zone=NEW_YORK)
    house.plan_visit("v1", MONDAY)
    house.plan_visit("v2", MONDAY + timedelta(hours=23))
    assert "gad7" not in by_key(house.planned())["before:v2"].scales
    house.at = MONDAY + timedelta(hours=7)
    assert "gad7" in by_key(house.planned())["before:v2"].scales


def test_a_second_series_begins_with_all_of_it_too(house: House) -> None:
    house.after(days=60)
    house.following = Followed(phase_since=house.at)
    house.plan_visit("v2", house.at + timedelta(days=2))
    assert set(by_key(house.planned())["before:v2"].scales) == {"phq9", "asq", "nrs_mood", "bladder", "gad7"}


def test_whoever_is_treated_for_ptsd_gets_the_pcl5_too(house: House) -> None:
    house.following = Followed(has_ptsd=True)
    assert by_key(house.planned())["end:v1"].scales == ("phq9", "gad7", "pcl5", "bladder")


def test_one_three_and_six_months_after_the_last_drip_of_a_series(house: House) -> None:
    house.following = Followed(phase=Phase.ENDED, phase_since=house.at + timedelta(days=1))
    found = []
    for _ in range(30):
        found += [ask.key for ask in house.planned() if ask.key.startswith("later:")]
        house.after(days=7)
    assert list(dict.fromkeys(found)) == ["later:v1:1", "later:v1:2", "later:v1:3"]


def test_maintenance_asks_every_28_days_and_then_needs_no_bladder_form_of_its_own(house: House) -> None:
    house.following = Followed(phase=Phase.MAINTENANCE, phase_since=house.at - timedelta(days=1))
    asks = by_key(house.planned())
    assert asks["maintenance:v1:1"].opens_at - house.at == timedelta(days=28, hours=-1)
    assert "bladder" in asks["maintenance:v1:1"].scales
    assert not [key for key in asks if key.startswith(("bladder:", "weekly:", "end:"))]


def test_a_clinic_that_asks_seldom_in_maintenance_still_asks_about_the_bladder_monthly(house: House) -> None:
    house.following = Followed(phase=Phase.MAINTENANCE, phase_since=house.at - timedelta(days=1))
    house.limits = replace(LIMITS, maintenance_every_days=60)
    assert by_key(house.planned())["bladder:v1:1"].scales == ("bladder",)


def test_an_ask_after_24_hours_on_a_weekly_day_is_one_ask_with_the_longer_window(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=6))
    house.at = MONDAY + timedelta(days=6, hours=1)
    house.end("v2", house.at)
    house.plan_visit("v3", MONDAY + timedelta(days=12))
    ask = by_key(house.planned())["after:v2:24h"]
    assert ask.serves == ("after:v2:24h", "weekly:v1:1")
    assert ask.scales == ("nrs_mood", "side_effects", "phq9", "gad7")
    assert ask.opens_at == house.at + timedelta(hours=24)
    assert ask.closes_at - ask.opens_at == timedelta(days=3)


def test_a_moved_drip_moves_its_ask_and_a_cancelled_one_withdraws_it_with_the_reason(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=3))
    house.replan()
    house.visits["v2"] = replace(house.visits["v2"], planned_at=MONDAY + timedelta(days=4))
    assert [ask.key for ask in house.replan().moved] == ["before:v2"]
    house.visits["v2"] = replace(house.visits["v2"], state=VisitState.NOT_HAPPENED)
    assert ("before:v2", "visit_not_happening") in house.replan().withdrawn
    house.visits["v2"] = replace(house.visits["v2"], state=VisitState.PLANNED)
    assert "before:v2" in [ask.key for ask in house.replan().moved]


def test_an_open_form_at_the_chair_moves_with_the_drip_until_the_patient_is_there(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=3))
    house.replan()
    house.at = MONDAY + timedelta(days=3)
    house.visits["v2"] = replace(house.visits["v2"], planned_at=MONDAY + timedelta(days=4))
    assert [ask.key for ask in house.replan().moved] == ["before:v2"]
    house.visits["v2"] = replace(house.visits["v2"], planned_at=house.at, state=VisitState.UNDER_WAY)
    house.replan()
    house.visits["v2"] = replace(house.visits["v2"], state=VisitState.ENDED, ended_at=house.at)
    assert not [key for key, _ in house.replan().withdrawn if key == "before:v2"]


def test_a_pause_leaves_out_what_would_open_in_it_and_floods_nobody_afterwards(house: House) -> None:
    house.following = Followed(paused_until=house.at + timedelta(days=5))
    assert [ask.key for ask in house.planned()] == ["end:v1", "later:v1:1"]
    house.replan()
    house.after(days=5, hours=1)
    assert not house.replan()


def test_of_what_was_told_late_only_the_newest_is_asked(house: House) -> None:
    house.after(days=8)
    first = house.planned()[0]
    assert first.serves == ("end:v1", "weekly:v1:1")
    assert first.opens_at == house.at
    house.replan()
    house.after(minutes=5)
    assert not house.replan()


def test_what_was_told_at_night_is_asked_in_the_morning(house: House) -> None:
    house.at = MONDAY + timedelta(days=8, hours=12)  # 22:00
    first = house.planned()[0]
    assert first.opens_at.astimezone(NEW_YORK).strftime("%d %H") == "11 08"


def test_three_asks_on_one_day_become_two(house: House) -> None:
    house.plan_visit("v2", MONDAY + timedelta(days=1))
    house.end("v2", MONDAY + timedelta(days=1, hours=1))
    house.plan_visit("v3", MONDAY + timedelta(days=1))
    house.at = MONDAY + timedelta(days=1, hours=3)
    house.end("v3", house.at)
    day = [ask for ask in house.planned() if ask.opens_at.astimezone(NEW_YORK).day == 3]
    assert len(day) == 2
    assert {key for ask in day for key in ask.serves} == {"after:v1:24h", "after:v2:4h", "after:v3:4h"}
