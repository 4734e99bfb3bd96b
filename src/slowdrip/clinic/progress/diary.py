"""The side effects that a patient told at home, by when and after which drip, and the adverse events that are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse.queries import of_patient
from slowdrip.clinic.adverse.shown import Line, line_of
from slowdrip.clinic.adverse.texts import SEE
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.offered import words_of
from slowdrip.clinic.outcomes.scoring import newest
from slowdrip.clinic.progress.drips import Drip
from slowdrip.clinic.record.acting import Acting
from slowdrip.knowledge.scales.catalogue import scale

EFFECTS: Final = "side_effects"
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One filling-in of the diary: when, after which drip if any, and what was tapped, which may be nothing.

    `is_whole` is False where a question was refused or left out: then nothing tapped does not mean none.
    """

    at: datetime
    drip: int | None
    what: tuple[str, ...]
    is_whole: bool


def told_effects(actor: Acting, patient_id: UUID, drips: Sequence[Drip]) -> list[Told]:
    """Gives the newest fillings-in, the newest first, in two queries however many there are."""
    newest_first = Response.objects.visible_to(actor).filter(patient_id=patient_id, scale=EFFECTS)
    keys = list(newest_first.order_by("-answered_at", "-id").values_list("pk", flat=True)[:MOST])
    rows = Answer.objects.visible_to(actor).filter(response__in=keys)
    found: dict[UUID, list[Answer]] = {}
    for row in rows.current().exclude(what=Answer.What.TEXT).order_by("at", "id"):
        found.setdefault(row.response_id, []).append(row)
    return sorted((_told(each, drips) for each in found.values()), key=lambda one: one.at, reverse=True)


def _told(rows: Sequence[Answer], drips: Sequence[Drip]) -> Told:
    held, at = newest(rows), max(row.answered_at for row in rows)
    before = (drip.number for drip in drips if drip.began_at <= at)
    tapped = tuple(word for name, word in _names().items() if name in held and held[name].value == "1")
    said = {name for name, row in held.items() if row.what == Answer.What.VALUE}
    return Told(at, max(before, default=None), tapped, is_whole=set(_names()) <= said)


@cache
def _names() -> dict[str, str]:
    file = scale(EFFECTS)
    text = words_of(file)
    return {each.name: text.items.get(each.name, each.name) if text else each.name for each in file.items}


def events_of(actor: Acting, patient_id: UUID, *, at: datetime) -> list[Line]:
    """Gives the adverse events of a patient, voided ones left out; nothing for whoever may not see them."""
    if not actor.may(SEE):
        return []
    found = of_patient(actor, patient_id, at)
    return [line_of(each) for each in found if each.is_event and not each.is_voided]
