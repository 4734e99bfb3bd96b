"""All that was ever written at a drip: standing and voided events, each with its void; read in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from slowdrip.clinic.infusion.actions.charting import KEPT
from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.record.models import Void
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.events import place


@dataclass(frozen=True, slots=True)
class Told:
    """One event as written, the very text of its payload, and its void if it no longer stands.

    Written `late_from_min` or more after it happened, it says how late it is. `sent_by` is whose session
    brought it from a tablet that had kept it for another person.
    """

    event: Event
    void: Void | None
    payload_text: str
    late_from_min: int
    sent_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody voided it."""
        return self.void is None

    @property
    def late_min(self) -> int:
        """How many whole minutes after it happened it was written; 0 when in time."""
        late_min = (self.event.recorded_at - self.event.occurred_at) // timedelta(minutes=1)
        return late_min if late_min >= self.late_from_min else 0


def story_of(infusion: Infusion) -> list[Told]:
    """Gives everything written at a drip in the order it happened, voided entries included."""
    rows = list(InfusionEvent.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion))
    voids = voids_of(infusion.clinic_id, [row.pk for row in rows])
    late_from_min = pinned_policy(infusion).checks.late_entry_min.value
    told = [Told(as_event(row), voids.get(row.pk), row.payload, late_from_min, _sent_by(row)) for row in rows]
    return sorted(told, key=lambda one: place(one.event))


def _sent_by(row: InfusionEvent) -> str:
    sent = row.source == KEPT and row.session_actor_id not in (None, row.by_id)
    return str(row.session_actor_id) if sent else ""


def standing(story: Iterable[Told]) -> list[Event]:
    """Gives the events that stand."""
    return [one.event for one in story if one.stands]


def voids_of(clinic_id: UUID, targets: list[UUID]) -> dict[UUID, Void]:
    """Gives the voids of these rows by the row they name."""
    return {void.target_id: void for void in Void.objects.filter(clinic_id=clinic_id, target_id__in=targets)}
