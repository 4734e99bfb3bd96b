"""What somebody wants stored about a drip, before it is checked and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion.events import problems, validated


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


def checked(draft: Draft) -> dict[str, Any]:
    """Gives the payload in canonical values; refuses with every problem at its field."""
    found = problems(draft.kind, draft.payload)
    if found:
        raise RefusedAll([Refused(f"entry_{bad.code}", field=bad.field, **dict(bad.params)) for bad in found])
    return validated(draft.kind, draft.payload)
