"""The whole story: `replay` folds any pile of events into the state at an instant, whatever order they came in."""

import json
from collections.abc import Iterable
from datetime import datetime

from slowdrip.science.infusion.events.event import Event, place
from slowdrip.science.infusion.fold.step import advance, step
from slowdrip.science.infusion.state import EMPTY, InfusionState


def replay(events: Iterable[Event], at: datetime) -> InfusionState:
    """The state at `at`: nothing from the future, every event once, in the order it occurred."""
    state = EMPTY
    for event in in_order(once(happened(events, at))):
        state = step(state, event)
    return advance(state, at)


def happened(events: Iterable[Event], at: datetime) -> list[Event]:
    """The events that had occurred by `at`."""
    return [event for event in events if event.occurred_at <= at]


def once(events: Iterable[Event]) -> list[Event]:
    """Each id once. Two events of one id that differ cannot come from the log; then the first written stands."""
    kept: dict[str, Event] = {}
    for event in events:
        other = kept.get(event.id)
        if other is None or (other != event and _rank(event) < _rank(other)):
            kept[event.id] = event
    return list(kept.values())


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as the story goes: when they occurred, then by id."""
    return sorted(events, key=place)


def _rank(event: Event) -> tuple[datetime, datetime, str]:
    told = json.dumps([event.kind, event.by, event.source, event.payload], sort_keys=True, default=str)
    return (event.recorded_at, event.occurred_at, told)
