"""Matters that call as long as they last: off the monitor for too long, consent withdrawn, too few people."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from slowdrip.science.rules import alarm_life
from slowdrip.science.rules.adapters import lasting as adapter
from slowdrip.science.rules.adapters.alarms import alarm_lives
from slowdrip.science.rules.adapters.clock import ClockWork, clock_work
from slowdrip.science.rules.adapters.ready import arrival
from slowdrip.science.rules.alarm_life import RESOLVE_REASONS, resolve_refusal
from slowdrip.science.rules.alarm_stage import AlarmLife
from slowdrip.science.rules.lasting import back, consent, deciding
from slowdrip.science.rules.ready.arrival import ArrivalLimits, consent_gate
from slowdrip.science.rules.staffing import Credential, House, second_person_gate
from slowdrip.science.rules.streamed import Sample
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.visit import POLICY, Clock, before_start, event, started

SECOND = 1 / 60
SHORT_MIN, LONG_MIN = 5, 15
LIMITS = ArrivalLimits(solids_h=POLICY.fasting.active.solids_h.value, clear_liquids_h=None)


def calls(drip: Clock, rule: str, minute: float, *, house: House | None = None) -> list[str]:
    """Ticks, writes, and gives what the drip's alarms of that rule are now: open, or why they ended."""
    work = work_of(drip, minute, house=house)
    drip.write(work, after(minute))
    own = [alarm for alarm in drip.state(minute).alarms.values() if alarm.rule == rule]
    return [alarm.reason or "open" for alarm in own]


def work_of(
    drip: Clock, minute: float, *, house: House | None = None, samples: list[Sample] | None = None
) -> ClockWork:
    at = after(minute)
    return clock_work(drip.state(minute), POLICY, infusion_id=INFUSION, at=at, house=house, samples=samples)


def off(minute: float, back_min: float | None = None) -> Any:
    told = {} if back_min is None else {"back_at": after(minute + back_min).isoformat()}
    return event("off_monitor", minute, told)


# Off the monitor on purpose.


@pytest.mark.parametrize(("back_min", "due_min"), [(SHORT_MIN, SHORT_MIN), (None, LONG_MIN)])
def test_an_alarm_calls_when_the_return_time_has_come_and_not_a_second_before(
    back_min: float | None, due_min: float
) -> None:
    drip = Clock([*started(), off(5, back_min)])
    assert calls(drip, "monitor_return", 5 + due_min - SECOND) == []
    assert calls(drip, "monitor_return", 5 + due_min) == ["open"]
    assert calls(drip, "monitor_return", 6 + due_min) == ["open"]


def test_the_alarm_ends_when_the_patient_is_back_on() -> None:
    drip = Clock([*started(), off(5, 5)])
    calls(drip, "monitor_return", 11)
    drip.events.append(event("on_monitor", 12))
    assert calls(drip, "monitor_return", 12) == ["patient_back_on"]


def test_a_longer_time_told_later_counts_anew() -> None:
    drip = Clock([*started(), off(5, 5), off(9, 5)])
    assert calls(drip, "monitor_return", 13.9) == []
    assert calls(drip, "monitor_return", 14) == ["open"]


def test_each_time_off_has_its_own_alarm() -> None:
    drip = Clock([*started(), off(5, 5)])
    calls(drip, "monitor_return", 11)
    drip.events += [event("on_monitor", 12), off(13, 5)]
    calls(drip, "monitor_return", 12.5)
    assert sorted(calls(drip, "monitor_return", 19)) == ["open", "patient_back_on"]


def test_no_word_of_a_person_ends_it_while_nothing_else_of_the_monitor_calls() -> None:
    assert RESOLVE_REASONS["monitor_return"] == ()
    (alarm,) = [each for each in _lives_at_11() if each.rule == "monitor_return"]
    for reason in ("watched_directly", "handed_to_ems", "patient_back_on"):
        assert resolve_refusal(alarm, reason) is not None


def _lives_at_11() -> tuple[AlarmLife, ...]:
    drip = Clock([*started(), off(5, 5)])
    calls(drip, "monitor_return", 11)
    return alarm_lives(drip.state(11))


def test_a_new_return_time_ends_it_and_does_not_say_that_the_patient_is_back() -> None:
    drip = Clock([*started(), off(5, 5)])
    calls(drip, "monitor_return", 11)
    drip.events.append(off(12, 5))
    assert calls(drip, "monitor_return", 12) == ["return_time_moved"]
    assert sorted(calls(drip, "monitor_return", 17)) == ["open", "return_time_moved"]


def test_a_voided_new_return_time_brings_the_first_one_back() -> None:
    drip, slip = Clock([*started(), off(5, 5)]), off(12, 5)
    calls(drip, "monitor_return", 11)
    drip.events.append(slip)
    calls(drip, "monitor_return", 12)
    drip.void(slip)
    assert sorted(calls(drip, "monitor_return", 13)) == ["open", "return_time_moved"]


def numbers(first_s: int, last_s: int, *, value: int = 97, channel: str = "spo2") -> list[Sample]:
    """One number a second, in seconds after the tap at minute 5."""
    return [Sample(channel, "M", after(5) + timedelta(seconds=second), value) for second in range(first_s, last_s + 1)]


@pytest.mark.parametrize(
    ("samples", "at_s", "comes"),
    [
        (numbers(100, 129), 130, False),
        (numbers(100, 130), 130, True),
        (numbers(100, 130), 146, False),
        (numbers(0, 90), 90, False),
        (numbers(0, 91), 91, True),
        (numbers(100, 115) + numbers(131, 150), 150, False),
        (numbers(100, 130, value=0, channel="hr"), 130, False),
        (numbers(100, 130, value=70, channel="hr"), 130, True),
        (numbers(100, 130, value=14, channel="rr"), 130, False),
        ([], 130, False),
    ],
)
def test_numbers_that_last_say_that_the_patient_is_back(samples: list[Sample], at_s: int, *, comes: bool) -> None:
    drip = Clock([*started(), off(5, 5)])
    work = work_of(drip, 5 + at_s / 60, samples=samples)
    assert (work.back_on is not None) == comes


def test_numbers_write_nothing_while_the_patient_is_on_the_monitor() -> None:
    assert work_of(Clock([*started()]), 8, samples=numbers(100, 200)).back_on is None


# Consent withdrawn.


def no(minute: float) -> Any:
    return event("consent_withdrawn", minute)


def yes(minute: float) -> Any:
    return event("consent_renewed", minute, {"note": "wants to go on"})


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([no(5)], ["open"]),
        ([no(-3)], ["open"]),
        ([no(-3), yes(-2)], []),
        ([no(-3), yes(-3)], ["open"]),
        ([no(-3), yes(0)], ["open"]),
        ([no(5), yes(6)], ["open"]),
        ([yes(-3)], []),
        ([], []),
    ],
)
def test_a_no_calls_while_the_pump_runs_and_only_a_yes_before_the_start_counts(
    entries: list[Any], expected: list[str]
) -> None:
    assert calls(Clock([*started(), *entries]), "consent_withdrawn", 7) == expected


@pytest.mark.parametrize(("kind", "expected"), [("paused", "open"), ("stopped", "pump_no_longer_runs")])
def test_only_the_stop_of_the_pump_ends_it(kind: str, expected: str) -> None:
    drip = Clock([*started(), no(5)])
    calls(drip, "consent_withdrawn", 5)
    drip.events.append(event(kind, 6))
    assert calls(drip, "consent_withdrawn", 6) == [expected]


def test_a_voided_no_ends_it_and_a_claimed_stop_does_not() -> None:
    said = no(5)
    drip = Clock([*started(), said])
    calls(drip, "consent_withdrawn", 5)
    (key,) = [key for key, each in drip.state(5).open_alarms.items() if each.rule == "consent_withdrawn"]
    drip.end(key, "pump_no_longer_runs", minute=6)
    assert sorted(calls(drip, "consent_withdrawn", 6)) == ["open", "pump_no_longer_runs"]
    drip.void(said)
    assert sorted(calls(drip, "consent_withdrawn", 7)) == ["pump_no_longer_runs", "withdrawal_voided"]


@pytest.mark.parametrize(("entries", "is_open"), [([], True), ([no(-3)], False), ([no(-3), yes(-2)], True)])
def test_a_no_closes_the_gate_to_ready(entries: list[Any], *, is_open: bool) -> None:
    state = Clock([*before_start(), *entries]).state(-1)
    gate = consent_gate(arrival(state, pregnancy_possible=False), LIMITS)
    assert gate.passed == is_open
    assert is_open or [each.code for each in gate.reasons] == ["consent_withdrawn"]


# Staffing.

TODAY = date(2026, 3, 10)
HOUSE = House(
    today=TODAY,
    acls_clinician="ann",
    second_person="ben",
    in_building=frozenset({"ann", "ben"}),
    credentials=(Credential("acls", "ann", TODAY), Credential("bls", "ben", TODAY)),
    rescue_kit_checked_on=None,
    rescue_kit_complete=False,
    changed_at=after(-60),
)
ALONE = replace(HOUSE, second_person=None, in_building=frozenset({"ann"}), changed_at=after(5))


@pytest.mark.parametrize(
    ("house", "missing"),
    [
        (HOUSE, None),
        (ALONE, "second_person_not_named,too_few_people"),
        (replace(HOUSE, acls_clinician=None), "acls_clinician_not_named"),
        (replace(HOUSE, credentials=HOUSE.credentials[1:]), "credential_missing"),
    ],
)
def test_too_few_people_call_at_every_running_drip(house: House, missing: str | None) -> None:
    drip = Clock([*started()])
    assert calls(drip, "staffing_low", 6, house=house) == (["open"] if missing else [])
    told = [alarm.inputs["missing"] for alarm in drip.state(6).alarms.values() if alarm.rule == "staffing_low"]
    assert told == ([missing] if missing else [])


def test_it_ends_when_the_house_is_staffed_again_and_comes_again_when_it_is_not() -> None:
    drip = Clock([*started()])
    calls(drip, "staffing_low", 6, house=ALONE)
    assert calls(drip, "staffing_low", 7, house=replace(HOUSE, changed_at=after(7))) == ["staffing_met"]
    again = replace(ALONE, changed_at=after(8))
    assert sorted(calls(drip, "staffing_low", 8, house=again)) == ["open", "staffing_met"]


def test_a_person_s_word_holds_until_somebody_else_leaves() -> None:
    drip = Clock([*started()])
    calls(drip, "staffing_low", 6, house=ALONE)
    (key,) = [key for key, each in drip.state(6).open_alarms.items() if each.rule == "staffing_low"]
    drip.end(key, "prescriber_accepts", minute=7)
    assert calls(drip, "staffing_low", 8, house=ALONE) == ["prescriber_accepts"]
    nobody = replace(ALONE, in_building=frozenset(), changed_at=after(9))
    assert sorted(calls(drip, "staffing_low", 9, house=nobody)) == ["open", "prescriber_accepts"]


def a_colleague_on_the_way_ends_nothing() -> None:
    drip = Clock([*started()])
    calls(drip, "staffing_low", 6, house=ALONE)
    (alarm,) = [each for each in alarm_lives(drip.state(6)) if each.rule == "staffing_low"]
    assert resolve_refusal(alarm, "colleague_coming") is not None


def test_a_colleague_who_is_on_the_way_does_not_end_it() -> None:
    a_colleague_on_the_way_ends_nothing()


def test_planted_fault_a_list_with_a_word_that_ends_it_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_life, "RESOLVE_REASONS", {"staffing_low": ("colleague_coming",)})
    with pytest.raises(AssertionError):
        a_colleague_on_the_way_ends_nothing()
    monkeypatch.setattr(alarm_life, "RESOLVE_REASONS", {"monitor_return": ("watched_directly",)})
    with pytest.raises(AssertionError):
        test_no_word_of_a_person_ends_it_while_nothing_else_of_the_monitor_calls()


def test_nobody_who_was_not_asked_ends_it_and_the_stop_does() -> None:
    drip = Clock([*started()])
    calls(drip, "staffing_low", 6, house=ALONE)
    assert calls(drip, "staffing_low", 7) == ["open"]
    drip.events.append(event("stopped", 8))
    assert calls(drip, "staffing_low", 8) == ["pump_no_longer_runs"]


def test_before_the_start_too_few_people_are_the_ready_gate_s_matter() -> None:
    assert calls(Clock([*before_start()]), "staffing_low", -1, house=ALONE) == []


# Planted faults.


@pytest.mark.parametrize(
    ("home", "name", "broken", "check"),
    [
        (
            adapter,
            "return_at",
            lambda off, policy: off.at + timedelta(minutes=60),
            lambda: test_an_alarm_calls_when_the_return_time_has_come_and_not_a_second_before(5, 5),
        ),
        (
            consent,
            "withdrawn_at",
            None,
            lambda: test_a_no_calls_while_the_pump_runs_and_only_a_yes_before_the_start_counts(
                [no(5), yes(6)], ["open"]
            ),
        ),
        (
            adapter,
            "acls_gate",
            lambda house, limits: second_person_gate(house, limits),
            lambda: test_too_few_people_call_at_every_running_drip(
                replace(HOUSE, acls_clinician=None), "acls_clinician_not_named"
            ),
        ),
        (
            deciding,
            "under_free_id",
            lambda wanted, **_: replace(wanted, id=uuid4()),
            test_a_person_s_word_holds_until_somebody_else_leaves,
        ),
        (
            adapter,
            "_return_over",
            lambda state: "patient_back_on",
            test_a_new_return_time_ends_it_and_does_not_say_that_the_patient_is_back,
        ),
        (
            back,
            "SLACK",
            timedelta(0),
            lambda: test_numbers_that_last_say_that_the_patient_is_back(numbers(0, 90), 90, comes=False),
        ),
    ],
)
def test_planted_a_broken_rule_is_noticed(
    home: Any, name: str, broken: Any, check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    if home is consent:
        monkeypatch.setattr(adapter, name, lambda said_no, said_yes, *, started_at: None if said_yes else said_no)
    else:
        monkeypatch.setattr(home, name, broken)
    with pytest.raises((AssertionError, ValueError)):
        check()
