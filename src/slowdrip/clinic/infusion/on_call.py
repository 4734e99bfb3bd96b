"""Who is called by name when nobody answers an alarm: the day's first and second call, as long as they are here."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.house import present_actors, zone_of
from slowdrip.clinic.infusion.models import OnCall


def on_call_today(clinic_id: UUID, *, at: datetime) -> OnCall | None:
    """Gives the newest choice of this clinic day."""
    zone = zone_of(clinic_id)
    row = OnCall.objects.filter(clinic_id=clinic_id, at__lte=at).current().order_by("at", "id").last()
    same_day = row is not None and row.at.astimezone(zone).date() == at.astimezone(zone).date()
    return row if same_day else None


def named_now(clinic_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """Gives whom an unanswered alarm calls, the first and the second place; a place is empty while its person is away.

    The places stay: whoever leaves after the first call does not move the second person out of the second one.
    """
    row = on_call_today(clinic_id, at=at)
    if row is None:
        return ()
    here = set(present_actors(clinic_id, at=at))
    return tuple(str(each) if each in here else "" for each in (row.first_id, row.second_id))
