"""Stores events of a case in the caller's transaction: written once, folded, called about, published."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety import calling, projecting
from slowdrip.clinic.safety.drafts import Draft
from slowdrip.clinic.safety.history import as_event
from slowdrip.clinic.safety.models import CaseEvent, RiskCase
from slowdrip.clinic.safety.ruling import limits_in_force
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.risk_case import CaseState, encoded, kind_of

TOPIC = "risk"
A_MOMENT = timedelta(microseconds=1)


def locked_case(tx: Tx, case_id: UUID) -> RiskCase:
    """Gives a case of the actor's clinic; its patient's row stands for it in the lock: a log row cannot be locked."""
    case: RiskCase | None = RiskCase.objects.visible_to(tx.actor).filter(id=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    locked_patient(tx, case.patient_id)
    return case


def told_before(case: RiskCase, kind: str, event_id: UUID | None) -> bool:
    """Says whether this very event is stored: a form sent twice after its answer was lost."""
    row = CaseEvent.objects.filter(id=event_id).first() if event_id is not None else None
    if row is None:
        return False
    if (row.case_id, row.kind) != (case.pk, kind):
        raise Refused("id_used_twice")
    return True


def store(tx: Tx, case: RiskCase, drafts: Sequence[Draft]) -> CaseState:
    """Writes the drafts that are not stored yet, then who is called about them; gives the new state."""
    state = projecting.stored_state(case.pk)
    return settle(tx, case, put(tx, case, state, drafts))


def settle(tx: Tx, case: RiskCase, state: CaseState) -> CaseState:
    """Lets the ladder look at the state, stores whom it calls, writes the projection and tells the screens."""
    limits = limits_in_force(case.clinic_id)
    if state.is_open:
        people = calling.people_now(case.clinic_id, at=tx.at)
        state = put(tx, case, state, calling.owner_drafts(case.clinic_id, state, people))
        calls = calling.call_drafts(case, state, limits, people, at=tx.at)
        state = put(tx, case, state, calls)
        calling.send(tx, case, calls)
    projecting.write(case, state, limits)
    tx.publish(TOPIC, case.pk)
    return state


def put(tx: Tx, case: RiskCase, state: CaseState, drafts: Sequence[Draft]) -> CaseState:
    """Writes the drafts that are not stored yet and gives the state after them; the caller settles it."""
    known = {row.pk: row for row in prepared.all_of(CaseEvent, [draft.id for draft in drafts])}
    fresh: list[CaseEvent] = []
    after = state.as_of
    for draft in drafts:
        if draft.id in known:
            _must_be_same(known[draft.id], case, draft)
            continue
        after = _next_moment(tx.at, after)
        row = _row(tx, case, draft, occurred_at=after)
        tx.wrote(f"risk.{row.kind}", case, event=row.pk, case=case.pk)
        known[row.pk] = row
        fresh.append(row)
    tx.insert_all(fresh)
    return projecting.fold_on(state, [as_event(row) for row in fresh])


def _next_moment(at: datetime, after: datetime | None) -> datetime:
    """What is told of a case comes after all that was told of it, also when the clock was set back in between."""
    return at if after is None else max(at, after + A_MOMENT)


def _row(tx: Tx, case: RiskCase, draft: Draft, *, occurred_at: datetime) -> CaseEvent:
    by: Acting = draft.by or tx.actor
    return CaseEvent(
        id=draft.id,
        clinic_id=case.clinic_id,
        case_id=case.pk,
        kind=kind_of(draft.payload),
        payload=canonical(encoded(draft.payload)),
        occurred_at=occurred_at,
        recorded_at=tx.at,
        by_id=by.actor_id,
        session_actor_id=None if by.kind == Actor.Kind.SYSTEM else tx.actor.actor_id,
    )


def _must_be_same(row: CaseEvent, case: RiskCase, draft: Draft) -> None:
    """The same id must mean the same event; what the clock said once stands, whoever is on call by now."""
    told = (row.case_id, row.kind) if draft.by is not None else (row.case_id, row.kind, row.payload)
    same = (case.pk, kind_of(draft.payload), canonical(encoded(draft.payload)))
    if told != same[: len(told)]:
        raise Refused("id_used_twice")
