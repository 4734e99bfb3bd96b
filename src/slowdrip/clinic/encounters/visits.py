"""What the events' own columns say of a drip: whether it was started, when it ended, whether anything was felt."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, Subquery

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.tables import ClinicQuerySet
from slowdrip.science.infusion import ENDINGS

STARTS: Final = ("started", "resumed")
OPENS_SYMPTOM: Final = ("symptom_started", "symptom_changed")


def was_started() -> Exists:
    """Gives the condition that a drip ran; a no-show never did."""
    return Exists(_standing(STARTS))


def started_at() -> Subquery:
    """Gives the first instant at which the drip ran; null where it never did."""
    return Subquery(_standing(STARTS).order_by("occurred_at", "pk").values("occurred_at")[:1])


def had_symptoms() -> Exists:
    """Gives the condition that a symptom was charted; only the fold says whether one is still open."""
    return Exists(_standing(OPENS_SYMPTOM))


def ended_at() -> Subquery:
    """Gives the instant of the ending that stands: the last one told, as the fold takes it."""
    return Subquery(_standing(ENDINGS).order_by("-occurred_at", "-pk").values("occurred_at")[:1])


def _standing(kinds: Iterable[str]) -> ClinicQuerySet:
    rows: ClinicQuerySet = InfusionEvent.objects.filter(
        clinic_id=OuterRef("clinic_id"), infusion_id=OuterRef("pk"), kind__in=tuple(kinds)
    )
    return rows.current()
