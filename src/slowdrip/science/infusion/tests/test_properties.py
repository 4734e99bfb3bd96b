"""The fold's properties over many random histories."""

import os
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings

from slowdrip.science.infusion import Event, Phase, account, delivered_ul, replay
from slowdrip.science.infusion.tests.histories import history, instant, seeds, usual
from slowdrip.science.infusion.tests.properties import PROPERTIES, Property

LONG = os.environ.get("SLOWDRIP_LONG") == "1"
HYPOTHESIS_EXAMPLES = 1_000 if LONG else 250
PLAIN_HISTORIES = 100_000 if LONG else 20_000


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda one: one.__name__)
@settings(max_examples=HYPOTHESIS_EXAMPLES, deadline=None, derandomize=True)
@given(seed=seeds)
def test_it_holds_of_any_history(holds: Property, seed: int) -> None:
    rng = Random(seed)
    events = history(rng)
    holds(events, instant(events, rng), rng)


@pytest.mark.parametrize("part", range(len(PROPERTIES)))
def test_it_holds_of_very_many_histories(part: int) -> None:
    """Each history meets one property, so that all of them share the many."""
    for seed in range(part, PLAIN_HISTORIES, len(PROPERTIES)):
        rng = Random(seed)
        events = history(rng)
        PROPERTIES[part](events, instant(events, rng), rng)


def test_a_usual_drip_gives_what_a_stopwatch_gives() -> None:
    for seed in range(PLAIN_HISTORIES // 40):
        rng = Random(seed)
        events = usual(rng)
        at = instant(events, rng)
        assert delivered_ul(replay(events, at), at) * 3_600_000_000 == _stopwatch(events, at)


def test_a_usual_drip_adds_up_to_nothing_unaccounted() -> None:
    for seed in range(PLAIN_HISTORIES // 40):
        events = usual(Random(seed))
        state = replay(events, events[-1].occurred_at + timedelta(hours=3))
        assert account(state).unaccounted_ug == 0
        assert state.phase in {Phase.RECOVERY, Phase.ENDED}
        assert {one.code for one in state.flags} <= {"discharged_with_line"}


def _stopwatch(events: list[Event], at: datetime) -> int:
    """The same by another road: sum rate times microseconds between pump events, never above 100 mL."""
    total, rate, kept = 0, 0, 0
    since: datetime | None = None
    for one in sorted(events, key=lambda event: event.occurred_at):
        if one.occurred_at > at or one.kind not in {
            "started",
            "rate_changed",
            "paused",
            "resumed",
            "stopped",
            "completed",
        }:
            continue
        if since is not None:
            total += rate * ((one.occurred_at - since) // timedelta(microseconds=1))
        since = one.occurred_at
        kept = one.payload.get("rate_ul_per_h", kept)
        rate = kept if one.kind in {"started", "rate_changed", "resumed"} else 0
    if since is not None:
        total += rate * ((at - since) // timedelta(microseconds=1))
    return min(total, 100_000 * 3_600_000_000)
