"""What the actions of an import share: the batch under its lock, and the day it is at the clinic."""

from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.golive.models import GoLiveBatch, GoLiveText
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.refusal import Refused

NOON = time(12)
PERMISSION = "golive.import"


def zone_of(clinic_id: UUID) -> ZoneInfo:
    """Gives the clinic's time zone."""
    return ZoneInfo(Clinic.objects.values_list("time_zone", flat=True).get(pk=clinic_id))


def today_at(zone: ZoneInfo, at: datetime) -> date:
    """Gives the day of the calendar at the clinic."""
    return at.astimezone(zone).date()


def moment_of(day: date, zone: ZoneInfo, *, at: datetime) -> datetime:
    """Gives the instant that stands for a day of which the hour is not known: noon at the clinic, and never to come."""
    return min(datetime.combine(day, NOON, tzinfo=zone).astimezone(UTC), at)


def locked_batch(tx: Tx, batch_id: UUID) -> GoLiveBatch:
    """Gives the batch under its row lock, so that of two keys at once the second sees what the first did."""
    found: GoLiveBatch = GoLiveBatch.objects.visible_to(tx.actor).select_for_update(no_key=True).get(pk=batch_id)
    return found


def waiting_batch(tx: Tx, batch_id: UUID) -> GoLiveBatch:
    """Gives a batch that still waits for a decision."""
    batch = locked_batch(tx, batch_id)
    if batch.confirmed_at is not None:
        raise Refused("golive_confirmed")
    if batch.discarded_at is not None:
        raise Refused("golive_discarded")
    return batch


def text_of(batch: GoLiveBatch) -> bytes:
    """Gives the uploaded text of a batch that waits."""
    return bytes(GoLiveText.objects.values_list("text", flat=True).get(clinic_id=batch.clinic_id, batch=batch))
