"""Writes a note or a phone call, signed; what was told about symptoms goes onto the drip in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.steps import CALL_TASK, COSIGN_TASK, SIGNED, open_task, standing_note
from slowdrip.clinic.encounters.told import Told, document_of, must_be_whole
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.steps import locked, store, stored_state
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment.steps import locked_patient

COURSES = ("symptom_changed", "symptom_ended")


def write_note(
    actor: Acting,
    patient_id: UUID,
    told: Told,
    *,
    proof: Proof,
    at: datetime,
    note_id: UUID,
    drafts: Sequence[Draft] = (),
) -> Note:
    """Stores a signed note; sent twice under its id it is one. `drafts` are what became of symptoms of its drip."""
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    must_be_whole(told, at=at)
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        row = _row(tx, patient, told, note_id=note_id)
        known: Note | None = Note.objects.visible_to(actor).filter(id=note_id).first()
        if known is not None:
            return _same(known, row)
        _must_belong(tx, patient, told)
        tx.insert(row)
        tx.wrote("note.written", row, kind=row.kind, patient=patient.pk, note_sha256=row.sha256)
        sign(tx, proof, row, meaning=SIGNED, document={"note": row.pk, "note_sha256": row.sha256})
        _chart(tx, told, drafts)
        _ask(tx, row, told)
        tx.publish("patient", patient.pk)
    return row


def _row(tx: Tx, patient: Patient, told: Told, *, note_id: UUID) -> Note:
    contact = _contact(tx, patient, told)
    number, safe = (contact.value, contact.safe) if contact is not None else ("", False)
    text = document_of(told, patient_id=patient.pk, number=number, safe=safe)
    return Note(
        id=note_id,
        clinic_id=patient.clinic_id,
        patient=patient,
        infusion_id=told.infusion_id,
        adds_to_id=told.adds_to,
        kind=told.kind,
        document=text,
        sha256=sha256(text),
        needs_cosign=told.needs_cosign,
        happened_at=told.happened_at,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )


def _contact(tx: Tx, patient: Patient, told: Told) -> Contact | None:
    if told.call is None or told.call.contact_id is None:
        return None
    rows = Contact.objects.visible_to(tx.actor).filter(patient=patient, kind=Contact.Kind.PHONE)
    found: Contact | None = rows.filter(id=told.call.contact_id).first()
    if found is None:
        raise Refused("choose_one", field="contact")
    return found


def _same(known: Note, row: Note) -> Note:
    if (known.patient_id, known.document) != (row.patient_id, row.document):
        raise Refused("id_used_twice")
    return known


def _must_belong(tx: Tx, patient: Patient, told: Told) -> None:
    """A drip or a note of somebody else is refused: nothing is written into another patient's record."""
    if told.infusion_id is not None and locked(tx.actor, told.infusion_id).patient_id != patient.pk:
        raise Refused("note_of_other_patient")
    if told.adds_to is None:
        return
    first = standing_note(tx, told.adds_to)
    if first.patient_id != patient.pk:
        raise Refused("note_of_other_patient")
    if first.adds_to_id is not None:
        raise Refused("addendum_to_addendum")


def _chart(tx: Tx, told: Told, drafts: Sequence[Draft]) -> None:
    """Puts what the patient told onto the drip; a symptom that the record no longer has open is refused.

    So is a time before its last change: folded in order, that change would begin the symptom anew.
    """
    if not drafts:
        return
    if told.infusion_id is None:
        raise Refused("symptom_without_visit")
    infusion = locked(tx.actor, told.infusion_id)
    still = {one.symptom: one.changed_at or one.started_at for one in stored_state(infusion).open_symptoms}
    for draft in drafts:
        name = draft.payload.get("symptom", "")
        if draft.kind not in COURSES or name not in still:
            raise Refused("symptom_not_open", field=f"course_{name}")
        if draft.occurred_at < still[name]:
            raise Refused("symptom_before_it_began", field=f"when_{name}")
    store(tx, infusion, drafts)


def _ask(tx: Tx, row: Note, told: Told) -> None:
    if told.needs_cosign:
        open_task(tx, row, kind=COSIGN_TASK)
    if told.call is not None and told.call.follow_up:
        open_task(tx, row, kind=CALL_TASK)
