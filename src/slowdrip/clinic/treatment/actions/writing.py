"""Writing an order: signed by the prescriber at this screen, or spoken, read back and signed later."""

from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.policy_roles import may_by_policy
from slowdrip.clinic.treatment.queries.statuses import SIGNED, TAKEN
from slowdrip.clinic.treatment.steps import (
    Asked,
    Authors,
    locked_order,
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
    _must_prescribe(actor, proof.signer)
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        known = _written(tx, patient, order_id)
        return known or _signed(tx, patient, asked, proof=proof, order_id=order_id)


def replace_order(
    actor: Acting, old_id: UUID, asked: Asked, *, proof: Proof, at: datetime, order_id: UUID | None = None
) -> Order:
    """Writes the signed order that takes an old one's place.

    The old one ends in the same transaction, unless a running drip has it in force: then it stands until the new one is
    verified, so that the drip is never without an order.
    """
    _must_prescribe(actor, proof.signer)
    with act(actor, at=at) as tx:
        old: Order = Order.objects.visible_to(actor).get(id=old_id)
        patient = locked_patient(tx, old.patient_id)
        known = _written(tx, patient, order_id)
        if known is not None:
            return known
        old = _replaceable(tx, old_id, of=patient)
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

    With `replaces_id` it takes that order's place by the same rules as `replace_order`.
    """
    actor.must("order.enter_verbal")
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        known = _written(tx, patient, order_id)
        if known is not None:
            return known
        authors = _spoken(tx, prescriber_id, taker=proof.signer, read_back=read_back)
        proposal = proposed(tx, patient, asked)
        second_clinician(asked, authors.prescriber, proof.signer.actor_id)
        old = _replaceable(tx, replaces_id, of=patient) if replaces_id else None
        order, document = store(tx, proposal, asked, order_id=order_id or uuid7(), authors=authors, replaces=old)
        sign(tx, proof, order, meaning=TAKEN, document=document)
        if old is not None:
            retire(tx, old)
        return order


def _must_prescribe(actor: Acting, signer: Acting) -> None:
    actor.must("order.enter_verbal")
    if not signer.may("order.sign"):
        raise Refused("order_signer_not_prescriber", field="signer")


def _written(tx: Tx, patient: Patient, order_id: UUID | None) -> Order | None:
    """The order of this id, if a first sending of the same form wrote it."""
    if order_id is None:
        return None
    known: Order | None = Order.objects.filter(id=order_id).first()
    if known is not None and (known.clinic_id, known.patient_id) != (tx.actor.clinic_id, patient.pk):
        raise Refused("id_used_twice")
    return known


def _signed(
    tx: Tx, patient: Patient, asked: Asked, *, proof: Proof, order_id: UUID | None, replaces: Order | None = None
) -> Order:
    proposal = proposed(tx, patient, asked)
    second_clinician(asked, proof.signer.actor_id)
    authors = Authors(prescriber=proof.signer.actor_id)
    order, document = store(tx, proposal, asked, order_id=order_id or uuid7(), authors=authors, replaces=replaces)
    sign(tx, proof, order, meaning=SIGNED, document=document)
    return order


def _replaceable(tx: Tx, old_id: UUID, *, of: Patient) -> Order:
    """The old order under lock; a second replacement while one waits would leave two that both end it."""
    old = locked_order(tx, old_id)
    if old.patient_id != of.pk:
        raise Refused("order_belongs_elsewhere")
    if Order.objects.visible_to(tx.actor).current().filter(replaces=old).exists():
        raise Refused("order_replacement_waits")
    return old


def _spoken(tx: Tx, prescriber_id: UUID, *, taker: Acting, read_back: bool) -> Authors:
    policy = policy_in_force(tx.actor).policy.verbal_order
    member = Membership.objects.visible_to(tx.actor).filter(id=prescriber_id, active=True).first()
    if member is None or not member.acting().may("order.sign"):
        raise Refused("order_prescriber_missing", field="prescriber")
    if member.actor_id == taker.actor_id:
        raise Refused("order_taken_by_prescriber", field="taker")
    if not may_by_policy(taker, policy.taker_roles.value):
        raise Refused("order_taker_role", field="taker")
    if not read_back:
        raise Refused("order_not_read_back", field="read_back")
    due = tx.at + timedelta(hours=policy.co_sign_within_h.value)
    return Authors(prescriber=member.actor_id, taken_by=taker.actor_id, read_back=True, cosign_due_at=due)
