"""What somebody wants stored in a case, before it is written."""

from dataclasses import dataclass, field
from uuid import UUID

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.risk_case.events import Payload


@dataclass(frozen=True, slots=True)
class Draft:
    """One event to store; the id comes from whoever captured it, so that sending it twice stores it once.

    `by` is whoever it comes from when that is not who acts: the system, for what the clock and the roster say.
    """

    payload: Payload
    id: UUID = field(default_factory=uuid7)
    by: Acting | None = None


def drafted(payload: Payload, *, event_id: UUID | None) -> Draft:
    """Gives a draft under the id the screen chose, else under a new one."""
    return Draft(payload) if event_id is None else Draft(payload, event_id)
