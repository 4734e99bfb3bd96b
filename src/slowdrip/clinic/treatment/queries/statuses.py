"""How orders stand: signed, verified, replaced, voided; and whether a spoken one still waits for its prescriber."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.treatment.documents import changes_rate, read_document
from slowdrip.clinic.treatment.models import Order

SIGNED: Final = "order.signed"
TAKEN: Final = "order.taken"
SECOND: Final = "order.second_clinician"
VERIFIED: Final = "order.verified"
REPLACED: Final = "replaced"
"""The reason of the void that a replacement writes; every other reason was typed by a person."""


class State(StrEnum):
    """Where an order stands. Nothing is a draft: an order exists from its first signature."""

    SPOKEN = "spoken"
    SIGNED = "signed"
    VERIFIED = "verified"
    REPLACED = "replaced"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One order with its signatures, its void and its replacement (None where there is none)."""

    order: Order
    at: datetime
    signed: Signature | None
    taken: Signature | None
    second: Signature | None
    verified: Signature | None
    void: Void | None
    replacement_id: UUID | None

    @property
    def state(self) -> State:
        """Where the order stands now."""
        if self.void is not None:
            return State.REPLACED if self.void.reason == REPLACED else State.VOIDED
        if self.verified is not None:
            return State.VERIFIED
        return State.SIGNED if self.signed is not None else State.SPOKEN

    @property
    def changes_rate(self) -> bool:
        """Whether it changes the rate of a bag that hangs already."""
        return changes_rate(read_document(self.order.document))

    @property
    def stands(self) -> bool:
        """Whether it was neither voided nor replaced."""
        return self.void is None

    @property
    def waits_for_cosign(self) -> bool:
        """Whether the prescriber who spoke it has not signed yet; a replaced order was given and needs it too."""
        return self.order.verbal and self.signed is None and self.state != State.VOIDED

    @property
    def cosign_overdue(self) -> bool:
        """Whether the co-signature is past its time; the instant itself is still in time."""
        due = self.order.cosign_due_at
        return self.waits_for_cosign and due is not None and self.at > due


def orders_of(actor: Acting, patient_id: UUID, *, at: datetime, most: int = 50) -> list[Standing]:
    """Gives a patient's orders, newest first, also those that no longer stand."""
    return standings(actor, _all(actor).filter(patient_id=patient_id)[:most], at=at)


def order_status(actor: Acting, order_id: UUID, *, at: datetime) -> Standing:
    """Gives how one order stands, or raises Order.DoesNotExist, for one of another clinic too."""
    return standings(actor, [_all(actor).get(id=order_id)], at=at)[0]


def standings(actor: Acting, orders: Iterable[Order], *, at: datetime) -> list[Standing]:
    """Gives how each of these orders stands, with three more reads whatever their number."""
    rows = list(orders)
    ids = [row.pk for row in rows]
    signatures = _signatures(actor, ids)
    voids = {each.target_id: each for each in Void.objects.visible_to(actor).filter(target_id__in=ids)}
    replacements = _replacements(actor, ids)
    return [
        Standing(
            order=row,
            at=at,
            signed=signatures[row.pk].get(SIGNED),
            taken=signatures[row.pk].get(TAKEN),
            second=signatures[row.pk].get(SECOND),
            verified=signatures[row.pk].get(VERIFIED),
            void=voids.get(row.pk),
            replacement_id=replacements.get(row.pk),
        )
        for row in rows
    ]


def was_ever_verified(actor: Acting, patient_id: UUID) -> bool:
    """Says whether any order of this patient was ever verified: then this is not the first visit."""
    orders = Order.objects.visible_to(actor).filter(patient_id=patient_id).values("pk")
    return bool(Signature.objects.visible_to(actor).filter(meaning=VERIFIED, subject_id__in=orders).exists())


def patients_of(found: Iterable[Standing]) -> list[Patient]:
    """Gives whose orders these are, each once."""
    return list({each.order.patient_id: each.order.patient for each in found}.values())


def _all(actor: Acting) -> QuerySet[Any]:
    return (
        Order.objects.visible_to(actor).select_related("patient", "prescriber", "by", "policy").order_by("-at", "-pk")
    )


def _signatures(actor: Acting, ids: list[UUID]) -> dict[UUID, dict[str, Signature]]:
    found: dict[UUID, dict[str, Signature]] = defaultdict(dict)
    rows = (
        Signature.objects.visible_to(actor)
        .filter(subject_id__in=ids, meaning__startswith="order.")
        .order_by("at", "pk")
    )
    for each in rows:
        found[each.subject_id].setdefault(each.meaning, each)
    return found


def _replacements(actor: Acting, ids: list[UUID]) -> dict[UUID, UUID]:
    rows = Order.objects.visible_to(actor).current().filter(replaces_id__in=ids).order_by("at", "pk")
    return dict(rows.values_list("replaces_id", "pk"))
