"""What apps to the right do with an answer, in the transaction that saves it, and with asks that were missed."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.scales import Answer as Given
from slowdrip.science.scales import Result

OnAnswers = Callable[[Tx, Response, Result, Mapping[str, Given], tuple[Answer, ...]], None]
"""Gets the open action, the response, what it scores by now, its answers by item, and the own words just written.

It runs for every saved answer. Until `response.completed_at` is set an item that was not reached yet says "unanswered",
which is no sign of anything. An error in it takes the answer back, and the page says that it was not saved.
"""
OnMissed = Callable[[Tx, Sequence[Ask]], None]
"""Gets the open action and asks that closed unanswered, many at once. An error in it has each of them told alone."""
OnVoided = Callable[[Tx, Response], None]
OnFollowing = Callable[[Tx, UUID], None]

_on_answers: list[OnAnswers] = []
_on_missed: list[OnMissed] = []
_on_voided: list[OnVoided] = []
_on_following: list[OnFollowing] = []


def register_on_answers(hook: OnAnswers) -> None:
    """Adds what happens with each saved answer; registering it again changes nothing."""
    if hook not in _on_answers:
        _on_answers.append(hook)


def register_on_missed(hook: OnMissed) -> None:
    """Adds what happens with asks that closed unanswered; registering it again changes nothing."""
    if hook not in _on_missed:
        _on_missed.append(hook)


def run_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Tells every registered app about a saved answer."""
    for hook in _on_answers:
        hook(tx, response, result, answers, own_words)


def run_missed(tx: Tx, asks: Sequence[Ask]) -> None:
    """Tells every registered app that these asks closed unanswered."""
    for hook in _on_missed:
        hook(tx, asks)


def register_on_voided(hook: OnVoided) -> None:
    """Adds what happens when everything a response said is taken back; registering it again changes nothing."""
    if hook not in _on_voided:
        _on_voided.append(hook)


def run_voided(tx: Tx, response: Response) -> None:
    """Tells every registered app that a response no longer stands."""
    for hook in _on_voided:
        hook(tx, response)


def register_on_following(hook: OnFollowing) -> None:
    """Adds what happens before and after a patient is followed another way; registering it again changes nothing."""
    if hook not in _on_following:
        _on_following.append(hook)


def run_following(tx: Tx, patient_id: UUID) -> None:
    """Tells every registered app that a patient is about to be followed another way, or is by now."""
    for hook in _on_following:
        hook(tx, patient_id)
