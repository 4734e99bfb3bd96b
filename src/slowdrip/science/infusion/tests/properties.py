"""What must hold of every history, each as a check that raises AssertionError; tests and planted faults share them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from slowdrip.science.infusion import (
    EMPTY,
    Event,
    account,
    advance,
    delivered_ug,
    delivered_ul,
    from_json,
    replay,
    step,
    to_json,
)
from slowdrip.science.infusion.fold.pump import units_out
from slowdrip.science.infusion.state.drip import UNITS_PER_UL

Property = Callable[[list[Event], datetime, Random], None]


def any_order_of_arrival_gives_the_same_state(events: list[Event], at: datetime, rng: Random) -> None:
    """Shuffled, the story is the same."""
    shuffled = rng.sample(events, len(events))
    assert replay(shuffled, at) == replay(events, at)


def telling_twice_changes_nothing(events: list[Event], at: datetime, rng: Random) -> None:
    """An event sent again after a lost acknowledgement counts once."""
    again = [*events, *(one for one in events if rng.random() < 0.5), *events[-1:]]
    assert replay(again, at) == replay(events, at)


def the_future_changes_nothing(events: list[Event], at: datetime, rng: Random) -> None:
    """What occurs after `at` is not in the state at `at`."""
    assert replay(events, at) == replay([one for one in events if one.occurred_at <= at], at)


def stepping_gives_what_replay_gives(events: list[Event], at: datetime, rng: Random) -> None:
    """One event at a time, looking at the clock in between, comes to the same."""
    state, seen = EMPTY, set[str]()
    for one in sorted(events, key=lambda event: (event.occurred_at, event.id)):
        if one.occurred_at <= at and one.id not in seen:
            seen.add(one.id)
            state = step(advance(state, one.occurred_at - timedelta(0)), one)
    assert advance(state, at) == replay(events, at)


def delivered_never_decreases(events: list[Event], at: datetime, rng: Random) -> None:
    """Neither as time goes on nor as events come in; and what had gone in by then is not rewritten later."""
    early = at - timedelta(microseconds=rng.randrange(0, 3_600_000_000))
    before, after = replay(events, early), replay(events, at)
    assert 0 <= delivered_ul(before, early) <= delivered_ul(after, at)
    assert delivered_ul(after, early) == delivered_ul(before, early)
    assert 0 <= delivered_ug(before, early) <= delivered_ug(after, at)


def delivered_stays_within_program_and_bag(events: list[Event], at: datetime, rng: Random) -> None:
    """No bag gives more than it holds, no segment more than programmed, even long after."""
    long_after = at + timedelta(days=2)
    state = advance(replay(events, at), long_after)
    drip = state.drip
    for segment in drip.segments:
        assert segment.cap_units is None or segment.units(long_after) <= segment.cap_units
    for index, bag in enumerate(drip.bags):
        if bag.volume_ul and not state.flagged("bag_smaller_than_delivered"):
            assert units_out(drip, index, long_after) <= bag.volume_ul * UNITS_PER_UL


def the_drug_adds_up(events: list[Event], at: datetime, rng: Random) -> None:
    """Drawn, told by the events themselves, is delivered + residual + wasted + unaccounted."""
    state = replay(events, at)
    drug = account(state)
    assert drug.drawn_ug == Fraction(sum(_drawn_ng(one) for one in _distinct(events, at)), 1000)
    assert drug.drawn_ug == drug.delivered_ug + drug.residual_ug + drug.wasted_ug + drug.unaccounted_ug
    assert drug.delivered_ug == delivered_ug(state, at)
    assert min(drug.drawn_ug, drug.delivered_ug, drug.residual_ug, drug.wasted_ug) >= 0


def json_gives_the_same_state(events: list[Event], at: datetime, rng: Random) -> None:
    """Written as text and read again, the state is the same, and so is its text."""
    state = replay(events, at)
    text = to_json(state)
    assert from_json(text) == state
    assert to_json(from_json(text)) == text


PROPERTIES: tuple[Property, ...] = (
    any_order_of_arrival_gives_the_same_state,
    telling_twice_changes_nothing,
    the_future_changes_nothing,
    stepping_gives_what_replay_gives,
    delivered_never_decreases,
    delivered_stays_within_program_and_bag,
    the_drug_adds_up,
    json_gives_the_same_state,
)


def _distinct(events: list[Event], at: datetime) -> list[Event]:
    return list({one.id: one for one in events if one.occurred_at <= at}.values())


def _drawn_ng(one: Event) -> int:
    if one.kind != "drawn_up":
        return 0
    volume, strength = one.payload.get("draw_volume_ul"), one.payload.get("vial_ug_per_ml")
    if type(volume) is not int or type(strength) is not int:
        return 0
    return volume * strength if min(volume, strength) >= 0 and max(volume, strength) < 10**12 else 0
