"""Taking back what was entered: every answer and score of a response is voided with its reason, none is deleted."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.answering import TOPIC
from slowdrip.clinic.outcomes.models import Answer, Ask, Response, Score
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused

MOST_REASON = 400


def void_response(actor: Acting, response_id: UUID, *, reason: str, at: datetime) -> Response:
    """Voids what a response says; its ask is open again, unless its time is over.

    What somebody was told because of it stays told.
    """
    actor.must("outcomes.enter")
    why = reason.strip()
    if not why:
        raise Refused("missing", field="reason")
    if len(why) > MOST_REASON:
        raise Refused("too_long", field="reason", typed=len(why), most=MOST_REASON)
    with act(actor, at=at) as tx:
        response: Response = Response.objects.visible_to(actor).select_for_update().get(pk=response_id)
        answers = list(Answer.objects.visible_to(actor).filter(response=response).current())
        if not answers:
            raise Refused("already_voided")
        for row in (*answers, *Score.objects.visible_to(actor).filter(response=response).current()):
            tx.void(row, reason=why)
        tx.change(response, completed_at=None, left_at=None)
        ask: Ask | None = response.ask
        if ask is not None and ask.answered_at is not None:
            _open_again(tx, ask)
        tx.wrote("response.voided", response, scale=response.scale)
        hooks.run_voided(tx, response)
        tx.publish(TOPIC, response.patient_id)
    return response


def _open_again(tx: Tx, ask: Ask) -> None:
    """One whose time is over counts as missed at once: it was answered, so nobody hears of a patient who was silent."""
    if ask.closes_at <= tx.at and ask.missed_at is None:
        tx.change(ask, answered_at=None, missed_at=tx.at, remind_at=None)
    else:
        tx.change(ask, answered_at=None)
