"""The stored events of a drip as the fold's events, and back."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Void
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.events.limits import LIMITS_SET, VOIDED_AT


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
    """Gives a drip's events that stand (voided ones left out), in the order they happened.

    Own limits that were voided stay, with until when they held: what was measured under them is not judged anew.
    """
    own = InfusionEvent.objects.filter(infusion_id=infusion_id)
    rows = (own.current() | own.filter(kind=LIMITS_SET)).order_by("occurred_at", "id")
    return _with_voids([as_event(row) for row in rows])


def _with_voids(events: list[Event]) -> list[Event]:
    limits = [event.id for event in events if event.kind == LIMITS_SET]
    if not limits:
        return events
    held = {str(key): {VOIDED_AT: at.astimezone(UTC).isoformat()} for key, at in _voids(limits)}
    return [replace(event, payload={**event.payload, **held.get(event.id, {})}) for event in events]


def _voids(ids: list[str]) -> Iterable[tuple[UUID, datetime]]:
    return Void.objects.filter(target_id__in=ids).values_list("target_id", "at")
