"""How many adverse events and tasks are open, and how many of them are overdue: nothing of a patient is in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.adverse.models import MatterState


@dataclass(frozen=True, slots=True)
class MattersNow:
    """How many are open, and how many of them are past their time."""

    open: int
    late: int


def matters_now(clinic_id: UUID, *, at: datetime) -> MattersNow:
    """Gives the number of open adverse events and tasks, and of overdue ones."""
    due = list(MatterState.objects.filter(clinic_id=clinic_id, is_open=True).values_list("due_at", flat=True))
    return MattersNow(len(due), sum(1 for each in due if each is not None and each <= at))
