"""Writing an order: signed by the prescriber at this screen, or spoken, read back and signed later."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.authoring import must_prescribe, replaceable, spoken, written
from slowdrip.clinic.treatment.gates import in_use, must_be_orderable
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries.statuses import SIGNED, TAKEN
from slowdrip.clinic.treatment.steps import (
    Asked,
    Authors,
    drafted,
    locked_patient,
    proposed,
    retire,
    second_clinician,
    store,
)


def write_order(
    actor: Acting, patient_id: UUID, asked: Asked, *, proof: Proof, at: datetime, order_id: UUID | None = None
) -> Order:
    """Writes an order that its prescriber signs with `proof`. The same `order_id` sent twice is written once."""
    must_prescribe(actor, proof.signer)
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        known = written(tx, patient, order_id)
        if known is not None:
            return known
        must_be_orderable(must_stand(patient).clinic_id, patient.pk)
        return _signed(tx, patient, asked, proof=proof, order_id=order_id)


def replace_order(
    actor: Acting, old_id: UUID, asked: Asked, *, proof: Proof, at: datetime, order_id: UUID | None = None
) -> Order:
    """Writes the signed order that takes an old one's place.

    The old one ends in the same transaction, unless a running drip has it in force: then it stands until the new one is
    verified, so that the drip is never without an order. Only that one is never asked for a decision first.
    """
    must_prescribe(actor, proof.signer)
    with act(actor, at=at) as tx:
        old: Order = Order.objects.visible_to(actor).get(id=old_id)
        patient = locked_patient(tx, old.patient_id)
        known = written(tx, patient, order_id)
        if known is not None:
            return known
        old = replaceable(tx, old_id, of=patient)
        if not in_use(old.pk):
            must_be_orderable(patient.clinic_id, patient.pk)
        order = _signed(tx, patient, asked, proof=proof, order_id=order_id, replaces=old)
        retire(tx, old)
        return order


def enter_verbal_order(
    actor: Acting,
    patient_id: UUID,
    asked: Asked,
    *,
    prescriber_id: UUID,
    read_back: bool,
    proof: Proof,
    at: datetime,
    order_id: UUID | None = None,
    replaces_id: UUID | None = None,
) -> Order:
    """Writes an order that a prescriber (a membership) spoke and the signer of `proof` took and read back.

    With `replaces_id` it takes that order's place by the same rules as `replace_order`. It was spoken already, so that
    what asks for a decision refuses no word of it: "ready" asks.
    """
    actor.must("order.enter_verbal")
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        known = written(tx, patient, order_id)
        if known is not None:
            return known
        if replaces_id is None:
            must_stand(patient)
        authors = spoken(tx, prescriber_id, taker=proof.signer, read_back=read_back)
        proposal = proposed(tx, patient, asked)
        second_clinician(asked, authors.prescriber, proof.signer.actor_id)
        old = replaceable(tx, replaces_id, of=patient) if replaces_id else None
        order, document = store(
            tx, drafted(proposal, at=tx.at), asked, order_id=order_id or uuid7(), authors=authors, replaces=old
        )
        sign(tx, proof, order, meaning=TAKEN, document=document)
        if old is not None:
            retire(tx, old)
        return order


def _signed(
    tx: Tx, patient: Patient, asked: Asked, *, proof: Proof, order_id: UUID | None, replaces: Order | None = None
) -> Order:
    proposal = proposed(tx, patient, asked)
    second_clinician(asked, proof.signer.actor_id)
    authors = Authors(prescriber=proof.signer.actor_id)
    order, document = store(
        tx, drafted(proposal, at=tx.at), asked, order_id=order_id or uuid7(), authors=authors, replaces=replaces
    )
    sign(tx, proof, order, meaning=SIGNED, document=document)
    return order
