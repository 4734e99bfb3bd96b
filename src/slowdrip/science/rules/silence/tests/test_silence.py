"""A channel that falls silent is pointed out, then calls, and ends by itself when it speaks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.science.rules.alarm import Decision, StoredAlarm, Tier
from slowdrip.science.rules.silence import ChannelHeard, SilenceLimits, decide
from slowdrip.science.rules.silence import deciding as rule

DRIP = UUID("01a20000-0000-7000-8000-000000000001")
T0 = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
LIMITS = SilenceLimits(advisory_after_s=15, urgent_after_s=60)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def decided(
    *heard: ChannelHeard, at: datetime, alarms: tuple[StoredAlarm, ...] = (), limits: SilenceLimits = LIMITS
) -> Decision:
    return decide(heard, alarms, infusion_id=DRIP, at=at, limits=limits)


def stored(decision: Decision) -> tuple[StoredAlarm, ...]:
    """What was raised, as the record keeps it."""
    return tuple(
        StoredAlarm(id=each.id, rule=each.rule, tier=each.tier, trigger=each.trigger, trigger_at=each.trigger_at)
        for each in decision.raise_
    )


SPO2 = ChannelHeard("spo2", T0)


@pytest.mark.parametrize(
    ("seconds", "tier"),
    [(0, None), (14.9, None), (15, Tier.ADVISORY), (59.9, Tier.ADVISORY), (60, Tier.URGENT), (4000, Tier.URGENT)],
)
def test_silence_grows_louder_at_its_limits(seconds: float, tier: Tier | None) -> None:
    raised = decided(SPO2, at=after(seconds)).raise_
    assert [each.tier for each in raised] == ([] if tier is None else [tier])


def test_planted_fault_a_rule_that_is_off_by_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "_tier", lambda silent, limits: Tier.ADVISORY if silent > timedelta(seconds=15) else None)
    with pytest.raises(AssertionError):
        test_silence_grows_louder_at_its_limits(15, Tier.ADVISORY)


def test_the_urgent_alarm_takes_the_advisory_over() -> None:
    first = stored(decided(SPO2, at=after(20)))
    then = decided(SPO2, at=after(61), alarms=first)
    assert [each.tier for each in then.raise_] == [Tier.URGENT]
    assert [(each.alarm_id, each.reason.code) for each in then.resolve] == [(first[0].id, "superseded")]


def test_two_processes_that_see_the_same_give_the_same_id_and_a_stored_alarm_is_not_raised_again() -> None:
    one, other = decided(SPO2, at=after(20)), decided(SPO2, at=after(30))
    assert one.raise_[0].id == other.raise_[0].id
    assert decided(SPO2, at=after(30), alarms=stored(one)).raise_ == ()


@pytest.mark.parametrize("seconds", [20, 70])
def test_a_channel_that_speaks_again_ends_its_alarm_whatever_its_tier(seconds: float) -> None:
    alarms = stored(decided(SPO2, at=after(seconds)))
    back = decided(replace(SPO2, last_at=after(seconds)), at=after(seconds + 1), alarms=alarms)
    assert [each.reason.code for each in back.resolve] == ["channel_back"]
    assert back.raise_ == ()


def test_the_next_silence_is_another_alarm() -> None:
    first = decided(SPO2, at=after(20))
    over = tuple(replace(each, resolved_at=after(100), reason="channel_back") for each in stored(first))
    again = decided(replace(SPO2, last_at=after(100)), at=after(120), alarms=over)
    assert again.raise_[0].id != first.raise_[0].id


def test_a_word_now_and_then_in_a_long_silence_is_one_alarm() -> None:
    """A monitor that speaks every twenty seconds is silent in between; its alarm does not end and begin each time."""
    alarms = stored(decided(SPO2, at=after(16)))
    then = decided(replace(SPO2, last_at=after(20)), at=after(36), alarms=alarms)
    assert (then.raise_, then.resolve) == ((), ())


def test_nothing_is_expected_of_a_monitor_that_was_released() -> None:
    alarms = stored(decided(SPO2, at=after(70)))
    ended = decided(at=after(71), alarms=alarms)
    assert [each.reason.code for each in ended.resolve] == ["no_longer_expected"]


def test_one_silent_channel_says_nothing_of_the_other() -> None:
    talking = ChannelHeard("hr", after(19))
    assert [each.inputs["channel"] for each in decided(SPO2, talking, at=after(20)).raise_] == ["spo2"]


def test_a_word_from_the_future_is_no_silence() -> None:
    assert decided(ChannelHeard("spo2", after(30)), at=T0).raise_ == ()


@given(st.lists(st.tuples(st.sampled_from(["spo2", "hr"]), st.integers(0, 300)), max_size=8), st.integers(0, 400))
def test_the_order_of_what_was_heard_means_nothing(told: list[tuple[str, int]], seconds: int) -> None:
    heard = [ChannelHeard(channel, after(second)) for channel, second in told]
    one, other = decided(*heard, at=after(seconds)), decided(*reversed(heard), at=after(seconds))
    assert {each.id for each in one.raise_} == {each.id for each in other.raise_}
    assert decided(*heard, at=after(seconds), alarms=stored(one)).raise_ == ()
