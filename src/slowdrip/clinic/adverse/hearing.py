"""Hears every saved answer: a bladder or mania screen, a score that rose, a side effect that somebody looks at."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from slowdrip.clinic.adverse.raising import raise_task
from slowdrip.clinic.adverse.rising import ASKED_BY, codes_of
from slowdrip.clinic.adverse.ruling import adverse_policy, still_there_after
from slowdrip.clinic.adverse.screens import BLADDER, screened, verdicts
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.outcomes.hooks import register_on_answers, register_on_voided
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.record.acting import Tx
from slowdrip.knowledge.types.aftercare import AdverseEvents
from slowdrip.science.asking.facts import Point
from slowdrip.science.rules.adverse.bladder import Verdict, persists
from slowdrip.science.rules.adverse.codes import Task
from slowdrip.science.scales import Absent, Fired, Result
from slowdrip.science.scales import Answer as Given

MDQ: Final = "mdq"
SIDE_EFFECTS: Final = "side_effects"
AT_ONCE: Final = frozenset({"palpitations", "confusion"})
"""Told by a patient at home, somebody looks at these however soon after the drip (own list, `proposal`)."""
LATE: Final = frozenset({Point.SECOND, Point.DIARY})
"""Asks whose answer about effects is looked at, however the hours of opening fell (own rule, `proposal`)."""
HISTORY_AFTER: Final = timedelta(days=30)
"""An imported answer older than the recall of a bladder screen is history, not a task of today."""


def on_answers(
    tx: Tx, response: Response, result: Result, answers: Mapping[str, Given], own_words: tuple[Answer, ...]
) -> None:
    """Makes a task of what an answer says; nothing is decided here, and no treatment is stopped."""
    if response.way == Response.Way.IMPORT and tx.at - _answered(response) > HISTORY_AFTER:
        return
    if response.scale in ASKED_BY and response.completed_at is not None:
        _rise(tx, response, result)
    heard = {BLADDER: _bladder, MDQ: _mania, SIDE_EFFECTS: _side_effects}.get(response.scale)
    if heard is not None:
        heard(tx, response, result, answers)


def _bladder(tx: Tx, response: Response, result: Result, answers: Mapping[str, Given]) -> None:
    """Blood or enough symptoms ask for a urine test; so many positive screens in a row ask for a decision."""
    policy = adverse_policy(response.clinic_id)
    at_least = policy.bladder_symptoms_at_least.value
    found = screened(answers, at_least=at_least)
    if found.verdict is Verdict.POSITIVE:
        raise_task(tx, response.patient_id, Task.URINE_TEST, codes=found.codes, subject_id=response.pk)
    _row_of_screens(tx, response, policy)


def _row_of_screens(tx: Tx, response: Response, policy: AdverseEvents) -> None:
    """Judges the newest screens, whichever was saved last: a row asks once, by the newest positive one in it."""
    newest = verdicts(response.clinic_id, response.patient_id, at_least=policy.bladder_symptoms_at_least.value)
    if persists((verdict for _pk, verdict in newest), screens=policy.bladder_hold_after_screens.value):
        last = next(pk for pk, verdict in newest if verdict is Verdict.POSITIVE)
        raise_task(tx, response.patient_id, Task.BLADDER_PERSISTS, codes=("in_a_row",), subject_id=last)


def on_voided(tx: Tx, response: Response) -> None:
    """Judges the row anew where a screen that broke it was taken back."""
    if response.scale == BLADDER:
        _row_of_screens(tx, response, adverse_policy(response.clinic_id))


def _mania(tx: Tx, response: Response, result: Result, answers: Mapping[str, Given]) -> None:
    if any(each.name == "positive" and each.fired is Fired.FIRES for each in result.fired):
        raise_task(tx, response.patient_id, Task.MANIA_SCREEN, codes=("positive",), subject_id=response.pk)


def _rise(tx: Tx, response: Response, result: Result) -> None:
    """A score that rose over its line, or that may have, is a prescriber's task; what is half typed says nothing."""
    if codes := codes_of(tx.actor, response, result):
        raise_task(tx, response.patient_id, ASKED_BY[response.scale], codes=codes, subject_id=response.pk)


def _side_effects(tx: Tx, response: Response, result: Result, answers: Mapping[str, Given]) -> None:
    """Told by the patient, to be looked at: whether it is an adverse event says a person.

    Some are told at once, the others when the form is done, so that one form is one entry.
    """
    told = tuple(name for name, answer in answers.items() if not isinstance(answer, Absent) and answer >= 1)
    at_once = tuple(name for name in told if name in AT_ONCE)
    for name in at_once:
        _look_at(tx, response, (name,))
    others = tuple(name for name in told if name not in AT_ONCE)
    if others and response.completed_at is not None and _is_late(response):
        _look_at(tx, response, others)


def _look_at(tx: Tx, response: Response, effects: tuple[str, ...]) -> None:
    raise_task(
        tx,
        response.patient_id,
        Task.SIDE_EFFECT,
        codes=effects,
        subject_id=response.pk,
        infusion_id=response.infusion_id,
    )


def _is_late(response: Response) -> bool:
    """Whether it was asked at or after the second mood, or answered as late; without a drip nobody knows: it counts.

    The hour is the policy's `asking.second_mood_after_h`: what is still there then is looked at (own rule, `proposal`).
    """
    if response.infusion_id is None or _asked_late(response.ask):
        return True
    ended_at = state_now(response.infusion_id).drip.ended_at
    return ended_at is None or _answered(response) - ended_at >= still_there_after(response.clinic_id)


def _asked_late(ask: Ask | None) -> bool:
    """An ask may serve several occurrences; the last part of a key names the point."""
    if ask is None:
        return False
    return bool({ask.point, *(str(key).rsplit(":", 1)[-1] for key in ask.serves)} & LATE)


def _answered(response: Response) -> datetime:
    at: datetime = response.answered_at or response.started_at
    return at


def register_all() -> None:
    """Hears answers from now on."""
    register_on_answers(on_answers)
    register_on_voided(on_voided)
