"""A PHQ-9 well above the one before the first drip is a sign to be looked at by a person."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.progress.courses import courses_of
from slowdrip.clinic.progress.pinning import SERIES, pinned_or_next
from slowdrip.clinic.progress.projecting import RISK_SCALE
from slowdrip.clinic.progress.reading import Standing, standing_scores
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.safety.case_words import WORSE
from slowdrip.clinic.safety.hearing import is_history
from slowdrip.clinic.safety.ruling import risk_policy
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.science.response import told_worse
from slowdrip.science.rules.risk_case import Urgency
from slowdrip.science.scales import Answer as Given
from slowdrip.science.scales import Result

WORSENING: Final = "worsening"


def on_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Makes a sign of a finished PHQ-9 that crosses the policy's line; the same filling-in is told once."""
    if response.scale != RISK_SCALE or response.completed_at is None or is_history(response, at=tx.at):
        return
    rise = _new_rise(tx, response)
    if rise is None:
        return
    sign_seen(
        tx,
        response.patient_id,
        source=WORSENING,
        code=WORSE,
        urgency=Urgency.REVIEW,
        height=math.floor(rise),
        subject_id=response.pk,
    )


def _new_rise(tx: Tx, response: Response) -> Fraction | None:
    """By how many points this one is above the baseline, where that is to be told."""
    rises = list(_rises(tx, response))
    told = told_worse((rise for _, rise in rises), by=risk_policy(tx.actor.clinic_id).worse_by_phq9_points.value)
    return next((rise for (each, rise), is_told in zip(rises, told, strict=True) if is_told and each is response), None)


def _rises(tx: Tx, response: Response) -> Iterator[tuple[Response | None, Fraction]]:
    """Each PHQ-9 after the baseline with its rise; of an unfinished one what is sure already.

    What was history when it was imported was never told, so that it quiets nothing that comes after it.
    """
    clinic_id, patient_id = tx.actor.clinic_id, response.patient_id
    scores = standing_scores(clinic_id, patient_id, scale_name=RISK_SCALE)
    pinned = pinned_or_next(clinic_id, patient_id, courses_of(clinic_id, patient_id), scores, at=tx.at)
    baseline = next((each for each in scores if each.row.pk == pinned.get((SERIES, RISK_SCALE))), None)
    if baseline is None or baseline.value is None:
        return
    for each in scores:
        least = None if is_history(each.row.response, at=each.row.at) else _least(each)
        if each.at > baseline.at and each.coded == baseline.coded and least is not None:
            yield response if each.row.response_id == response.pk else None, least - baseline.value


def _least(each: Standing) -> Fraction | None:
    return each.low if each.value is None else each.value
