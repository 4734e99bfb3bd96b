"""True events of an invented patient: what an alarm must not miss. Sizes and rates are engineering defaults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Final

RAMP_S: Final = 20.0


class EventKind(StrEnum):
    """What truly happens to the patient."""

    DESATURATION = "desaturation"
    HYPERTENSION = "hypertension"
    SLOW_BREATHING = "slow_breathing"
    FAST_HEART = "fast_heart"
    SLOW_HEART = "slow_heart"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: from when, for how long, and the value its channels move to (a pressure: by how much it rises)."""

    kind: EventKind
    start_s: float
    length_s: float
    to: float

    def depth(self, at_s: float) -> float:
        """How far the event is in: 0 outside, 1 at its height, with slopes so that nothing jumps."""
        inside = min(at_s - self.start_s, self.start_s + self.length_s - at_s)
        return max(0.0, min(1.0, inside / RAMP_S))


# Where each kind goes (from, to) and how long it lasts at least and at most, in seconds.
SIZES: Final[Mapping[EventKind, tuple[tuple[float, float], tuple[float, float]]]] = MappingProxyType(
    {
        EventKind.DESATURATION: ((78.0, 87.0), (90.0, 240.0)),
        EventKind.HYPERTENSION: ((60.0, 95.0), (900.0, 1500.0)),
        EventKind.SLOW_BREATHING: ((3.0, 6.0), (90.0, 240.0)),
        EventKind.FAST_HEART: ((135.0, 165.0), (300.0, 600.0)),
        EventKind.SLOW_HEART: ((32.0, 39.0), (180.0, 400.0)),
    }
)
CHANNELS: Final[Mapping[EventKind, tuple[str, ...]]] = MappingProxyType(
    {
        EventKind.DESATURATION: ("spo2",),
        EventKind.HYPERTENSION: ("nibp_sys", "nibp_dia", "nibp_mean"),
        EventKind.SLOW_BREATHING: ("resp_rate",),
        EventKind.FAST_HEART: ("heart_rate", "pulse_rate"),
        EventKind.SLOW_HEART: ("heart_rate", "pulse_rate"),
    }
)


def draw_events(dice: Random, *, minutes: float, per_h: float) -> tuple[Event, ...]:
    """Events by chance over the minutes, one after the other."""
    events: list[Event] = []
    at_s = dice.expovariate(per_h / 3600) if per_h > 0 else minutes * 60
    while at_s < minutes * 60:
        events.append(draw_event(dice, start_s=at_s))
        at_s += events[-1].length_s + dice.expovariate(per_h / 3600)
    return tuple(events)


def draw_event(dice: Random, *, start_s: float) -> Event:
    """One event by chance."""
    kind = dice.choice(list(EventKind))
    (low, high), (shortest_s, longest_s) = SIZES[kind]
    return Event(kind, start_s, dice.uniform(shortest_s, longest_s), dice.uniform(low, high))


def with_events(truth: Mapping[str, float], events: Iterable[Event], at_s: float) -> dict[str, float]:
    """The true values with what is happening at that second."""
    moved = dict(truth)
    for event in events:
        depth = event.depth(at_s)
        for channel in CHANNELS[event.kind] if depth else ():
            moved[channel] = _moved(event, channel, moved[channel], depth)
    return moved


def _moved(event: Event, channel: str, value: float, depth: float) -> float:
    if event.kind is EventKind.HYPERTENSION:
        return value + depth * event.to * (1.0 if channel == "nibp_sys" else 0.6)
    return value + depth * (event.to - value)


def happening(events: Iterable[Event], channel: str, at_s: float) -> str:
    """The kind of event that moves a channel at that second, or nothing."""
    return next((str(each.kind) for each in events if channel in CHANNELS[each.kind] and each.depth(at_s)), "")
