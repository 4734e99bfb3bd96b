"""A patient's call that nobody answers: from when it is urgent, what ends it, and what never rings."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from slowdrip.science.infusion.fold import help_and_medication
from slowdrip.science.infusion.fold.help_and_medication import RINGS_FOR
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters import lasting
from slowdrip.science.rules.adapters.alarms import alarm_lives
from slowdrip.science.rules.adapters.lasting import COMING_AT_MOST, coming_for, unheard_since
from slowdrip.science.rules.alarm_life import resolve_refusal
from slowdrip.science.rules.alarm_stage import AlarmLife
from slowdrip.science.rules.lasting.tests.test_lasting import SECOND, calls
from slowdrip.science.rules.tests.cases import after
from slowdrip.science.rules.tests.visit import POLICY, Clock, before_start, event, started

WAITS_MIN = POLICY.alarms.urgent.escalate_after_s.value / 60
RULE = "patient_call"
NURSE = {"who": "nurse"}
COMING = coming_for(POLICY)


def called(minute: float, *, who: str = "nurse", late_min: float = 0) -> Any:
    told = event("help_called", minute, {"who": who})
    return replace(told, recorded_at=told.recorded_at + timedelta(minutes=late_min))


def unheard(state: InfusionState, minute: float) -> Any:
    return unheard_since(state, at=after(minute), coming=COMING)


def test_it_is_urgent_once_it_waited_as_long_as_an_urgent_alarm_may() -> None:
    drip = Clock([*started(), called(5)])
    assert calls(drip, RULE, 5 + WAITS_MIN - SECOND) == []
    assert calls(drip, RULE, 5 + WAITS_MIN) == ["open"]
    assert calls(drip, RULE, 8) == ["open"]


@pytest.mark.parametrize("kind", ["help_coming", "help_arrived"])
def test_an_answer_ends_it_and_a_colleagues_does_not(kind: str) -> None:
    drip = Clock([*started(), called(5), event("help_called", 5.5, {"who": "colleague"})])
    calls(drip, RULE, 7)
    drip.events.append(event(kind, 7.5, {"who": "colleague"}))
    assert calls(drip, RULE, 8) == ["open"]
    drip.events.append(event(kind, 8.5, NURSE))
    assert calls(drip, RULE, 9) == ["call_answered"]


def test_an_answer_in_time_leaves_no_alarm_and_the_next_call_counts_anew() -> None:
    drip = Clock([*started(), called(5), event("help_coming", 5.5, NURSE), event("help_arrived", 6, NURSE)])
    assert calls(drip, RULE, 8) == []
    drip.events.append(called(9))
    assert calls(drip, RULE, 9 + WAITS_MIN - SECOND) == []
    assert calls(drip, RULE, 9 + WAITS_MIN) == ["open"]


def test_a_second_tap_does_not_put_it_off() -> None:
    assert calls(Clock([*started(), called(5), called(5.6)]), RULE, 5 + WAITS_MIN) == ["open"]


def test_it_counts_before_the_start_too_and_the_end_of_the_visit_ends_it() -> None:
    drip = Clock([*before_start(), called(-5)])
    assert calls(drip, RULE, -3) == ["open"]
    drip.events.append(event("not_started", -2, {"why": "patient_cancelled"}))
    assert calls(drip, RULE, -1) == ["infusion_ended"]


def test_no_word_ends_it() -> None:
    drip = Clock([*started(), called(5)])
    calls(drip, RULE, 7)
    (alarm,) = [each for each in alarm_lives(drip.state(7)) if each.rule == RULE]
    for reason in ("treated", "handed_to_ems", "prescriber_accepts"):
        assert _refused(alarm, reason)


def _refused(alarm: AlarmLife, reason: str) -> bool:
    return resolve_refusal(alarm, reason) is not None


def nothing_rings_late() -> None:
    for late_min, rings in ((0.0, True), (3.0, True), (3.01, False), (60.0, False)):
        state = Clock([*started(), called(5, late_min=late_min)]).state(9)
        assert (unheard(state, 9) is not None) is rings, late_min
        assert len(state.help) == 1


def test_a_call_that_was_written_down_late_is_told_and_does_not_ring() -> None:
    nothing_rings_late()
    assert timedelta(minutes=3) == RINGS_FOR
    assert calls(Clock([*started(), called(5, late_min=30)]), RULE, 9) == []


def test_planted_fault_a_late_call_that_rings_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_and_medication, "RINGS_FOR", timedelta(days=1))
    with pytest.raises(AssertionError):
        nothing_rings_late()


def test_the_order_of_arrival_changes_nothing() -> None:
    told = [*started(), called(5, late_min=2), event("help_coming", 6, NURSE), called(7)]
    forth, back = Clock(told).state(9), Clock(list(reversed(told))).state(9)
    assert forth.help == back.help
    assert unheard(forth, 7) == after(7)


def on_my_way_and_nobody_comes() -> None:
    drip = Clock([*started(), called(5), event("help_coming", 5.5, NURSE)])
    waits_again = 5.5 + WAITS_MIN
    assert unheard(drip.state(6), waits_again - SECOND) is None
    assert unheard(drip.state(6), waits_again) == after(waits_again)
    assert calls(drip, RULE, waits_again + WAITS_MIN - SECOND) == []
    assert calls(drip, RULE, waits_again + WAITS_MIN) == ["open"]
    assert calls(drip, RULE, 120) == ["open"]


def test_a_word_that_somebody_comes_holds_for_so_long_and_then_the_patient_waits_again() -> None:
    on_my_way_and_nobody_comes()


def test_planted_fault_a_word_that_ends_a_call_for_good_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        lasting, "waits_since", lambda one, **_: one.called_at if one.who == "nurse" and one.rings else None
    )
    with pytest.raises(AssertionError):
        on_my_way_and_nobody_comes()


def test_who_sets_out_anew_ends_that_alarm_and_who_does_not_arrive_brings_it_again() -> None:
    drip = Clock([*started(), called(5), event("help_coming", 5.5, NURSE)])
    assert calls(drip, RULE, 10) == ["open"]
    drip.events.append(event("help_coming", 10.5, NURSE))
    assert calls(drip, RULE, 11) == ["call_answered"]
    assert calls(drip, RULE, 20) == ["call_answered", "open"]
    drip.events.append(event("help_arrived", 20.5, NURSE))
    assert calls(drip, RULE, 21) == ["call_answered", "call_answered"]
    assert calls(drip, RULE, 120) == ["call_answered", "call_answered"]


def test_no_policy_lets_a_patient_wait_for_hours_on_a_word() -> None:
    urgent = POLICY.alarms.urgent
    patient = replace(urgent, escalate_after_s=replace(urgent.escalate_after_s, value=7200))
    assert coming_for(replace(POLICY, alarms=replace(POLICY.alarms, urgent=patient))) == COMING_AT_MOST
    assert timedelta(minutes=WAITS_MIN) == COMING
