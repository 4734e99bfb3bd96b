"""What waits for a second person: orders to verify and spoken orders to co-sign."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.treatment.models import Order

from .statuses import REPLACED, SIGNED, VERIFIED, Standing, standings

MOST = 100


def awaiting_verification(actor: Acting, *, at: datetime) -> list[Standing]:
    """Gives the orders that stand and were not verified yet, oldest first."""
    rows = (
        Order.objects.visible_to(actor).current().filter(~_with(VERIFIED)).select_related("patient", "prescriber", "by")
    )
    return standings(actor, rows.order_by("at", "pk")[:MOST], at=at)


def cosigns_due(actor: Acting, *, at: datetime) -> list[Standing]:
    """Gives the spoken orders whose prescriber has not signed, the most urgent first."""
    rows = _unsigned(actor.clinic_id).select_related("patient", "prescriber", "by")
    return standings(actor, rows.order_by("cosign_due_at", "pk")[:MOST], at=at)


def cosigns_overdue(clinic_id: UUID, *, at: datetime) -> int:
    """Gives how many spoken orders are past the time for their co-signature."""
    return _unsigned(clinic_id).filter(cosign_due_at__lt=at).count()


def _unsigned(clinic_id: UUID) -> QuerySet[Any]:
    voided = Void.objects.filter(clinic_id=OuterRef("clinic_id"), target_id=OuterRef("pk"))
    given = ~Exists(voided) | Exists(voided.filter(reason=REPLACED))
    return Order.objects.filter(Q(clinic_id=clinic_id, verbal=True) & ~_with(SIGNED) & given)


def _with(meaning: str) -> Exists:
    return Exists(Signature.objects.filter(clinic_id=OuterRef("clinic_id"), subject_id=OuterRef("pk"), meaning=meaning))
