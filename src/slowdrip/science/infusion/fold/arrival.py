"""Arrival and every other check: the newest answers are kept, with when and by whom."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.payload import written
from slowdrip.science.infusion.state import Check, InfusionState


def check_done(state: InfusionState, event: Event) -> InfusionState:
    """The check with this event's answers in place of earlier ones."""
    done = Check(event.occurred_at, event.by, event.id, event.payload)
    return replace(state, checks={**state.checks, event.kind: done})


def check_added(state: InfusionState, event: Event) -> InfusionState:
    """The check with this event's answers over earlier ones: it may be done in parts."""
    before = state.checks.get(event.kind)
    answers = event.payload if before is None else {**before.answers, **event.payload}
    done = Check(event.occurred_at, event.by, event.id, answers)
    return replace(state, checks={**state.checks, event.kind: done})


def checked_in(state: InfusionState, event: Event) -> InfusionState:
    """The person is here; a named nurse is in charge."""
    return replace(check_done(state, event), in_charge=written(event, "nurse") or state.in_charge)


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "checked_in": checked_in,
    "identity_confirmed": check_done,
    "precheck": check_added,
    "go_no_go": check_done,
    "consent_seen": check_done,
    "consent_withdrawn": check_done,
    "consent_renewed": check_done,
    "ready_confirmed": check_done,
}
