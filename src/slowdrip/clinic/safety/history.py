"""The stored events of a case as the fold's events."""

import json
from datetime import UTC
from uuid import UUID

from slowdrip.clinic.safety.models import CaseEvent
from slowdrip.science.rules.risk_case import Event, decoded


def as_event(row: CaseEvent) -> Event:
    """Gives a stored row as the fold sees it."""
    return Event(
        id=str(row.pk),
        payload=decoded(row.kind, json.loads(row.payload)),
        occurred_at=row.occurred_at.astimezone(UTC),
        recorded_at=row.recorded_at.astimezone(UTC),
        by=str(row.by_id),
    )


def events_of(case_id: UUID) -> list[Event]:
    """Gives a case's events in the order they happened."""
    return [as_event(row) for row in CaseEvent.objects.filter(case_id=case_id).order_by("occurred_at", "id")]
