"""The life of an alarm: nothing that calls ever falls silent, and everything can end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.alarm_life import (
    RESOLVE_REASONS,
    acknowledge_refusal,
    advisories_at_end,
    due_transitions,
    next_call_at,
    resolve_refusal,
    role_next,
)
from slowdrip.science.rules.alarm_stage import AlarmLife, AlarmState, Escalation, LifeLimits, Patience
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.tests import checks
from slowdrip.science.rules.tests.cases import INFUSION, LIFE_LIMITS, NOON, after, life


def moves(alarm: AlarmLife, seconds: float) -> tuple[Escalation, ...]:
    at = NOON + timedelta(seconds=seconds)
    return due_transitions((alarm,), infusion_id=INFUSION, at=at, limits=LIFE_LIMITS)


@pytest.mark.parametrize(
    ("tier", "seconds", "count"),
    [
        (Tier.URGENT, 59, 0),
        (Tier.URGENT, 60, 1),
        (Tier.URGENT, 61, 1),
        (Tier.EMERGENCY, 29, 0),
        (Tier.EMERGENCY, 30, 1),
        (Tier.EMERGENCY, 31, 1),
        (Tier.ADVISORY, 86_400, 0),
    ],
)
def test_an_unanswered_alarm_goes_up_when_its_patience_is_over(tier: Tier, seconds: int, count: int) -> None:
    assert len(moves(life(tier), seconds)) == count


@pytest.mark.parametrize(("seconds", "count"), [(310, 0), (319, 0), (320, 1), (321, 1)])
def test_an_answered_but_unresolved_alarm_calls_again(seconds: int, count: int) -> None:
    answered = replace(life(), acknowledged_at=NOON + timedelta(seconds=20))
    found = moves(answered, seconds)
    assert len(found) == count
    assert [each.reason for each in found] == [because("acknowledged_but_unresolved", after_s=300)] * count


def test_a_step_names_the_next_role_and_why() -> None:
    (step,) = moves(life(), 60)
    assert (step.level, step.role, step.reason) == (1, "prescriber", because("not_acknowledged", after_s=60))


def test_a_late_clock_takes_one_step_at_a_time() -> None:
    assert len(moves(life(), 3600)) == 1


@pytest.mark.parametrize(
    ("level", "then"),
    [
        (0, "prescriber"),
        (1, "medical_director"),
        (2, "medical_director"),
        (9, "medical_director"),
    ],
)
def test_the_ladder_ends_at_its_ceiling_and_repeats_there(level: int, then: str) -> None:
    alarm = replace(life(), level=level, escalated_at=after(1))
    assert role_next(alarm, LIFE_LIMITS) == then


def test_a_short_silence_counts_and_a_long_one_does_not() -> None:
    seen = replace(life(), acknowledged_at=NOON)
    short = replace(seen, silent_until=NOON + timedelta(seconds=90))
    long = replace(seen, silent_until=NOON + timedelta(days=1))
    assert (len(moves(short, 89)), len(moves(short, 90)), len(moves(long, 299)), len(moves(long, 300))) == (0, 1, 0, 1)


def test_an_answer_dated_before_the_alarm_by_a_slow_tablet_still_counts() -> None:
    seen = replace(life(), acknowledged_at=after(-30))
    assert seen.state is AlarmState.ACKNOWLEDGED
    assert (len(moves(seen, 299)), len(moves(seen, 300))) == (0, 1)


def test_the_state_follows_the_latest_event() -> None:
    alarm = life()
    assert alarm.state is AlarmState.RAISED
    up = replace(alarm, escalated_at=after(1), level=1)
    assert up.state is AlarmState.ESCALATED
    assert replace(up, acknowledged_at=after(0.5)).state is AlarmState.ESCALATED
    assert replace(up, acknowledged_at=after(1)).state is AlarmState.ACKNOWLEDGED
    assert replace(up, resolved_at=after(2)).state is AlarmState.RESOLVED


def test_a_resolved_alarm_is_over() -> None:
    assert moves(replace(life(), resolved_at=after(0.5)), 86_400) == ()


def test_resolving_needs_a_reason_of_that_rule() -> None:
    assert resolve_refusal(life(), "treated") is None
    refused = resolve_refusal(life(), "because_i_said_so")
    assert refused is not None
    assert refused.code == "resolve_reason_not_listed"
    assert resolve_refusal(life(rule="overdue_check"), "treated") is not None
    assert resolve_refusal(replace(life(), resolved_at=after(1)), "treated") == because("alarm_already_resolved")


@pytest.mark.parametrize(
    ("alarm", "code"),
    [
        (life(), None),
        (life(Tier.ADVISORY), "advisory_needs_no_acknowledgement"),
        (replace(life(), acknowledged_at=after(1)), "alarm_already_acknowledged"),
        (replace(life(), acknowledged_at=after(1), escalated_at=after(2)), None),
        (replace(life(), resolved_at=after(1)), "alarm_already_resolved"),
    ],
)
def test_what_can_be_acknowledged(alarm: AlarmLife, code: str | None) -> None:
    found = acknowledge_refusal(alarm)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    "rule",
    [
        "blood_pressure",
        "overdue_check",
        "heart_rate_high",
        "heart_rate_low",
        "oxygen_saturation",
        "respiratory_rate",
        "sedation",
        "emergency_symptom",
    ],
)
def test_every_rule_has_a_one_tap_list(rule: str) -> None:
    assert 8 >= len(set(RESOLVE_REASONS[rule])) == len(RESOLVE_REASONS[rule]) >= 3
    assert {"entered_by_mistake", "handed_to_ems"} <= set(RESOLVE_REASONS[rule])


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("oxygen_saturation", "treated"),
        ("respiratory_rate", "probe_error"),
        ("sedation", "symptom_over"),
        ("emergency_symptom", "watched_and_recovered"),
        ("heart_rate_low", "oxygen_given"),
    ],
)
def test_a_reason_of_another_rule_ends_nothing(rule: str, reason: str) -> None:
    found = resolve_refusal(life(rule=rule), reason)
    assert found is not None
    assert found.code == "resolve_reason_not_listed"


def test_at_the_end_quiet_alarms_end_and_calling_ones_stay() -> None:
    quiet, loud = (
        StoredAlarm(id=life(t).id, rule="blood_pressure", tier=t, trigger="e", trigger_at=NOON)
        for t in (Tier.ADVISORY, Tier.URGENT)
    )
    (over,) = advisories_at_end((quiet, loud), INFUSION)
    assert (over.alarm_id, over.reason) == (quiet.id, because("infusion_ended"))


def test_limits_that_would_silence_alarms_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ladder_empty"):
        LifeLimits(urgent=Patience(1, 1), emergency=Patience(1, 1), ladder=(), ceiling_calls=6)
    with pytest.raises(ValueError, match="ceiling_never_called"):
        LifeLimits(urgent=Patience(1, 1), emergency=Patience(1, 1), ladder=("nurse",), ceiling_calls=0)
    with pytest.raises(ValueError, match="patience_not_positive"):
        Patience(0, 300)


@pytest.mark.parametrize(
    ("level", "calls", "call_after_s"),
    [
        (2, 5, 60),
        (2, 6, None),
        (2, 7, None),
        (1, 6, 60),
        (9, 6, None),
    ],
)
def test_the_top_is_called_six_times_and_then_the_record_is_quiet(
    level: int,
    calls: int,
    call_after_s: int | None,
) -> None:
    top = replace(life(), level=level, escalated_at=NOON, calls_at_level=calls)
    expected = None if call_after_s is None else NOON + timedelta(seconds=call_after_s)
    assert next_call_at(top, LIFE_LIMITS) == expected
    assert top.state is AlarmState.ESCALATED


def test_an_alarm_that_called_out_calls_again_when_somebody_answers_and_does_not_act() -> None:
    answered = replace(life(), level=2, escalated_at=NOON, calls_at_level=6, acknowledged_at=after(20))
    assert next_call_at(answered, LIFE_LIMITS) == after(25)
    again = replace(answered, escalated_at=after(25), calls_at_level=7)
    assert (again.state, next_call_at(again, LIFE_LIMITS)) == (AlarmState.ESCALATED, None)


def test_a_ladder_of_one_is_called_six_times_after_the_raising() -> None:
    one = replace(LIFE_LIMITS, ladder=("nurse",))
    calling = [next_call_at(replace(life(), level=min(n, 1), calls_at_level=n), one) is not None for n in range(8)]
    assert calling == [True] * 6 + [False] * 2


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    some.sampled_from([Tier.URGENT, Tier.EMERGENCY]),
    some.sets(some.integers(0, 700).map(lambda number: number * 5), max_size=6),
)
def test_the_record_of_an_unresolved_alarm_does_not_grow_for_ever(tier: Tier, answers: set[int]) -> None:
    checks.check_the_record_does_not_grow_for_ever(tier, sorted(answers))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    some.sampled_from([Tier.URGENT, Tier.EMERGENCY]),
    some.sets(some.integers(0, 700).map(lambda number: number * 5), max_size=6),
)
def test_an_unresolved_alarm_keeps_calling_whatever_people_acknowledge(tier: Tier, answers: set[int]) -> None:
    checks.check_an_unresolved_alarm_keeps_calling(tier, sorted(answers))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(some.integers(0, 9), some.integers(0, 600))
def test_two_clocks_write_one_escalation(level: int, escalated_s: int) -> None:
    alarm = (
        life()
        if level == 0
        else replace(
            life(),
            level=level,
            escalated_at=NOON + timedelta(seconds=escalated_s),
        )
    )
    checks.check_two_clocks_write_one_escalation(alarm, alarm.called_at + timedelta(seconds=60))


def test_each_step_of_one_alarm_has_its_own_id() -> None:
    first = moves(life(), 60)[0]
    second = moves(replace(life(), level=1, escalated_at=first.at), 120)[0]
    assert first.id != second.id
