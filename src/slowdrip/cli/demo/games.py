"""How one of the demo's patients plays: twice before the first drip, and on the day after each."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from slowdrip.clinic.cognition.models import CognitionRun, CognitionStart, Task, Way
from slowdrip.clinic.cognition.offering import new_offer, open_offers
from slowdrip.clinic.cognition.running import Told, begin, finish
from slowdrip.clinic.portal.links import make_link
from slowdrip.clinic.portal.models import ANSWER, PatientLink
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.queries import system_of
from slowdrip.science.cognition import items_of, key_of

PLAYS: Final = "hypertensive"
BEFORE: Final = (timedelta(hours=50), timedelta(hours=26))
LASTS: Final = timedelta(days=1)
PHONE: Final = "chrome/android"
EVERY_MS: Final = (1480, 1390, 1520, 1430, 1410)
"""The time of an answer, run by run: made up, and no claim about anybody."""
WRONG_EVERY: Final = 17
REACTION_MS: Final = (268, 260, 291, 272, 265)


def play_before(patient_id: UUID, *, clinic_id: UUID, at: datetime) -> None:
    """Offers both tasks on the patient's phone before any drip, and plays them."""
    with act(system_of(clinic_id), at=at) as tx:
        new_offer(tx, patient_id, way=Way.LINK, lasts=LASTS)
    play_open(patient_id, clinic_id=clinic_id, at=at)


def play_open(patient_id: UUID, *, clinic_id: UUID, at: datetime) -> None:
    """Plays whatever was offered after the questions of this evening."""
    with act(system_of(clinic_id), at=at) as tx:
        link, _ = make_link(tx, patient_id, scopes=[ANSWER], lasts=LASTS)
    for each in open_offers(link, link.acting(), at=at):
        for task in each.tasks:
            _play(link, each.offer.pk, task, at=at)


def _play(link: PatientLink, offer_id: UUID, task: str, *, at: datetime) -> None:
    start = begin(link.acting(), link, offer_id, task=task, start_id=uuid5(offer_id, task), at=at)
    trials = _symbols(start) if task == Task.SYMBOLS else _reactions(start)
    told = Told(ended=CognitionRun.Ended.DONE, reason="", trials=canonical(trials), input_kind="touch", agent=PHONE)
    finish(link.acting(), link, start.pk, told, at=at + timedelta(seconds=70))


def _symbols(start: CognitionStart) -> list[Any]:
    key, every_ms = key_of(start.form), EVERY_MS[start.form % len(EVERY_MS)]
    shown = items_of(start.form, start.length)[: start.length * 1000 // every_ms]
    return [
        [(key.index(symbol) + (2 if number % WRONG_EVERY == 0 else 1) - 1) % 9 + 1, number * every_ms]
        for number, symbol in enumerate(shown, start=1)
    ]


def _reactions(start: CognitionStart) -> list[Any]:
    usual_ms = REACTION_MS[start.form % len(REACTION_MS)]
    return [["pressed", usual_ms + (number * 37) % 90 - 45] for number in range(start.length)]
