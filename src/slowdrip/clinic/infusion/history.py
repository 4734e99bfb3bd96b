"""The stored events of a drip as the fold's events, and back."""

import json
from datetime import UTC
from uuid import UUID

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.science.infusion import Event


def as_event(row: InfusionEvent) -> Event:
    """Gives a stored row as the fold sees it."""
    return Event(
        id=str(row.pk),
        kind=row.kind,
        payload=json.loads(row.payload),
        occurred_at=row.occurred_at.astimezone(UTC),
        recorded_at=row.recorded_at.astimezone(UTC),
        by=str(row.by_id),
        source=row.source,
    )


def events_of(infusion_id: UUID) -> list[Event]:
    """Gives a drip's events that stand (voided ones left out), in the order they happened."""
    rows = InfusionEvent.objects.filter(infusion_id=infusion_id).current().order_by("occurred_at", "id")
    return [as_event(row) for row in rows]
