"""The line above every page while a spoken order is past the time for its signature."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.banners import Banner

from .queries import cosigns_overdue


def cosign_overdue(clinic_id: UUID, at: datetime) -> Iterator[Banner]:
    """Gives the banner while a co-signature is overdue."""
    count = cosigns_overdue(clinic_id, at=at)
    if not count:
        return
    yield Banner(
        tier="advisory",
        code="cosign_overdue",
        text=_("Spoken orders past the time for the prescriber's signature: %(count)s."),
        params={"count": count},
        page="treatment:waiting",
        action=_("Open them"),
    )
