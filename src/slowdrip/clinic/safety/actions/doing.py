"""Who answers for a case, what was done for the patient, and what they wrote and somebody read."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.actions.concern import ACT
from slowdrip.clinic.safety.drafts import Draft, drafted
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.roster import able_actors
from slowdrip.clinic.safety.steps import locked_case, store, told_before
from slowdrip.clinic.safety.texts import note_of
from slowdrip.science.rules.risk_case import CaseState, Disposal, OwnerWhy, Urgency, What, kind_of, may_dispose
from slowdrip.science.rules.risk_case.events import Acted, Disposed, OwnerNamed, Payload, TextRead

Check = Callable[[CaseState], None]


def name_owner(
    actor: Acting, case_id: UUID, owner_id: UUID, *, at: datetime, event_id: UUID | None = None
) -> CaseState:
    """Lets a colleague who may act answer for the case."""
    actor.must(ACT)
    if owner_id not in able_actors(actor.clinic_id):
        raise Refused("owner_not_able", field="owner")
    told = OwnerNamed(owner=str(owner_id), why=OwnerWhy.NAMED)
    return _told(actor, case_id, told, at=at, event_id=event_id)


def take(actor: Acting, case_id: UUID, *, at: datetime, event_id: UUID | None = None) -> CaseState:
    """Lets whoever acts answer for the case."""
    actor.must(ACT)
    told = OwnerNamed(owner=str(actor.actor_id), why=OwnerWhy.TAKEN)
    return _told(actor, case_id, told, at=at, event_id=event_id)


def note_action(
    actor: Acting, case_id: UUID, what: str, *, note: str = "", at: datetime, event_id: UUID | None = None
) -> CaseState:
    """Writes down what was done: a call that was tried or answered, means made safe, an escort, emergency care."""
    actor.must(ACT)
    if what not in tuple(What):
        raise Refused("choose_one", field="what")
    kept = note_of(note)
    if what == What.OTHER and not kept:
        raise Refused("missing", field="note")
    return _told(actor, case_id, Acted(what=What(what), note=kept), at=at, event_id=event_id)


def mark_read(
    actor: Acting,
    case_id: UUID,
    sign_id: UUID,
    *,
    concern: str = "",
    note: str = "",
    at: datetime,
    event_id: UUID | None = None,
) -> CaseState:
    """Says that somebody read what the patient wrote; `concern` (urgent, review) makes it a sign of risk.

    Where words were all there was and none is a sign, that is the decision too: only the signature is left to do.
    """
    actor.must(ACT)
    if concern and concern not in tuple(Urgency):
        raise Refused("choose_one", field="concern")
    told = TextRead(sign=str(sign_id), concern=Urgency(concern) if concern else None, note=note_of(note))

    def must_be_unread(state: CaseState) -> None:
        if str(sign_id) not in {words.id for words in state.unread}:
            raise Refused("text_read_already")

    return _told(actor, case_id, told, at=at, event_id=event_id, check=must_be_unread, then=_decided)


def _decided(state: CaseState, event_id: UUID) -> Draft | None:
    """No concern, of a case of words alone; whoever worries about the next word takes it back by that."""
    if state.signs or state.screens or may_dispose(state, Disposal.NO_CONCERN):
        return None
    return Draft(Disposed(disposal=Disposal.NO_CONCERN), uuid5(event_id, "disposed"))


def _told(
    actor: Acting,
    case_id: UUID,
    told: Payload,
    *,
    at: datetime,
    event_id: UUID | None,
    check: Check | None = None,
    then: Callable[[CaseState, UUID], Draft | None] | None = None,
) -> CaseState:
    with act(actor, at=at) as tx:
        case = locked_case(tx, case_id)
        state = stored_state(case.pk)
        if told_before(case, kind_of(told), event_id):
            return state
        if not state.is_open:
            raise Refused("case_closed")
        if check is not None:
            check(state)
        draft = drafted(told, event_id=event_id)
        after = store(tx, case, [draft])
        more = then(after, draft.id) if then is not None else None
        return store(tx, case, [more]) if more is not None else after
