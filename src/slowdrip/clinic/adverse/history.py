"""The stored entries of a matter as the fold's entries."""

import json
from datetime import UTC
from uuid import UUID

from slowdrip.clinic.adverse.models import MatterEntry
from slowdrip.science.rules.adverse import Entry, decoded


def as_entry(row: MatterEntry) -> Entry:
    """Gives a stored row as the fold sees it."""
    payload = decoded(row.kind, json.loads(row.payload))
    return Entry(id=str(row.pk), payload=payload, at=row.at.astimezone(UTC), by=str(row.by_id))


def entries_of(matter_id: UUID) -> list[Entry]:
    """Gives a matter's entries in the order they were told."""
    return [as_entry(row) for row in MatterEntry.objects.filter(matter_id=matter_id).order_by("at", "id")]
