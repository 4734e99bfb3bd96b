"""Offers both tasks at the end of a patient's questions: before the first drip, and on the day after each."""

import logging
from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, Occasion, Way
from slowdrip.clinic.cognition.offering import offer_after
from slowdrip.clinic.cognition.visits import had_earlier, limits_of, visits_of
from slowdrip.clinic.outcomes.hooks import register_on_answers
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.logged import logged
from slowdrip.knowledge.types.aftercare import Asking, Cognition
from slowdrip.science.asking.facts import Point
from slowdrip.science.cognition import Moment
from slowdrip.science.cognition import Occasion as When
from slowdrip.science.scales import Answer as Given
from slowdrip.science.scales import Result

OFFER_OF: Final = "cognition"
log = logging.getLogger("slowdrip.cognition")


def on_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Offers the tasks once a form was filled in on the patient's own phone; a fault here takes no answer back."""
    ask: Ask | None = response.ask
    if ask is None or response.completed_at is None or response.way != Response.Way.LINK:
        return
    with logged(log, "the tasks could not be offered after questions"), tx.apart():
        _offer(tx, ask)


def point_of_next_day(asking: Asking, limits: Cognition) -> Point:
    """Gives the questions after a drip that lie nearest to the policy's next day."""
    hours = {
        Point.FIRST: asking.first_mood_after_h.value,
        Point.SECOND: asking.second_mood_after_h.value,
        Point.DIARY: asking.diary_after_h.value,
    }
    return min(hours, key=lambda point: (abs(hours[point] - limits.next_day_after_h.value), hours[point]))


def _offer(tx: Tx, ask: Ask) -> None:
    limits = limits_of(ask.clinic_id)
    if limits is None:
        return
    moment = _moment(tx, ask, limits)
    if moment is not None:
        offer_after(tx, ask, moment, uuid5(ask.pk, OFFER_OF))


def _moment(tx: Tx, ask: Ask, limits: Cognition) -> Moment | None:
    visits = visits_of(tx.actor, ask.patient_id)
    if not visits:
        return Moment(When.BASELINE) if _wants_phone_baseline(tx, ask.patient_id) else None
    point = point_of_next_day(policy_in_force(ask.clinic_id).policy.asking, limits)
    served = {ask.key, *ask.serves}
    after = [each.key for each in visits if f"after:{each.key}:{point}" in served]
    return Moment(When.NEXT_DAY, after[-1]) if after else None


def _wants_phone_baseline(tx: Tx, patient_id: UUID) -> bool:
    """Whether there can be a baseline, and the patient's own phone has none: neither open, nor ended in any way."""
    if had_earlier(tx.actor.clinic_id, patient_id):
        return False
    mine = {"patient_id": patient_id, "occasion": Occasion.BASELINE, "way": Way.LINK}
    open_now = CognitionOffer.objects.visible_to(tx.actor).filter(**mine, closes_at__gt=tx.at).current()
    ended = CognitionRun.objects.visible_to(tx.actor).filter(**mine).exclude(ended=CognitionRun.Ended.INTERRUPTED)
    return not (open_now.exists() or ended.current().exists())


def register_all() -> None:
    """Adds the hook."""
    register_on_answers(on_answers)
