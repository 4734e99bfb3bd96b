"""Charting again: an entry with a wrong time, or a stop without its reason, is voided and written anew in one go."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.actions.charting import OWN_ACTION, must_be_acceptable
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.emergencies import keep_debrief
from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.steps import exchange, is_twin, locked, stored_state
from slowdrip.clinic.infusion.tasking import follow
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.state import InfusionState

TIME_CORRECTED, REASON_ADDED = "time_corrected", "reason_added"
"""Why the first entry was voided: codes, put into words where they are shown."""

# Alarms name the reading they stand on, and the form of vital signs asks for the time itself.
BY_FORM = frozenset({"vitals"})


def may_be_charted_again(kind: str) -> bool:
    """Says whether an entry of this kind is corrected by a tap: nothing signed, decided or raised by a rule."""
    return kind not in OWN_ACTION and kind not in BY_FORM


def chart_again(actor: Acting, event_id: UUID, *, occurred_at: datetime, new_id: UUID, at: datetime) -> InfusionState:
    """Gives an entry another time: the first is voided, the same is written under the new id; sent twice, once."""

    def moved(event: Event) -> Draft:
        return Draft(event.kind, event.payload, occurred_at, new_id)

    return _again(actor, event_id, moved, why=TIME_CORRECTED, at=at)


def give_stop_reason(actor: Acting, event_id: UUID, *, reason: str, new_id: UUID, at: datetime) -> InfusionState:
    """Says why the pump was stopped, at the same time as before; an empty reason takes it back."""

    def explained(event: Event) -> Draft:
        if event.kind != "stopped":
            raise Refused("no_stop_to_explain")
        rest = {name: value for name, value in event.payload.items() if name != "reason"}
        return Draft(event.kind, {**rest, "reason": reason} if reason else rest, event.occurred_at, new_id)

    return _again(actor, event_id, explained, why=REASON_ADDED, at=at)


def _again(
    actor: Acting, event_id: UUID, draft_of: Callable[[Event], Draft], *, why: str, at: datetime
) -> InfusionState:
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        row = InfusionEvent.objects.visible_to(actor).filter(id=event_id).first()
        if row is None:
            raise Refused("no_such_event")
        infusion = locked(actor, row.infusion_id)
        draft = draft_of(as_event(row))
        if is_twin(infusion, draft):
            return stored_state(infusion)
        return _exchanged(tx, infusion, row, draft, why=why)


def _exchanged(tx: Tx, infusion: Infusion, row: InfusionEvent, draft: Draft, *, why: str) -> InfusionState:
    if not may_be_charted_again(row.kind):
        raise Refused("not_charted_again", kind=row.kind)
    if draft.occurred_at > tx.at:
        raise Refused("in_the_future", field="occurred")
    if _still_waits(infusion, row):
        raise Refused("call_still_waits")
    must_be_acceptable(infusion, draft, instead_of=str(row.pk))
    keep_debrief(tx, infusion, old=str(row.pk), new=str(draft.id))
    follow(tx, infusion, old=str(row.pk), new=str(draft.id))
    state = exchange(tx, infusion, row, draft, reason=why)
    tx.wrote("infusion.charted_again", infusion, event=row.pk, by_event=draft.id, why=why)
    return state


def _still_waits(infusion: Infusion, row: InfusionEvent) -> bool:
    """Says whether this is a call at which nobody has arrived: written anew minutes later it would be silent."""
    if row.kind != "help_called":
        return False
    state, who = stored_state(infusion), as_event(row).payload.get("who")
    waiting = (one for one in state.help if one.who == who and one.arrived_at is None)
    return state.ending is None and any(one.called_at == row.occurred_at for one in waiting)
