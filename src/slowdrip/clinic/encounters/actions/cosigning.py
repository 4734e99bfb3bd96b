"""A prescriber co-signs a note that somebody else wrote."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.encounters.queries import authors_of, is_whole
from slowdrip.clinic.encounters.steps import COSIGN_TASK, COSIGNED, close_tasks, signatures_on, standing_note
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign


def cosign_note(actor: Acting, note_id: UUID, *, outcome: str, proof: Proof, at: datetime) -> Signature:
    """Signs a note as second person and closes its task with `outcome` in words; never by who wrote or signed it."""
    actor.must("drip.see")
    proof.signer.must("drip.decide")
    with act(actor, at=at) as tx:
        note = standing_note(tx, note_id)
        signed = signatures_on(note)
        if not note.needs_cosign:
            raise Refused("note_needs_no_cosign")
        if any(each.meaning == COSIGNED for each in signed):
            raise Refused("note_cosigned_before")
        if not is_whole(note, signed):
            raise Refused("note_damaged")
        must_be_another(proof, authors_of(note, signed))
        document = {"note": note.pk, "note_sha256": note.sha256}
        signature = sign(tx, proof, note, meaning=COSIGNED, document=document)
        close_tasks(tx, note, (COSIGN_TASK,), outcome=outcome)
        tx.publish("patient", note.patient_id)
    return signature


def must_be_another(proof: Proof, authors: set[UUID]) -> None:
    """Refuses the author: nobody is their own second person."""
    if proof.signer.actor_id in authors:
        raise Refused("cosigner_is_author", field="signer")
