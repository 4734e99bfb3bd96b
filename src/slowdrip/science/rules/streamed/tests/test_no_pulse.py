"""A monitor's heart rate of 0 is an emergency, when it lasts: a lead that is moved is none."""

from dataclasses import replace

import pytest

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import EMPTY
from slowdrip.science.rules.adapters import streamed
from slowdrip.science.rules.adapters.streamed import streamed_decision
from slowdrip.science.rules.streamed import Sample, limits
from slowdrip.science.rules.streamed.tests.cases import DRIP, NO_PULSE_S, STARTED, lasting, raised

READY = replace(EMPTY, phase=Phase.READY)
CALLS = [("monitor_hr_low", "emergency")]


def of_the_drip(samples: list[Sample], *, started: bool) -> list[tuple[str, str]]:
    drip = replace(STARTED, phase=Phase.RUNNING) if started else READY
    found = streamed_decision(drip, default_policy(), infusion_id=DRIP, samples=samples)
    return [(each.rule, str(each.tier)) for each in found.raise_]


@pytest.mark.parametrize(("lasts_s", "expected"), [(NO_PULSE_S - 1, []), (NO_PULSE_S, CALLS)])
def test_no_beat_calls_when_it_lasts_and_not_a_second_before(lasts_s: int, expected: list[tuple[str, str]]) -> None:
    assert of_the_drip(lasting("hr", 0, 0, lasts_s), started=True) == expected


def test_a_lead_that_is_moved_does_not_call() -> None:
    moved = [*lasting("hr", 0, 0, 8), *lasting("hr", 72, 9, 9), *lasting("hr", 0, 10, 18)]
    assert raised(moved) == []


@pytest.mark.parametrize(("value", "expected"), [(0, CALLS), (1, []), (200, [])])
def test_before_the_start_only_no_beat_at_all_calls(value: int, expected: list[tuple[str, str]]) -> None:
    assert of_the_drip(lasting("hr", value, 0, 90), started=False) == expected


def test_before_the_start_a_beat_between_breaks_the_run() -> None:
    broken = [*lasting("hr", 0, 0, 6), *lasting("hr", 72, 7, 7), *lasting("hr", 0, 8, 14)]
    assert of_the_drip(broken, started=False) == []


def test_planted_no_pulse_that_waits_as_long_as_a_slow_heart_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.ChannelLimits, "lasting", lambda self, tier: streamed.SLACK)
    with pytest.raises(AssertionError):
        test_no_beat_calls_when_it_lasts_and_not_a_second_before(NO_PULSE_S, CALLS)


def test_planted_a_heart_that_is_not_heard_before_the_start_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "counting", lambda samples, state: [each for each in samples if each.channel != "hr"])
    with pytest.raises(AssertionError):
        test_before_the_start_only_no_beat_at_all_calls(0, CALLS)
