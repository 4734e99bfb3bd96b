"""The prescriber's own signature under an order that was spoken."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.queries.statuses import SIGNED, order_status
from slowdrip.clinic.treatment.steps import locked_patient, publish


def cosign(actor: Acting, order_id: UUID, proof: Proof, *, at: datetime) -> Signature:
    """Signs a spoken order; a late signature is taken too, and the audit says that it was late."""
    actor.must("order.see")
    with act(actor, at=at) as tx:
        standing = order_status(actor, order_id, at=at)
        order = standing.order
        locked_patient(tx, order.patient_id)
        if proof.signer.actor_id != order.prescriber_id:
            raise Refused("order_cosigner_not_prescriber", field="signer", name=order.prescriber.label)
        if not proof.signer.may("order.sign"):
            raise Refused("order_signer_not_prescriber", field="signer")
        if not order_status(actor, order_id, at=at).waits_for_cosign:
            raise Refused("order_needs_no_cosign")
        signature = sign(tx, proof, order, meaning=SIGNED, document=read_document(order.document))
        tx.wrote("order.cosigned", order, patient=order.patient_id, late=standing.cosign_overdue)
        publish(tx, order)
    return signature
