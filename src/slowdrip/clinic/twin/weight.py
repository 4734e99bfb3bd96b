"""The weight a picture is made with: when it was measured, and whether the order was written for the same one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.science.pharmacology.models import NoPrediction

MOST_APART: Final = 0.10
"""Weights further apart than this share are not the same person's on the same day: a proposal."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measured weight, and when."""

    kg: float
    at: datetime


def weighed(patient: Patient, *, by: datetime | None) -> Weighed | None:
    """Gives the latest weight that was measured by then (or at all); a stated one says nothing about a dose."""
    measured = _measured(patient)
    row = (measured if by is None else measured.filter(at__lte=by)).first()
    return _weighed(row) if row else None


def weighings(patient: Patient) -> list[Weighed]:
    """Gives every measured weight, newest first."""
    return [_weighed(row) for row in _measured(patient)]


def _measured(patient: Patient) -> Any:
    rows = Measurement.objects.filter(clinic_id=patient.clinic_id, patient=patient).current()
    return rows.filter(kind=Measurement.Kind.WEIGHT_G, how=Measurement.How.MEASURED).order_by("-at")


def _weighed(row: Measurement) -> Weighed:
    return Weighed(row.value / 1000, row.at)


def ordered_kg_of(clinic_id: UUID, order_id: str) -> float | None:
    """Gives the weight that an order was written for; nothing for orders that name none."""
    order = Order.objects.filter(clinic_id=clinic_id, pk=order_id).first()
    return None if order is None else ordered_kg(order)


def ordered_kg(order: Order) -> float | None:
    """Gives the weight in the document of an order."""
    kg = read_document(order.document).get("request", {}).get("weight", {}).get("kg")
    return None if kg is None else float(kg)


def apart(weight_kg: float | None, ordered: float | None) -> NoPrediction | None:
    """Gives why there is no prediction where the order was written for another weight; nothing where they agree."""
    if weight_kg is None or ordered is None or abs(weight_kg - ordered) <= MOST_APART * ordered:
        return None
    return NoPrediction("weight_differs", {"measured_kg": weight_kg, "ordered_kg": ordered})
