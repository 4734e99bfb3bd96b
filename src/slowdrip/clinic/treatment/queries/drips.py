"""What a drip needs of an order."""

from uuid import UUID

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.verified import VerifiedOrder

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


def latest_verified_order(actor: Acting, patient_id: UUID) -> VerifiedOrder | None:
    """Gives the patient's newest verified order that stands, or None."""
    verified = Signature.objects.visible_to(actor).filter(meaning=VERIFIED).values("subject_id")
    rows = Order.objects.visible_to(actor).current().filter(patient_id=patient_id, pk__in=verified)
    newest = rows.order_by("-at", "-pk").values_list("pk", flat=True).first()
    return verified_order(actor, newest) if newest else None


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
    )
