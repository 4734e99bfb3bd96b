"""On labelled traces no true event is missed, and calls without a true cause are rare."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from slowdrip.exchange.simulated.rates import Rates, Traces, rates_of
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion import EMPTY
from slowdrip.science.infusion.state import Drip
from slowdrip.science.rules.adapters.streamed import streamed_limits
from slowdrip.science.rules.alarm import Decision
from slowdrip.science.rules.streamed import StreamedLimits, decide
from slowdrip.science.rules.streamed.rules import BP, HR_HIGH, RR, SPO2

STARTED = replace(EMPTY, drip=Drip(started_at=datetime.min.replace(tzinfo=UTC)))
LIMITS = streamed_limits(default_policy(), STARTED)
MOST_FALSE_PER_H = 0.5
DENSE = Traces(chairs=3, minutes=60, events_per_h=12, seed=4)
BRIEF = replace(DENSE, chairs=1)
USUAL = Traces(chairs=4, minutes=60, events_per_h=1, seed=5)


def assert_none_missed(found: Rates, *, least: int) -> None:
    assert found.events.total() >= least
    assert found.missed.total() == 0, dict(found.missed)


def assert_few_false(found: Rates, *, hours: float) -> None:
    assert found.hours >= hours
    assert found.false_calls_per_h <= MOST_FALSE_PER_H, dict(found.false_calls)


def test_a_sample_of_true_events_is_found() -> None:
    assert_none_missed(rates_of(DENSE, LIMITS), least=12)


def test_a_sample_of_usual_hours_has_few_false_calls() -> None:
    assert_few_false(rates_of(USUAL, LIMITS), hours=4)


@pytest.mark.long
def test_of_five_hundred_true_events_none_is_missed() -> None:
    found = rates_of(replace(DENSE, chairs=150), LIMITS)
    assert_none_missed(found, least=500)
    assert all(found.events[rule] >= 50 for rule in (SPO2, BP, RR, HR_HIGH))


@pytest.mark.long
def test_in_a_hundred_hours_with_artifacts_false_calls_are_rare() -> None:
    assert_few_false(rates_of(replace(USUAL, chairs=100), LIMITS), hours=100)


def worse(**changes: Any) -> StreamedLimits:
    """The limits with every channel changed like this."""
    return replace(LIMITS, channels=tuple(replace(each, **changes) for each in LIMITS.channels))


def test_planted_fault_no_persistence_has_many_false_calls() -> None:
    with pytest.raises(AssertionError):
        assert_few_false(rates_of(BRIEF, worse(persist_s=2)), hours=1)


def test_planted_fault_rules_that_never_call_are_noticed() -> None:
    with pytest.raises(AssertionError):
        assert_none_missed(rates_of(BRIEF, LIMITS, rules=deaf), least=1)


def deaf(*told: Any, **limits: Any) -> Decision:
    """Rules that never call."""
    decision = decide(*told, **limits)
    return replace(decision, raise_=tuple(each for each in decision.raise_ if each.tier == "advisory"))
