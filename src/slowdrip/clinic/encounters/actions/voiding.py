"""Voids a note: the text stays, struck through, and whoever voids it signs that."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.encounters.steps import CALL_TASK, COSIGN_TASK, COSIGNED, close_tasks, signatures_on, standing_note
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.steps import Proof, sign

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
