"""One event more: `step` and `advance`, total for every event in every state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from slowdrip.science.infusion.events.catalogue import KINDS
from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.fold import (
    alarms,
    arrival,
    closing,
    drip,
    emergency,
    help_and_medication,
    limits,
    observations,
    preparation,
    symptoms,
)
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.observations import READINGS
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import Drip, Flag, InfusionState, Observed
from slowdrip.science.infusion.state.copying import copy_with
from slowdrip.science.infusion.state.drip import UNITS_PER_UL

Handler = Callable[[InfusionState, Event], InfusionState]

_FILES = (
    arrival,
    preparation,
    drip,
    observations,
    symptoms,
    help_and_medication,
    emergency,
    alarms,
    limits,
    closing,
)
HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {code: handler for file in _FILES for code, handler in file.HANDLERS.items()}
)

# Done after the person left, as a rule or by right: counting, wasting, explaining, closing alarms.
_AFTER_ENDING = frozenset(
    {
        "pump_read",
        "wasted",
        "note",
        "stop_reason",
        "handed_over",
        "taken_over",
        "order_attached",
        "off_monitor",
        "monitor_unpaired",
        "emergency_step",
        "emergency_over",
        "symptom_changed",
        "symptom_ended",
    }
)


def step(state: InfusionState, event: Event) -> InfusionState:
    """The state after one event.

    Events come in the order of `place`; one that comes late is folded as of now and flagged `arrived_late`: replay.
    """
    kind, handler = KINDS.get(event.kind), HANDLERS.get(event.kind)
    read = READINGS.get(handler) if handler is not None else None
    observed = read(state, event) if read is not None else None
    now = _clocked(state, event, observed or state.observed)
    if kind is None:
        return flag(now, "unknown_kind", event)
    after = handler(now, event) if handler is not None and observed is None else now
    if kind.moves is not None and state.phase in kind.moves_from and after.phase is not kind.moves:
        after = replace(after, phase=kind.moves)
    return flag(after, f"{event.kind}_after_ending", event) if _too_late(state, kind) else after


def advance(state: InfusionState, at: datetime) -> InfusionState:
    """The state as it stands at `at` when nothing more happened: the pump may have stopped itself by then."""
    if state.as_of is None or state.as_of < at:
        state = replace(state, as_of=at)
    return _stopped_if_given(state)


def _clocked(state: InfusionState, event: Event, observed: Observed) -> InfusionState:
    late = state.as_of is not None and event.occurred_at < state.as_of
    at = state.as_of if late else event.occurred_at
    # One copy, not two: this runs for every event of every page.
    moved = _stopped_if_given(copy_with(state, as_of=at, events=state.events + 1, observed=observed))
    return flag(moved, "arrived_late", event) if late else moved


def _stopped_if_given(state: InfusionState) -> InfusionState:
    segment = state.drip.running
    if segment is None or state.as_of is None or state.drip.vtbi_reached_at is not None:
        return state
    reached = segment.reached_at()
    return state if reached is None or reached > state.as_of else _stopped_itself(state, reached)


def _stopped_itself(state: InfusionState, reached: datetime) -> InfusionState:
    flags = state.flags
    if _empty_before_limit(state.drip) and not state.flagged("bag_empty_before_vtbi"):
        flags = (*flags, Flag("bag_empty_before_vtbi", reached, ""))
    return replace(state, drip=replace(state.drip, vtbi_reached_at=reached), flags=flags)


def _empty_before_limit(drip: Drip) -> bool:
    if drip.bag is None or not drip.bag.volume_ul or drip.limit_units is None:
        return False
    return drip.limit_units > drip.bag.volume_ul * UNITS_PER_UL


def _too_late(state: InfusionState, kind: Kind) -> bool:
    if state.phase is not Phase.ENDED or kind.ends or kind.group is Group.ALARM:
        return False
    return kind.code not in _AFTER_ENDING and kind.code != "started"
