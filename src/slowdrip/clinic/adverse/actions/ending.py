"""How an adverse event ends: closed with its outcome, or voided because it never was; a serious one is signed off."""

from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.deciding import known, signed, signed_document
from slowdrip.clinic.adverse.models import EVENT, Matter
from slowdrip.clinic.adverse.ruling import limits_in_force
from slowdrip.clinic.adverse.steps import (
    TOPIC,
    Draft,
    locked_matter,
    must_be_open_event,
    must_have_seen,
    store,
    told_before,
)
from slowdrip.clinic.adverse.texts import ENTER, past, text_of
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.adverse import State, not_closable
from slowdrip.science.rules.adverse.codes import Outcome
from slowdrip.science.rules.adverse.events import Closed

CLOSED: Final = "adverse.serious_closed"
VOIDED: Final = "adverse.serious_voided"


def close_event(
    actor: Acting,
    matter_id: UUID,
    closed: Closed,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    proof: Proof | None = None,
    seen: int | None = None,
) -> State:
    """Closes an event with its outcome; refused while nobody judged it, and with an outcome that is no end.

    One that ever was serious closes with the signature of somebody who may decide.
    """
    actor.must(ENTER)
    text_of(closed.note, field="note")
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        _must_be_closable(matter, state, closed, at=at)
        must_have_seen(state, seen)
        by = signed(tx, matter, state, closed, proof=proof, meaning=CLOSED) if state.ever_serious else None
        return store(tx, matter, [Draft(closed, entry_id or uuid7(), by)])


def void_event(
    actor: Acting, matter_id: UUID, *, reason: str, at: datetime, proof: Proof | None = None, seen: int | None = None
) -> Matter:
    """Voids an event that was entered in error; all that was told of it stays in the record."""
    actor.must(ENTER)
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        if matter.kind != EVENT:
            raise Refused("task_is_ended_not_voided")
        state = projecting.stored_state(matter.pk)
        must_have_seen(state, seen)
        if state.ever_serious:
            signed_document(tx, matter, {**known(matter, state), "reason": why}, proof=proof, meaning=VOIDED)
        tx.void(matter, reason=why)
        projecting.write(matter, state, limits_in_force(matter.clinic_id))
        tx.publish(TOPIC, matter.pk)
        return matter


def _must_be_closable(matter: Matter, state: State, closed: Closed, *, at: datetime) -> None:
    must_be_open_event(matter, state)
    for reason in not_closable(state, closed.outcome):
        raise Refused(reason)
    _must_be_over(state, closed, at=at)


def _must_be_over(state: State, closed: Closed, *, at: datetime) -> None:
    """Whoever recovered did so at some time, and not before it began."""
    if closed.offset is None:
        if closed.outcome is Outcome.RECOVERED:
            raise Refused("missing", field="offset")
        return
    past(closed.offset, at=at, field="offset")
    if state.onset is not None and closed.offset < state.onset:
        raise Refused("adverse_ends_first", field="offset")
