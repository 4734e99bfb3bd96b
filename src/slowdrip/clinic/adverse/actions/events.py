"""An adverse event from its first word: written, kept from a drip, judged, looked at again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.deciding import signed
from slowdrip.clinic.adverse.models import EVENT, Matter
from slowdrip.clinic.adverse.proposals import proposal_of
from slowdrip.clinic.adverse.steps import (
    Draft,
    locked_matter,
    must_be_open_event,
    must_have_seen,
    opened,
    store,
    told_before,
)
from slowdrip.clinic.adverse.texts import ENTER, MOST_LINE, past, text_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.adverse import State, takes_back
from slowdrip.science.rules.adverse.codes import Outcome, Severity, Symptom
from slowdrip.science.rules.adverse.events import Assessed, LookedAgain, Opened, Payload

TAKEN_BACK: Final = "adverse.seriousness_taken_back"


def write_event(
    actor: Acting,
    patient_id: UUID,
    told: Opened,
    judged: Assessed,
    *,
    at: datetime,
    infusion_id: UUID | None = None,
    matter_id: UUID | None = None,
) -> Matter:
    """Writes an adverse event with its first judgement; the same `matter_id` sent twice is written once."""
    actor.must(ENTER)
    _must_be_told(told, at=at)
    drafts: list[Payload] = [told, _judged(judged)]
    with act(actor, at=at) as tx:
        return _written(tx, patient_id, drafts, infusion_id=infusion_id, matter_id=matter_id or uuid7())


def keep_symptom(actor: Acting, infusion_id: UUID, event_id: UUID, *, at: datetime) -> Matter:
    """Keeps a symptom that was charted at a drip as an adverse event; kept again it is the same one.

    Strength and relation are taken as charted where both stand there; else somebody judges it on its page.
    """
    actor.must(ENTER)
    with act(actor, at=at) as tx:
        infusion: Infusion = Infusion.objects.visible_to(actor).get(id=infusion_id)
        found = proposal_of(infusion, event_id)
        if found is None:
            raise Refused("no_such_symptom")
        drafts: list[Payload] = [found.opened, *([found.assessed] if found.assessed else [])]
        kept_id = uuid5(event_id, EVENT)
        return _written(tx, infusion.patient_id, drafts, infusion_id=infusion.pk, matter_id=kept_id)


def _written(tx: Tx, patient_id: UUID, told: Sequence[Payload], *, infusion_id: UUID | None, matter_id: UUID) -> Matter:
    patient = locked_patient(tx, patient_id)
    known: Matter | None = Matter.objects.filter(id=matter_id).first()
    if known is not None and (known.clinic_id, known.patient_id, known.kind) != (patient.clinic_id, patient.pk, EVENT):
        raise Refused("id_used_twice")
    if known is not None:
        return known
    visits = Infusion.objects.visible_to(tx.actor).filter(id=infusion_id, patient=patient)
    if infusion_id is not None and not visits.exists():
        raise Refused("choose_one", field="infusion")
    matter = opened(tx, patient.pk, EVENT, infusion_id=infusion_id, matter_id=matter_id)
    store(tx, matter, [Draft(each) for each in told])
    return matter


def assess(
    actor: Acting,
    matter_id: UUID,
    judged: Assessed,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    proof: Proof | None = None,
    seen: int | None = None,
) -> State:
    """Stores a judgement of an open event: how strong, how related, whether serious, what was done.

    A reason for which it counts as serious is taken back only with the signature of somebody who may decide.
    """
    actor.must(ENTER)
    told = _judged(judged)
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        must_be_open_event(matter, state)
        must_have_seen(state, seen)
        by = None
        if takes_back(state, told.seriousness):
            by = signed(tx, matter, state, told, proof=proof, meaning=TAKEN_BACK)
        return store(tx, matter, [Draft(told, entry_id or uuid7(), by)])


def look_again(
    actor: Acting, matter_id: UUID, outcome: Outcome, *, note: str, at: datetime, entry_id: UUID | None = None
) -> State:
    """Stores how an open event stands; the next look is due from here."""
    actor.must(ENTER)
    told = LookedAgain(outcome=outcome, note=text_of(note, field="note"))
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        must_be_open_event(matter, state)
        return store(tx, matter, [Draft(told, entry_id or uuid7())])


def _must_be_told(told: Opened, *, at: datetime) -> None:
    past(told.onset, at=at, field="onset")
    text_of(told.own_words, field="own_words", most=MOST_LINE, needed=told.symptom is Symptom.OTHER)


def _judged(judged: Assessed) -> Assessed:
    if judged.severity not in tuple(Severity):
        raise Refused("choose_one", field="severity")
    text_of(judged.note, field="note")
    return judged
