"""Stores events of a drip in the caller's transaction: checked, written once, folded, watched, published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion import charted, projecting, watching
from slowdrip.clinic.infusion.drafts import Draft, checked
from slowdrip.clinic.infusion.emergencies import TOPIC, ask_for_debrief, tell_screens
from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.nursing import ask_for_nurse, may_have_changed
from slowdrip.clinic.infusion.reconciling import reconcile
from slowdrip.clinic.infusion.review import review
from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.events import ENDINGS
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.staffing import House

CLOCK_SKEW = timedelta(seconds=60)
CALLS = "call"
# With these a call begins, ends, or gets another place: screens that are elsewhere hear of it.
CALLING = frozenset(
    {
        "alarm_raised",
        "alarm_acknowledged",
        "alarm_escalated",
        "alarm_resolved",
        "help_called",
        "help_coming",
        "help_arrived",
        "chair_changed",
        *ENDINGS,
    }
)


def locked(actor: Acting, infusion_id: UUID) -> Infusion:
    """Gives the infusion of the actor's clinic under its row lock."""
    infusion = prepared.one_locked(Infusion, id=infusion_id, clinic_id=actor.clinic_id)
    if infusion is None:
        raise Refused("no_such_infusion")
    return infusion


def stored_state(infusion: Infusion) -> InfusionState:
    """Gives the state as projected before this transaction's events."""
    return projecting.state_of(prepared.one(StateRow, infusion_id=infusion.pk))


def told_before(infusion: Infusion, kind: str, event_id: UUID | None) -> bool:
    """Says whether this very event is stored: a form sent twice after its answer was lost."""
    if event_id is None:
        return False
    return bool(InfusionEvent.objects.filter(id=event_id, infusion=infusion, kind=kind).exists())


def is_twin(infusion: Infusion, draft: Draft) -> bool:
    """Says whether this very entry is stored; one with other content under its id is refused."""
    row = InfusionEvent.objects.filter(id=draft.id).first()
    if row is None:
        return False
    _must_be_same(row, infusion, draft, canonical(checked(draft)))
    return True


def exchange(tx: Tx, infusion: Infusion, row: InfusionEvent, draft: Draft, *, reason: str) -> InfusionState:
    """Voids an entry and writes the draft in its place, folded once: no rule ever sees the drip without either."""
    tx.void(row, reason=reason)
    _insert(tx, infusion, [draft], by=tx.actor)
    return refold(tx, infusion)


def store(tx: Tx, infusion: Infusion, drafts: Sequence[Draft], *, by: Acting | None = None) -> InfusionState:
    """Writes the drafts that are not stored yet, then what the alarm rules and the reviews make of them.

    Gives the new state.
    """
    before = stored_state(infusion)
    rows = _insert(tx, infusion, drafts, by=by or tx.actor)
    if not rows:
        return before
    state = projecting.fold_on(infusion.pk, before, [as_event(row) for row in rows])
    state = _put_before_people(tx, infusion, settle(tx, infusion, state))
    if may_have_changed(before, state):
        ask_for_nurse(tx, infusion, state)
    return state


def settle(tx: Tx, infusion: Infusion, state: InfusionState, *, house: House | None = None) -> InfusionState:
    """Lets the alarm rules look at the state, stores what they say, writes the projection and tells the screens."""
    watched = watching.watch(infusion, state, at=tx.at, house=house)
    if watched.drafts:
        own = _insert(tx, infusion, _undecided(watched.drafts), by=system_of(infusion.clinic_id))
        state = projecting.fold_on(infusion.pk, state, [as_event(row) for row in own])
    projecting.write(infusion, state, next_due_at=watched.next_due_at)
    tx.publish("infusion", infusion.pk)
    tell_screens(tx, infusion, state)
    return state


def _undecided(drafts: Sequence[Draft]) -> list[Draft]:
    """What the rules say for the first time: what they said once stands, and no entry of a person is refused for it."""
    said = {row.pk for row in prepared.all_of(InfusionEvent, [draft.id for draft in drafts])}
    return [draft for draft in drafts if draft.id not in said]


def refold(tx: Tx, infusion: Infusion) -> InfusionState:
    """Folds the drip anew (after a void) and settles it."""
    tx.publish(TOPIC, infusion.pk)
    tx.publish(CALLS, infusion.pk)
    state = _put_before_people(tx, infusion, settle(tx, infusion, projecting.fold_anew(infusion.pk)))
    ask_for_nurse(tx, infusion, state)
    return state


def _put_before_people(tx: Tx, infusion: Infusion, state: InfusionState) -> InfusionState:
    """Opens the tasks that follow; here, so that no way of writing can forget them, however late it writes."""
    review(tx, infusion, state)
    reconcile(tx, infusion, state)
    ask_for_debrief(tx, infusion, state)
    return state


def _insert(tx: Tx, infusion: Infusion, drafts: Sequence[Draft], *, by: Acting) -> list[InfusionEvent]:
    known = {row.pk: row for row in prepared.all_of(InfusionEvent, [draft.id for draft in drafts])}
    fresh: list[InfusionEvent] = []
    for draft in drafts:
        payload = canonical(checked(draft))
        if draft.id in known:
            _must_be_same(known[draft.id], infusion, draft, payload)
            continue
        row = _row(tx, infusion, draft, payload, by=by)
        tx.wrote(f"infusion.{draft.kind}", infusion, event=row.pk, infusion=infusion.pk)
        known[row.pk] = row
        fresh.append(row)
    tx.insert_all(fresh)
    if any(row.kind in CALLING for row in fresh):
        tx.publish(CALLS, infusion.pk)
    charted.tell(tx, infusion, fresh)
    return fresh


def _row(tx: Tx, infusion: Infusion, draft: Draft, payload: str, *, by: Acting) -> InfusionEvent:
    if draft.occurred_at > tx.at + CLOCK_SKEW:
        raise Refused("in_the_future", field="occurred_at", now=tx.at)
    return InfusionEvent(
        id=draft.id,
        clinic_id=infusion.clinic_id,
        infusion_id=infusion.pk,
        kind=draft.kind,
        payload=payload,
        occurred_at=draft.occurred_at,
        recorded_at=tx.at,
        by_id=by.actor_id,
        session_actor_id=None if by.kind == Actor.Kind.SYSTEM else tx.actor.actor_id,
        source=draft.source,
    )


def _must_be_same(row: InfusionEvent, infusion: Infusion, draft: Draft, payload: str) -> None:
    """The same id must mean the same event; anything else is two events that share an id by mistake."""
    told: tuple[Any, ...] = (row.infusion_id, row.kind, row.payload)
    if told != (infusion.pk, draft.kind, payload):
        raise Refused("id_used_twice")
