"""Emergencies: at most one is open; a second beginning is the same one, and a true ending of the visit closes it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import written
from slowdrip.science.infusion.state import Emergency, InfusionState, Oxygen

OXYGEN_ON = "oxygen_on"


def emergency_began(state: InfusionState, event: Event) -> InfusionState:
    """An emergency opens; two people who tap at once mean the same one, and its first moment stands."""
    if state.emergency is not None:
        return flag(state, "emergency_began_twice", event)
    begun = Emergency(event.occurred_at, event.by, event.id)
    return replace(state, emergencies=(*state.emergencies, begun))


def emergency_step(state: InfusionState, event: Event) -> InfusionState:
    """One thing done; the log keeps which. Oxygen that was put on is what the patient breathes from then on."""
    if written(event, "step") == OXYGEN_ON:
        breathes = Oxygen("supplemental", written(event, "oxygen_l_per_min"), event.occurred_at)
        state = replace(state, observed=replace(state.observed, oxygen=breathes))
    return state if state.emergency is not None else flag(state, "emergency_step_outside", event)


def emergency_over(state: InfusionState, event: Event) -> InfusionState:
    """The open emergency is over. One that the ending of the visit closed is over already."""
    if state.emergency is not None:
        return _closed(state, event, by="")
    closed_by_ending = bool(state.emergencies) and state.emergencies[-1].ended_by != ""
    return state if closed_by_ending else flag(state, "emergency_never_began", event)


def closed_by_ending(state: InfusionState, event: Event) -> InfusionState:
    """The person left: what is open is over for this house, and going home out of an emergency is flagged."""
    if state.emergency is None:
        return state
    closed = _closed(state, event, by=event.kind)
    return flag(closed, "discharged_in_emergency", event) if event.kind == "discharged" else closed


def _closed(state: InfusionState, event: Event, *, by: str) -> InfusionState:
    over = replace(state.emergencies[-1], over_at=event.occurred_at, ended_by=by)
    return replace(state, emergencies=(*state.emergencies[:-1], over))


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "emergency_began": emergency_began,
    "emergency_step": emergency_step,
    "emergency_over": emergency_over,
}
