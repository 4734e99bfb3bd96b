"""Help and medication: given, called, arrived, handed over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import instant, written
from slowdrip.science.infusion.state import Help, InfusionState, Medication

RINGS_FOR = timedelta(minutes=3)
"""How long after a call it may still arrive and ring; what a tablet kept without the server is history by then."""


def medication_given(state: InfusionState, event: Event) -> InfusionState:
    """One more medicine given."""
    given = Medication(
        drug=written(event, "drug"),
        dose=written(event, "dose"),
        unit=written(event, "unit"),
        route=written(event, "route"),
        indication=written(event, "indication"),
        at=event.occurred_at,
        by=event.by,
        event_id=event.id,
        recheck_due=instant(event, "recheck_due"),
        dose_as_written=written(event, "dose_as_written"),
    )
    return replace(state, medications=(*state.medications, given))


def help_called(state: InfusionState, event: Event) -> InfusionState:
    """Somebody is called; what was written down minutes later is told, and calls nobody any more."""
    late = event.recorded_at - event.occurred_at > RINGS_FOR
    return replace(state, help=(*state.help, Help(written(event, "who"), event.occurred_at, late=late)))


def help_coming(state: InfusionState, event: Event) -> InfusionState:
    """Somebody is on the way to each call at which nobody has arrived; whoever sets out again says so anew."""
    who = written(event, "who")
    told = tuple(
        replace(one, coming_at=event.occurred_at) if one.who == who and one.arrived_at is None else one
        for one in state.help
    )
    return replace(state, help=told)


def help_arrived(state: InfusionState, event: Event) -> InfusionState:
    """The earliest call of that help still open is answered; help nobody called is kept too."""
    who = written(event, "who")
    for index, one in enumerate(state.help):
        if one.who == who and one.arrived_at is None:
            there = replace(one, arrived_at=event.occurred_at)
            return replace(state, help=(*state.help[:index], there, *state.help[index + 1 :]))
    uncalled = replace(state, help=(*state.help, Help(who, None, event.occurred_at)))
    return flag(uncalled, "help_never_called", event)


def handed_over(state: InfusionState, event: Event) -> InfusionState:
    """Another person is in charge."""
    giver, taker = written(event, "from_person"), written(event, "to_person")
    handed = replace(state, in_charge=taker or state.in_charge)
    stranger = bool(state.in_charge) and giver != state.in_charge
    return flag(handed, "handed_over_by_other", event) if stranger else handed


def taken_over(state: InfusionState, event: Event) -> InfusionState:
    """Another person took the chair without whoever held it."""
    return replace(state, in_charge=written(event, "to_person") or state.in_charge)


def note(state: InfusionState, event: Event) -> InfusionState:
    """A note; the log keeps its words."""
    return replace(state, notes=state.notes + 1)


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "medication_given": medication_given,
    "help_called": help_called,
    "help_coming": help_coming,
    "help_arrived": help_arrived,
    "handed_over": handed_over,
    "taken_over": taken_over,
    "note": note,
}
