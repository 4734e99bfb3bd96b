"""A check that was charted and then voided: it is owed again, and its alarm comes again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.infusion.events import Event
from slowdrip.science.rules.again import again_id
from slowdrip.science.rules.alarm import Tier, alarm_id
from slowdrip.science.rules.overdue import RULE, OverdueAlarm
from slowdrip.science.rules.tests import drips
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.test_overdue import decide, items, kept
from slowdrip.science.rules.tests.visit import Clock, check, event, started


def ended(alarm: OverdueAlarm, minute: float, reason: str) -> OverdueAlarm:
    return replace(alarm, alarm=replace(alarm.alarm, resolved_at=after(minute), reason=reason))


def open_now(clock: Clock, minute: float) -> list[tuple[str, str]]:
    found = clock.state(minute).open_alarms.values()
    return sorted((str(alarm.inputs["kind"]), alarm.tier) for alarm in found if alarm.rule == RULE)


@pytest.mark.parametrize("reason", ["check_charted", "no_longer_due", "superseded", "infusion_ended"])
def test_an_alarm_that_ended_by_itself_comes_again_under_the_next_id(reason: str) -> None:
    over = ended(kept(decide(items(), 12)), 12.5, reason)
    (again,) = decide(items(), 22, over).raise_
    assert again.id == again_id(INFUSION, over.alarm.id)
    assert (again.tier, again.trigger) == (over.alarm.tier, over.alarm.trigger)
    assert again.inputs["again_after"] == str(over.alarm.id)


@pytest.mark.parametrize("reason", ["patient_declined", "device_failed_watched_directly", ""])
def test_an_alarm_that_a_person_explained_does_not_come_again(reason: str) -> None:
    assert decide(items(), 22, ended(kept(decide(items(), 12)), 12.5, reason)).raise_ == ()


def test_a_third_time_has_an_id_of_its_own_and_an_open_one_is_not_raised_twice() -> None:
    first = ended(kept(decide(items(), 12)), 12.5, "check_charted")
    standing = kept(decide(items(), 13, first))
    assert decide(items(), 14, first, standing).raise_ == ()
    second = ended(standing, 14.5, "check_charted")
    (third,) = decide(items(), 15, second, first).raise_
    assert third.id == again_id(INFUSION, again_id(INFUSION, first.alarm.id))


def test_a_quiet_alarm_is_taken_over_only_by_what_stands_for_all_of_it() -> None:
    quiet = kept(decide(items(), 7))
    split = items(hr=1)
    decision = decide(split, 12, quiet)
    assert [(each.tier, each.inputs["channels"]) for each in decision.raise_] == [(Tier.URGENT, "bp,spo2")]
    assert decision.resolve == ()
    loud = kept(decision)
    assert [each.reason.code for each in decide(items(hr=12), 12.5, quiet, loud).resolve] == ["superseded"]


def test_a_voided_check_is_watched_again() -> None:
    forgotten = Clock([*started()])
    forgotten.run(0, 12)
    assert open_now(forgotten, 12) == [("check", "urgent")]
    wrong_patient = check(12.5)
    forgotten.events.extend(wrong_patient)
    forgotten.tick(12.5)
    assert open_now(forgotten, 12.5) == []
    forgotten.void(*wrong_patient)
    forgotten.tick(22)
    assert open_now(forgotten, 22) == [("check", "urgent")]
    first, second = [each for each in forgotten.kinds("alarm_raised") if each.payload["tier"] == "urgent"]
    assert first.payload["trigger"] == second.payload["trigger"]
    assert first.id == str(alarm_id(INFUSION, RULE, tier=Tier.URGENT, trigger=str(first.payload["trigger"])))
    forgotten.run(22, 24)
    assert [each.payload["alarm_id"] for each in forgotten.kinds("alarm_escalated")][-1] == second.id


def test_a_voided_repeat_is_watched_again() -> None:
    asked = Clock([*started(), *check(5, sbp_mmhg=185)])
    asked.run(5, 11)
    repeated = check(11.5)
    asked.events.extend(repeated)
    asked.tick(11.5)
    assert open_now(asked, 11.5) == []
    asked.void(*repeated)
    asked.tick(12)
    assert ("repeat", "advisory") in open_now(asked, 12)


def test_a_voided_ending_is_watched_again() -> None:
    left = event("left_unseen", 8, {"note": "chair empty"})
    gone = Clock([*started()])
    gone.run(0, 7.5)
    gone.events.append(left)
    gone.run(8, 9)
    assert open_now(gone, 9) == []
    gone.void(left)
    gone.tick(10)
    assert open_now(gone, 10) == [("check", "advisory")]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(some.lists(drips.MOVES, min_size=3, max_size=14))
def test_whatever_is_charted_and_voided_every_overdue_item_has_its_alarm(moves: list[drips.Move]) -> None:
    drips.check_every_overdue_item_is_stood_for(moves)


def test_the_sequence_that_once_lost_its_alarm() -> None:
    drips.check_every_overdue_item_is_stood_for(drips.CHARTED_AND_VOIDED)


def test_two_processes_that_disagree_on_the_second_write_one_alarm() -> None:
    def twice() -> list[Event]:
        one = Clock([*started()])
        one.run(0, 12)
        charted = check(12.5)
        one.events.extend(charted)
        one.tick(12.5)
        one.void(*charted)
        return one.events

    early, late = Clock(twice()), Clock(twice())
    early.tick(20)
    late.tick(20.5)
    assert (
        [each.id for each in early.written if each.kind == "alarm_raised"]
        == [each.id for each in late.written if each.kind == "alarm_raised"]
        != []
    )
