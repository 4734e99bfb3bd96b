"""The poller's short reads; each opens and closes its own tenancy and keeps no cursor open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection

from slowdrip.clinic.monitors.arriving import arrives
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.queries import head_seq, last_beat, news_after
from slowdrip.clinic.record.tenancy import tenant

MOST_MISSED = 500


@dataclass(frozen=True, slots=True)
class Look:
    """What one poll saw: news since the last one, when the clock process last beat, whether monitors are heard."""

    at: datetime
    news: list[Outbox]
    clock_at: datetime | None
    numbers_arrive: bool = True


def look(clinic_id: UUID, seq: int) -> Look:
    """Reads a clinic's news after `seq`, the clock's heartbeat and the listener's."""
    try:
        with tenant(clinic_id):
            at = now()
            return Look(
                at=at,
                news=news_after(clinic_id, seq),
                clock_at=last_beat(clinic_id, "clock"),
                numbers_arrive=arrives(clinic_id, at=at),
            )
    except DatabaseError:
        # A broken connection is not used again; the next look opens a fresh one.
        connection.close()
        raise


def missed(clinic_id: UUID, last_seen: int) -> list[Outbox] | None:
    """Gives the news a returning screen missed; None when some of it has expired, so that it must start anew."""
    with tenant(clinic_id):
        head = head_seq(clinic_id)
        older_kept = Outbox.objects.filter(clinic_id=clinic_id, seq__lte=last_seen).exists()
        rows = news_after(clinic_id, last_seen, limit=MOST_MISSED + 1)
    if last_seen > head or len(rows) > MOST_MISSED:
        return None
    return None if head > last_seen and not older_kept else rows
