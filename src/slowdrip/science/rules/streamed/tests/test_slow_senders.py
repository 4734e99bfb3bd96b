"""A monitor that sends seldom calls too: up to the silence that calls by itself, no interval goes unheard."""

from dataclasses import replace
from datetime import timedelta

import pytest

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.rules.adapters.policy_alarms import silence_limits
from slowdrip.science.rules.silence import ChannelHeard
from slowdrip.science.rules.silence import decide as silence
from slowdrip.science.rules.streamed import Sample
from slowdrip.science.rules.streamed.tests import cases
from slowdrip.science.rules.streamed.tests.cases import ADVISORY_S, AT, DRIP, GAP_S, HR_S, RR_S, SPO2_S, at, raised

TEN_MINUTES_S = 600
OLD_GAP_S = 15


def every(interval_s: int, channel: str = "spo2", value: int = 60) -> list[Sample]:
    return [Sample(channel, "M", at(second), value) for second in range(0, TEN_MINUTES_S + 1, interval_s)]


def first_call(numbers: list[Sample]) -> tuple[str, str, float] | None:
    """Rule and tier of the first call, and its second, as seen number by number through the look-back."""
    for newest in numbers:
        window = [each for each in numbers if newest.at - cases.LIMITS.look_back <= each.at <= newest.at]
        calls = [each for each in raised(window) if each[1] != "advisory"]
        if calls:
            return (*calls[0][:2], (newest.at - AT).total_seconds())
    return None


@pytest.mark.parametrize("interval_s", [1, 10, 15, 16, 20, 30, 45, 60])
def test_a_fatal_saturation_calls_at_every_interval(interval_s: int) -> None:
    found = first_call(every(interval_s))
    assert found is not None
    assert found[:2] == ("monitor_spo2", "emergency")
    assert found[2] < SPO2_S + interval_s


@pytest.mark.parametrize("interval_s", [16, 30, 45, 60])
@pytest.mark.parametrize(
    ("channel", "value", "persist_s", "rule"), [("rr", 4, RR_S, "monitor_rr"), ("hr", 130, HR_S, "monitor_hr_high")]
)
def test_so_do_breath_and_heart(channel: str, value: int, persist_s: int, rule: str, interval_s: int) -> None:
    found = first_call(every(interval_s, channel, value))
    assert found is not None
    assert found[0] == rule
    assert found[2] < persist_s + interval_s


@pytest.mark.parametrize("interval_s", [20, 60])
def test_an_advisory_comes_from_a_slow_sender_too(interval_s: int) -> None:
    few = [each for each in every(interval_s, value=93) if each.at <= at(ADVISORY_S)]
    assert raised(few) == [("monitor_spo2", "advisory", "0")]


def test_planted_fault_the_gap_that_is_only_pointed_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    short = tuple(replace(each, longest_gap_s=OLD_GAP_S) for each in cases.LIMITS.channels)
    monkeypatch.setattr(cases, "LIMITS", replace(cases.LIMITS, channels=short))
    for interval_s in (16, 20, 30, 45, 60):
        with pytest.raises(AssertionError):
            test_a_fatal_saturation_calls_at_every_interval(interval_s)


def test_slower_than_that_the_silence_calls() -> None:
    assert first_call(every(GAP_S + 1)) is None
    heard = [ChannelHeard("spo2", AT)]
    limits = silence_limits(default_policy())
    told = silence(heard, (), infusion_id=DRIP, at=AT + timedelta(seconds=GAP_S + 1), limits=limits)
    assert [(each.rule, str(each.tier)) for each in told.raise_] == [("channel_silent", "urgent")]
