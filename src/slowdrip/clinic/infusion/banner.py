"""The banners of an installation whose restore was never rehearsed, and of a drip that the clock cannot watch."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import unwatched
from slowdrip.clinic.record.banners import Banner, register
from slowdrip.clinic.record.models import Clinic


def rehearsal_banner(clinic_id: UUID, at: datetime) -> Iterable[Banner]:
    """Says that this installation is not for patient care until its backup was restored once."""
    if Clinic.objects.filter(id=clinic_id, rehearsed_restore_at__isnull=True).exists():
        text = _(
            "Not for patient care: backup and restore were never rehearsed on this installation (slowdrip rehearse)."
        )
        yield Banner("", "not_rehearsed", text)


def watching_banner(clinic_id: UUID, at: datetime) -> Iterable[Banner]:
    """Names each chair whose drip the clock failed to watch at its last beat."""
    rows = Infusion.objects.filter(clinic_id=clinic_id, id__in=unwatched(clinic_id)).select_related("chair")
    for infusion in rows.order_by("chair__position", "pk"):
        chair = infusion.chair.name if infusion.chair else "–"
        text = _(
            "Watching of chair %(chair)s failed. No due check or alarm will come from there. "
            "Watch the bedside monitor and tell your administrator."
        )
        yield Banner("emergency", "watching_failed", text, {"chair": chair})


def register_all() -> None:
    """Adds the banners to every page."""
    register(rehearsal_banner)
    register(watching_banner)
