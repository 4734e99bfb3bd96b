"""The clinic's chairs for the page that changes them: which are in use, and who waits or sits there."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.chart.board import expected_today
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.acting import Acting


@dataclass(frozen=True, slots=True)
class ChairLine:
    """One chair: whether a visit is under way in it, and how many are planned there today."""

    id: UUID
    name: str
    in_use: bool
    under_way: bool
    planned: int


def chair_list(actor: Acting, *, at: datetime) -> list[ChairLine]:
    """Gives every chair, retired ones too, in the board's order."""
    active = StateRow.objects.visible_to(actor).filter(active=True, infusion__chair__isnull=False)
    taken = set(active.values_list("infusion__chair_id", flat=True))
    planned = Counter(waiting.infusion.chair_id for waiting in expected_today(actor, at=at))
    chairs = Chair.objects.visible_to(actor).order_by("position", "name")
    return [ChairLine(each.pk, each.name, each.in_use, each.pk in taken, planned[each.pk]) for each in chairs]


def chair_names(actor: Acting) -> list[str]:
    """Gives the names of the chairs in use, in the board's order."""
    chairs = Chair.objects.visible_to(actor).filter(in_use=True).order_by("position", "name")
    return list(chairs.values_list("name", flat=True))
