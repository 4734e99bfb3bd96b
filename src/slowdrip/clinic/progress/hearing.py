"""Keeps the points of a patient true as answers come in and asks close."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from slowdrip.clinic.encounters.visits import STARTS
from slowdrip.clinic.infusion.charted import register_on_charted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.baselines import register_pinned
from slowdrip.clinic.outcomes.hooks import (
    register_on_answers,
    register_on_following,
    register_on_missed,
    register_on_voided,
)
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.progress import worsening
from slowdrip.clinic.progress.models import PointOutcome
from slowdrip.clinic.progress.naming import GOES_ON
from slowdrip.clinic.progress.pinning import pinned_responses
from slowdrip.clinic.progress.projecting import rewrite, write_missed
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.logged import logged
from slowdrip.science.asking import Point
from slowdrip.science.infusion import Event
from slowdrip.science.scales import Answer as Given
from slowdrip.science.scales import Result

log = logging.getLogger("slowdrip.progress")


@contextmanager
def counting(tx: Tx) -> Iterator[None]:
    """Does what counting needs beside the answer it counts: a fault here must never take an answer back.

    What was not written is found by `slowdrip check`, and written with the next answer.
    """
    with logged(log, "the points of a patient could not be written"), tx.apart():
        yield


def on_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Writes the patient's points anew when a filling-in is finished."""
    if response.completed_at is not None:
        with counting(tx):
            rewrite(tx, response.patient_id)


def on_missed(tx: Tx, asks: Sequence[Ask]) -> None:
    """Writes the points of asks that have passed; where they cannot be written together, each that can by itself."""
    is_written = False
    with counting(tx):
        write_missed(tx, asks)
        is_written = True
    for ask in asks if not is_written and len(asks) > 1 else ():
        with counting(tx):
            write_missed(tx, [ask])


def on_started(tx: Tx, infusion: Infusion, events: Sequence[Event]) -> None:
    """Says anew what was taken for the end of the series that goes on; pins nothing, a paper form may still come."""
    rows = PointOutcome.objects.filter(clinic_id=infusion.clinic_id, patient_id=infusion.patient_id)
    if rows.filter(point=Point.END, closed_at__gt=tx.at - 2 * GOES_ON).exists():
        with counting(tx):
            rewrite(tx, infusion.patient_id, pins=False)


def on_following(tx: Tx, patient_id: UUID) -> None:
    """Pins what a series was compared with before it is told another way, and writes the points after that."""
    with counting(tx):
        rewrite(tx, patient_id)


def on_voided(tx: Tx, response: Response) -> None:
    """Writes the patient's points anew when what they said was taken back."""
    with counting(tx):
        rewrite(tx, response.patient_id)


def register_all() -> None:
    """Adds all of them, and says what is pinned."""
    register_on_answers(on_answers)
    register_on_answers(worsening.on_answers)
    register_on_missed(on_missed)
    register_on_following(on_following)
    register_on_charted(frozenset(STARTS), on_started)
    register_on_voided(on_voided)
    register_pinned(pinned_responses)
