"""Reads of the next boosters that were agreed before Slowdrip: one patient's, and those due or overdue."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from slowdrip.clinic.encounters.visits import STARTS
from slowdrip.clinic.golive.models import NextBooster
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.acting import Acting

SOON: Final = timedelta(days=14)
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class DueBooster:
    """One agreed booster with its patient; `is_overdue` when its day has passed."""

    booster: NextBooster
    is_overdue: bool


def standing_booster(actor: Acting, patient_id: UUID) -> NextBooster | None:
    """Gives the day that was agreed, while nobody ended it and no drip ran here since."""
    found: NextBooster | None = standing_boosters(actor).filter(patient_id=patient_id).first()
    return found


def standing_boosters(actor: Acting) -> QuerySet[NextBooster]:
    """Gives the boosters that are still to come: the first drip here was it, whatever day it came on."""
    starts = InfusionEvent.objects.filter(
        clinic_id=OuterRef("clinic_id"), infusion__patient_id=OuterRef("patient_id"), kind__in=STARTS
    ).current()
    rows: Any = NextBooster.objects.visible_to(actor).filter(withdrawn_at=None, patient__entered_in_error_at=None)
    found: QuerySet[NextBooster] = rows.filter(~Exists(starts))
    return found


def due_boosters(actor: Acting, *, today: date) -> list[DueBooster]:
    """Gives the boosters of the next two weeks and those whose day has passed, the longest overdue first."""
    rows = standing_boosters(actor).filter(due_on__lte=today + SOON).select_related("patient")
    return [DueBooster(row, row.due_on < today) for row in rows.order_by("due_on", "pk")[:MOST]]
