"""Deadlines: a serious event and one that nobody judged are looked at first; a hold is looked at again."""

from dataclasses import replace
from datetime import timedelta

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.rules.adverse import Entry, due_at, limits_of, replay
from slowdrip.science.rules.adverse.codes import Outcome, Relation, Result, Seriousness, Symptom, Task
from slowdrip.science.rules.adverse.events import (
    Assessed,
    Closed,
    LookedAgain,
    Opened,
    Payload,
    Raised,
    Reopened,
    Settled,
)

from .histories import START

LIMITS = limits_of(default_policy().adverse)
OPENED = Opened(symptom=Symptom.NAUSEA, onset=START)
MILD = Assessed(severity=1, relation=Relation.POSSIBLE)
SERIOUS = replace(MILD, severity=3, seriousness=(Seriousness.HOSPITAL,))


def due(*told: Payload) -> timedelta | None:
    """How long after the start somebody has to have looked; each entry comes an hour after the one before."""
    entries = [Entry(str(hour), each, START + timedelta(hours=hour), "nia") for hour, each in enumerate(told)]
    found = due_at(replay(entries), LIMITS)
    return None if found is None else found - START


def test_one_that_nobody_judged_is_met_like_a_serious_one() -> None:
    assert due(OPENED) == timedelta(hours=24)


def test_one_that_is_not_serious_is_looked_at_within_the_week() -> None:
    assert due(OPENED, MILD) == timedelta(days=7, hours=1)


def test_a_serious_one_is_looked_at_within_a_day_and_again_within_a_day_of_each_look() -> None:
    looked = LookedAgain(outcome=Outcome.RECOVERING)
    assert due(OPENED, MILD, SERIOUS) == timedelta(hours=26)
    assert due(OPENED, SERIOUS, looked) == timedelta(hours=26)
    assert due(OPENED, SERIOUS, looked, looked) == timedelta(hours=27)
    assert due(OPENED, SERIOUS, MILD) == timedelta(days=7, hours=2)


def test_a_closed_one_waits_for_nobody_and_opened_again_it_does() -> None:
    closed = Closed(outcome=Outcome.RECOVERED)
    assert due(OPENED, MILD, closed) is None
    assert due(OPENED, SERIOUS, closed, Reopened(reason="back again")) == timedelta(hours=27)


def test_a_second_positive_screen_moves_no_deadline_of_the_urine_test() -> None:
    raised = Raised(task=Task.URINE_TEST, codes=("blood",))
    assert due(raised) == due(raised, raised) == timedelta(days=7)


def test_a_hold_stays_open_until_somebody_says_to_go_on() -> None:
    raised = Raised(task=Task.BLADDER_PERSISTS)
    assert due(raised, Settled(result=Result.HOLD)) == timedelta(days=7, hours=1)
    assert due(raised, Settled(result=Result.HOLD), Settled(result=Result.GO_ON)) is None
