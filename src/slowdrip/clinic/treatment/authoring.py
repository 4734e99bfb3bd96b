"""Who an order comes from: rules that hold for a new bag and for another rate of the same bag alike."""

from datetime import timedelta
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.refusal import Refused

from .models import Order
from .policy_roles import may_by_policy
from .steps import Authors, locked_order


def must_prescribe(actor: Acting, signer: Acting) -> None:
    """Refuses a signer who is no prescriber, and an actor who may not write orders at all."""
    actor.must("order.enter_verbal")
    if not signer.may("order.sign"):
        raise Refused("order_signer_not_prescriber", field="signer")


def written(tx: Tx, patient: Patient, order_id: UUID | None) -> Order | None:
    """Gives the order of this id, if a first sending of the same form wrote it."""
    if order_id is None:
        return None
    known: Order | None = Order.objects.filter(id=order_id).first()
    if known is not None and (known.clinic_id, known.patient_id) != (tx.actor.clinic_id, patient.pk):
        raise Refused("id_used_twice")
    return known


def replaceable(tx: Tx, old_id: UUID, *, of: Patient) -> Order:
    """Gives the old order under lock; a second replacement while one waits would leave two that both end it."""
    old = locked_order(tx, old_id)
    if old.patient_id != of.pk:
        raise Refused("order_belongs_elsewhere")
    if Order.objects.visible_to(tx.actor).current().filter(replaces=old).exists():
        raise Refused("order_replacement_waits")
    return old


def spoken(tx: Tx, prescriber_id: UUID, *, taker: Acting, read_back: bool) -> Authors:
    """Gives the authors of an order that this prescriber (a membership) spoke; its co-sign clock runs from now."""
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
