"""Which order is in force at which drip: attaching one, and what treatment asks before it voids or replaces one."""

from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.hanging import bag_to_change, hanging
from slowdrip.clinic.infusion.house import present_actors
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.steps import locked, store, stored_state
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.clinic.treatment.verified import VerifiedOrder
from slowdrip.science.infusion.state import InfusionState


def lock_patient_of(tx: Tx, infusion_id: UUID) -> None:
    """Locks the visit's patient, under whose lock orders are voided and replaced; always before the visit's own lock.

    Without it an order could be voided between the look that found it standing and the drip that takes it.
    """
    rows = Infusion.objects.visible_to(tx.actor).filter(id=infusion_id)
    patient_id = rows.values_list("patient_id", flat=True).first()
    if patient_id is not None:
        locked_patient(tx, patient_id)


def attach(tx: Tx, infusion: Infusion, order: VerifiedOrder) -> InfusionState:
    """Puts a verified order in force at the drip: one event, so that what came before stays as it was."""
    if order.patient_id != infusion.patient_id:
        raise Refused("order_of_other_patient", field="order")
    state = stored_state(infusion)
    earlier = state.drip.orders
    if earlier and earlier[-1].order_id == str(order.id):
        raise Refused("order_already_in_force", field="order")
    if order.change is not None:
        bag_to_change(state, order.change.orders)
    tx.change(infusion, order_id=order.id)
    payload = {
        "order_id": str(order.id),
        "order_version": len(earlier) + 1,
        "dose_ug": order.dose_in_bag_ug,
        "total_volume_ul": order.final_volume_ul,
        "rate_ul_per_h": order.rate_ul_per_h,
        **_program(order),
        "verified_by": str(order.verified_by),
    }
    return store(tx, infusion, [Draft("order_attached", payload, tx.at)])


def _program(order: VerifiedOrder) -> dict[str, int]:
    """What the pump is to do in all: both count from the hanging of the bag. A change of rate draws nothing up."""
    if order.change is not None:
        return {"vtbi_ul": order.change.stop_at_ul, "duration_s": order.change.whole_s}
    return {"vtbi_ul": order.vtbi_ul, "duration_s": order.duration_s, "draw_volume_ul": order.draw_ul}


def in_use(order_id: UUID) -> bool:
    """Says whether a visit under way has this order in force."""
    return StateRow.objects.filter(active=True, infusion__order_id=order_id).exists()


def people_in_building(tx: Tx) -> int | None:
    """Gives how many people are in the building; None when nobody keeps count today."""
    return len(present_actors(tx.actor.clinic_id, at=tx.at)) or None


def take_over(tx: Tx, old_id: UUID, replacement: VerifiedOrder) -> None:
    """Puts a verified replacement in force at every visit under way that has the old order."""
    rows = StateRow.objects.filter(clinic_id=tx.actor.clinic_id, active=True, infusion__order_id=old_id)
    for infusion_id in list(rows.values_list("infusion_id", flat=True)):
        attach(tx, locked(tx.actor, infusion_id), replacement)


def register() -> None:
    """Answers treatment's questions from now on."""
    gates.register_in_use(in_use)
    gates.register_people_in_building(people_in_building)
    gates.register_take_over(take_over)
    gates.register_hanging(hanging)
