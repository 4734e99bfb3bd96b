"""Which screens had their sound tested today."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.house import midnight
from slowdrip.clinic.infusion.models import SoundCheck
from slowdrip.clinic.record.acting import Acting


@dataclass(frozen=True, slots=True)
class SoundTest:
    """The newest test of one screen; `screen` is empty for one that is not enrolled."""

    at: datetime
    screen: str
    by: str
    heard: bool


def tested_today(actor: Acting, *, at: datetime) -> list[SoundTest]:
    """Gives the newest test of each screen since the clinic's midnight, the newest first."""
    since = midnight(actor.clinic_id, at=at)
    rows = SoundCheck.objects.visible_to(actor).filter(at__gte=since, at__lte=at).current()
    newest: dict[tuple[UUID | None, UUID | None], SoundTest] = {}
    for row in rows.select_related("device", "by").order_by("-at", "-id"):
        # Two people's own phones are two screens.
        key = (row.device_id, None if row.device_id else row.by_id)
        newest.setdefault(key, SoundTest(row.at, row.device.name if row.device else "", row.by.label, row.heard))
    return list(newest.values())
