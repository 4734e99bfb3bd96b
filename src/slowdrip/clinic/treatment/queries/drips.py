"""What a drip needs of an order."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.documents import bag_orders, changes_rate, read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.verified import BagChange, VerifiedOrder

from .statuses import SIGNED, VERIFIED


def verified_order(actor: Acting, order_id: UUID) -> VerifiedOrder:
    """Gives a verified order that stands; refuses one that is unknown here, void or not verified."""
    order = Order.objects.visible_to(actor).filter(id=order_id).first()
    if order is None:
        raise Refused("order_unknown", field="order")
    if Void.objects.visible_to(actor).filter(target_id=order.pk).exists():
        raise Refused("order_void", field="order")
    signed = {
        each.meaning: each
        for each in Signature.objects.visible_to(actor).filter(subject_id=order.pk, meaning__in=[SIGNED, VERIFIED])
    }
    if VERIFIED not in signed:
        raise Refused("order_not_verified", field="order")
    return as_verified(order, verified=signed[VERIFIED], cosigned=SIGNED in signed)


def latest_verified_order(actor: Acting, patient_id: UUID, *, but: str = "") -> VerifiedOrder | None:
    """Gives the patient's newest verified order that stands, or None; None too when it is the one named by `but`.

    None too when the newest changes the rate of a bag: it is of use at that bag alone, and what came before is past.
    """
    verified = Signature.objects.visible_to(actor).filter(meaning=VERIFIED).values("subject_id")
    rows = Order.objects.visible_to(actor).current().filter(patient_id=patient_id, pk__in=verified)
    newest = rows.order_by("-at", "-pk").first()
    if newest is None or str(newest.pk) == but or changes_rate(read_document(newest.document)):
        return None
    return verified_order(actor, newest.pk)


def as_verified(order: Order, *, verified: Signature, cosigned: bool) -> VerifiedOrder:
    """Gives the order as a drip takes it."""
    document = read_document(order.document)
    return VerifiedOrder(
        id=order.pk,
        patient_id=order.patient_id,
        dose_ug=order.dose_ug,
        dose_in_bag_ug=int(document["figures"]["drawn_ug"]),
        draw_ul=order.draw_ul,
        final_volume_ul=order.final_volume_ul,
        rate_ul_per_h=order.rate_ul_per_h,
        vtbi_ul=order.vtbi_ul,
        duration_s=order.duration_s,
        vial_ug_per_ml=int(document["product"]["conc_ug_per_ml"]),
        product=document["product"]["name"],
        tier=order.tier,
        signed_by=order.prescriber_id,
        verbal=order.verbal,
        read_back=order.read_back,
        cosign_due_at=order.cosign_due_at,
        cosigned=cosigned,
        verified_by=verified.signer_id,
        verified_by_name=verified.signer_name,
        verified_at=verified.at,
        replaces_id=order.replaces_id,
        change=_change(order, document),
    )


def _change(order: Order, document: dict[str, Any]) -> BagChange | None:
    if not changes_rate(document):
        return None
    figures = document["figures"]
    return BagChange(
        orders=frozenset(bag_orders(order, document)),
        stop_at_ul=int(figures["stop_at_ul"]),
        whole_s=round(Decimal(figures["whole_min"]) * 60),
    )
