"""Voids a note or a letter: the text stays, marked as void, and whoever voids it signs that."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.encounters.models import Letter
from slowdrip.clinic.encounters.steps import (
    CALL_TASK,
    COSIGN_TASK,
    COSIGNED,
    LETTER_SIGNED,
    close_tasks,
    signatures_on,
    standing_note,
)
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment.steps import locked_patient

VOIDED = "voided"


def void_note(actor: Acting, note_id: UUID, *, reason: str, outcome: str, proof: Proof, at: datetime) -> None:
    """Voids a note with its signatures over another signature, and closes what it had left open.

    Once a prescriber co-signed it, only a prescriber undoes that.
    """
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        note = standing_note(tx, note_id)
        signed = signatures_on(note)
        if any(each.meaning == COSIGNED for each in signed):
            proof.signer.must("drip.decide")
        tx.void(note, reason=why)
        for signature in signed:
            tx.void(signature, reason=why)
        undone = {"voided": note.pk, "kind": note.kind, "reason": why, "signatures": [each.pk for each in signed]}
        sign(tx, proof, note, meaning=VOIDED, document=undone)
        close_tasks(tx, note, (COSIGN_TASK, CALL_TASK), outcome=outcome)
        tx.publish("patient", note.patient_id)


def void_letter(actor: Acting, letter_id: UUID, *, reason: str, proof: Proof, at: datetime) -> None:
    """Voids a letter with its signature over another signature. What was sent is not called back by it."""
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        letter = _standing_letter(tx, letter_id)
        signed = Signature.objects.filter(clinic_id=letter.clinic_id, subject_id=letter.pk).current()
        signatures = list(signed.filter(meaning=LETTER_SIGNED))
        tx.void(letter, reason=why)
        for signature in signatures:
            tx.void(signature, reason=why)
        undone = {"voided": letter.pk, "reason": why, "signatures": [each.pk for each in signatures]}
        sign(tx, proof, letter, meaning=VOIDED, document=undone)
        tx.publish("patient", letter.patient_id)


def _standing_letter(tx: Tx, letter_id: UUID) -> Letter:
    """Gives a letter of the clinic with its patient locked; one that was voided is refused."""
    found: Letter = Letter.objects.visible_to(tx.actor).get(id=letter_id)
    locked_patient(tx, found.patient_id)
    if not Letter.objects.visible_to(tx.actor).current().filter(id=letter_id).exists():
        raise Refused("letter_voided")
    return found
