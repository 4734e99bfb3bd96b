"""Planted faults: break one named rule of the fold, and the check that guards it must fail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import import_module
from random import Random
from typing import Any

import pytest

from slowdrip.science.infusion import Event, InfusionState, Phase, delivered_ug
from slowdrip.science.infusion.state import Bag, Drip, Segment, canonical
from slowdrip.science.infusion.tests import properties, test_amounts, test_fold, test_properties
from slowdrip.science.infusion.tests.histories import history, instant
from slowdrip.science.infusion.tests.properties import Property

# By their full names: the package `fold` offers functions named like two of its modules.
STEP = import_module("slowdrip.science.infusion.fold.step")
REPLAY = import_module("slowdrip.science.infusion.fold.replay")
PUMP = import_module("slowdrip.science.infusion.fold.pump")
CLOSING = import_module("slowdrip.science.infusion.fold.closing")
AMOUNTS = import_module("slowdrip.science.infusion.fold.amounts")
HISTORIES = 300


def over_histories(holds: Property) -> Callable[[], None]:
    """The property as a check over some hundred histories."""
    return partial(_over_histories, holds)


def _over_histories(holds: Property) -> None:
    for seed in range(HISTORIES):
        rng = Random(seed)
        events = history(rng)
        holds(events, instant(events, rng), rng)


def with_handler(code: str, handler: object) -> Mapping[str, object]:
    """The fold's table with one handler exchanged."""
    return {**STEP.HANDLERS, code: handler}


def by_id_only(one: Event) -> str:
    return one.id


def by_time_only(one: Event) -> datetime:
    return one.occurred_at


def everything(events: Iterable[Event], at: datetime | None = None) -> list[Event]:
    return list(events)


def the_last_told(events: Iterable[Event]) -> list[Event]:
    return list({one.id: one for one in events}.values())


def pump_runs_on(state: InfusionState, one: Event) -> InfusionState:
    return replace(state, phase=Phase.PAUSED)


def nothing(state: InfusionState, one: Event) -> InfusionState:
    return state


def no_end(drip: Drip, out: int) -> int | None:
    return None


def program_without_bag(drip: Drip, out: int) -> int | None:
    return drip.limit_units


def from_nothing(segment: Segment, at: datetime) -> int:
    until = at if segment.to_at is None else min(at, segment.to_at)
    return segment.rate_ul_per_h * max(0, (until - segment.from_at).seconds * 1_000_000)


def waste_forgotten(bag: Bag, volume_ul: int, container: str) -> Bag:
    return bag


def half_of_it(state: InfusionState, at: datetime) -> Any:
    return delivered_ug(state, at) / 2


def told_in_whole_seconds() -> None:
    """What was told before, and how, is forgotten, so that the fault reaches every part."""
    canonical._TOLD.clear()
    canonical._writer.cache_clear()
    over_histories(properties.json_gives_the_same_state)()


def whole_seconds(value: datetime) -> str:
    return f'"{value.isoformat(timespec="seconds")}"'


stopwatch = test_properties.test_a_usual_drip_gives_what_a_stopwatch_gives
FAULTS: dict[str, tuple[Any, str, object, Callable[[], None]]] = {
    "sorted by id": (REPLAY, "place", by_id_only, stopwatch),
    "ties left to arrival": (
        REPLAY, "place", by_time_only, over_histories(properties.any_order_of_arrival_gives_the_same_state),
    ),
    "not sorted": (
        REPLAY, "in_order", everything, over_histories(properties.any_order_of_arrival_gives_the_same_state),
    ),
    "duplicates kept": (REPLAY, "once", everything, over_histories(properties.telling_twice_changes_nothing)),
    "the last of two stories": (
        REPLAY, "once", the_last_told, test_fold.test_one_id_with_two_stories_is_the_first_written_in_any_order,
    ),
    "the future let in": (REPLAY, "happened", everything, over_histories(properties.the_future_changes_nothing)),
    "the clock not advanced": (
        REPLAY, "advance", lambda state, at: state, over_histories(properties.stepping_gives_what_replay_gives),
    ),
    "a pause that runs on": (STEP, "HANDLERS", with_handler("paused", pump_runs_on), stopwatch),
    "a rate change unheard": (STEP, "HANDLERS", with_handler("rate_changed", nothing), stopwatch),
    "a stop unheard": (
        STEP, "HANDLERS", with_handler("stopped", nothing), test_amounts.test_an_early_stop_leaves_the_rest_in_the_bag,
    ),
    "a draw-up uncounted": (
        STEP, "HANDLERS", with_handler("drawn_up", nothing), over_histories(properties.the_drug_adds_up),
    ),
    "an alarm never acknowledged": (
        STEP, "HANDLERS", with_handler("alarm_acknowledged", nothing),
        test_fold.test_an_alarm_lives_from_raised_to_resolved,
    ),
    "a pump without an end": (PUMP, "_cap", no_end, stopwatch),
    "a bag without a bottom": (
        PUMP, "_cap", program_without_bag, over_histories(properties.delivered_stays_within_program_and_bag),
    ),
    "earlier segments forgotten": (
        Segment, "units", from_nothing, over_histories(properties.delivered_never_decreases),
    ),
    "waste forgotten": (
        CLOSING, "_less", waste_forgotten, test_amounts.test_the_record_is_compared_with_pump_and_bag_at_the_end,
    ),
    "half the dose accounted": (AMOUNTS, "delivered_ug", half_of_it, over_histories(properties.the_drug_adds_up)),
    "text without microseconds": (
        canonical, "_instant", whole_seconds, told_in_whole_seconds,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_rule_is_caught(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    place, rule, fault, check = FAULTS[name]
    check()
    monkeypatch.setattr(place, rule, fault)
    with pytest.raises(AssertionError):
        check()
    canonical._TOLD.clear()
    canonical._writer.cache_clear()
