"""What somebody wants stored about a drip, before it is checked and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion.events import BadPayload, problems, validated


@dataclass(frozen=True, slots=True)
class Draft:
    """One event to store; the id comes from whoever captured it, so that sending it twice stores it once."""

    kind: str
    payload: Mapping[str, Any]
    occurred_at: datetime
    id: UUID = field(default_factory=uuid7)
    source: str = "typed"


def drafted(kind: str, payload: Mapping[str, Any], *, at: datetime, event_id: UUID | None) -> Draft:
    """Gives a draft under the id the screen chose, else under a new one."""
    return Draft(kind, payload, at) if event_id is None else Draft(kind, payload, at, event_id)


def document_of(draft: Draft) -> dict[str, Any]:
    """Gives what a second person signs: the entry, what it says and when it happened."""
    return {"event": draft.id, "occurred_at": draft.occurred_at, **draft.payload}


def checked(draft: Draft) -> dict[str, Any]:
    """Gives the payload in canonical values; refuses with every problem at its field."""
    try:
        return validated(draft.kind, draft.payload)
    except BadPayload:
        found = problems(draft.kind, draft.payload)
    raise RefusedAll([Refused(f"entry_{bad.code}", field=bad.field, **dict(bad.params)) for bad in found])
