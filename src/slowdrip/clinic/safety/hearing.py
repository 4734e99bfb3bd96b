"""Hears every saved answer: risk items that fired, were refused or left out, own words, and asks that were missed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.safety import silence
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.science.rules.risk_case import Urgency
from slowdrip.science.rules.risk_case.known import is_risk
from slowdrip.science.rules.risk_case.tiers import ASQ
from slowdrip.science.scales import Answer as Given
from slowdrip.science.scales import Fired, Result, Trigger

ANSWER: Final = "answer"
OWN_WORDS: Final = "own_words"
SOURCES: Final = {Fired.FIRES: ANSWER, Fired.REFUSED: "refused", Fired.UNANSWERED: "unanswered"}
IMPORTED_COUNTS_FOR: Final = timedelta(days=14)
"""An imported answer older than the recall of a PHQ-9 is history, not a sign of today."""


@dataclass(frozen=True, slots=True)
class Found:
    """One sign in a response."""

    source: str
    code: str
    urgency: str
    height: int | None


def on_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Turns what fired into signs and what was written into something to read; the same value is told once."""
    if not is_history(response, at=tx.at):
        for one in found_in(response.scale, result, answers, is_complete=response.completed_at is not None):
            sign_seen(
                tx,
                response.patient_id,
                source=one.source,
                code=one.code,
                urgency=one.urgency,
                height=one.height,
                subject_id=response.pk,
            )
    for words in own_words:
        sign_seen(
            tx,
            response.patient_id,
            source=OWN_WORDS,
            code=f"{response.scale}.{OWN_WORDS}",
            urgency=Urgency.REVIEW,
            subject_id=words.pk,
            own_words=True,
        )


def on_missed(tx: Tx, asks: Sequence[Ask]) -> None:
    """No answer after a positive one is a sign of its own."""
    silence.missed(tx, asks)


def found_in(scale: str, result: Result, answers: Mapping[str, Given], *, is_complete: bool) -> Iterator[Found]:
    """Gives the signs in what was answered by now; an item that was not reached yet is no sign of anything."""
    for trigger in result.fired:
        code = f"{scale}.{trigger.name}"
        if not is_risk(code) or (trigger.fired is Fired.UNANSWERED and not is_complete):
            continue
        if trigger.fired is Fired.FIRES:
            yield Found(ANSWER, code, str(trigger.urgency), height_of(scale, trigger, answers))
        else:
            yield Found(SOURCES[trigger.fired], code, Urgency.REVIEW, None)


def height_of(scale: str, trigger: Trigger, answers: Mapping[str, Given]) -> int | None:
    """Gives how high a trigger is: the value of its one item; of the ASQ the highest question answered yes."""
    if scale == ASQ and trigger.name == "positive":
        yes = [place for place in range(1, 5) if _number(answers.get(f"q{place}"))]
        return max(yes, default=None)
    return _number(answers.get(trigger.items[0])) if len(trigger.items) == 1 else None


def _number(answer: Given | None) -> int | None:
    return int(answer) if isinstance(answer, int | Decimal) else None


def is_history(response: Response, *, at: datetime) -> bool:
    """Whether a response was imported and is older than what a scale asks about: it says nothing about today."""
    answered_at = response.answered_at or response.started_at
    return bool(response.way == Response.Way.IMPORT and at - answered_at > IMPORTED_COUNTS_FOR)
