"""What staff types from paper or from the patient's mouth: one box for each item, or a total."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.outcomes.given import TOTAL_OF, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.scoring import main_score
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.types.scales import Entry, Scale

LETTERS: Final[Mapping[str, str]] = {
    "r": Answer.What.REFUSED,
    "n": Answer.What.NOT_APPLICABLE,
    "x": Answer.What.NOT_ASSESSED,
}
TOTAL: Final = "total_typed"
"""The name of the box for a total; no scale has an item of that name."""


def typed_answers(scale: Scale, typed: Mapping[str, str]) -> tuple[Given, ...]:
    """Gives the answers that were typed, an empty box being none; refuses when all boxes are empty."""
    found = (*_items(scale, typed), *_total(scale, typed))
    if not found:
        raise Refused("nothing_typed")
    return found


def takes_total(scale: Scale) -> bool:
    """Says whether a total that was added up elsewhere is taken."""
    return Entry.TOTAL in scale.entries


def ask_for(actor: Acting, patient_id: UUID, scale: str, *, answered_at: datetime) -> Ask | None:
    """Gives the ask that was open then and that nobody has answered with this scale: paper answers an ask too."""
    rows = Ask.objects.visible_to(actor).filter(patient_id=patient_id, withdrawn_at__isnull=True)
    rows = rows.filter(opens_at__lte=answered_at, closes_at__gt=answered_at)
    answered = Q(scale=scale, completed_at__isnull=False)
    done = set(Response.objects.visible_to(actor).filter(answered, ask__in=rows).values_list("ask_id", flat=True))
    return next((ask for ask in rows.order_by("opens_at", "id") if scale in ask.scales and ask.pk not in done), None)


def _items(scale: Scale, typed: Mapping[str, str]) -> Iterator[Given]:
    for item in scale.items:
        text = typed.get(item.name, "").strip().lower()
        if text in LETTERS:
            yield Given(item.name, LETTERS[text])
        elif text:
            yield Given(item.name, Answer.What.VALUE, text.replace(",", "."))


def _total(scale: Scale, typed: Mapping[str, str]) -> Iterator[Given]:
    text = typed.get(TOTAL, "").strip().replace(",", ".")
    if text and takes_total(scale):
        yield Given(TOTAL_OF + main_score(scale), Answer.What.VALUE, text)
