"""What was begun and left is scored as it stands, also where no ask closes any more."""

from datetime import datetime
from uuid import UUID

import pytest

from slowdrip.clinic.outcomes import leaving
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response, Score
from slowdrip.clinic.outcomes.planning import House
from slowdrip.clinic.outcomes.tests.asking import HOUR, START, Asking, asking_for, look
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety.models import CaseEvent
from tests.cast import Cast

WEEK = START + 7 * 24 * HOUR
LATE = WEEK + 4 * 24 * HOUR
"""A day after the window of the ask of that week."""


@pytest.fixture
def one(cast: Cast) -> Asking:
    leaving._looked_at.clear()
    return asking_for(cast)


def typed(
    one: Asking, items: dict[str, int], *, at: datetime, ask: UUID | None = None, tap: UUID | None = None
) -> Response:
    """Items of a PHQ-9 that staff typed, and no more for now."""
    filling = Filling(one.patient.pk, "phq9", Response.Way.STAFF, tap or uuid7(), ask_id=ask)
    given = tuple(Given(item, Answer.What.VALUE, str(value)) for item, value in items.items())
    return save_answers(one.cast.nurse.acting, filling, given, at=at).response


def missed(one: Asking) -> Ask:
    """A weekly ask that closed before anybody answered."""
    with act(one.cast.system, at=WEEK) as tx:
        ask = Ask(
            clinic_id=one.patient.clinic_id,
            patient=one.patient,
            key="weekly:x:1",
            serves=["weekly:x:1"],
            phase="series",
            point="week",
            scales=["phq9"],
            opens_at=WEEK,
            closes_at=WEEK + 72 * HOUR,
            told_at=WEEK,
            missed_at=WEEK + 72 * HOUR,
            at=WEEK,
        )
        tx.insert(ask)
        tx.wrote("asks.planned", one.patient, keys=[ask.key])
    return ask


def ended(response: Response) -> tuple[datetime | None, datetime | None]:
    response.refresh_from_db()
    return response.completed_at, response.left_at


def signs() -> list[str]:
    rows = CaseEvent.objects.filter(kind="signalled").values_list("payload", flat=True)
    return [payload for payload in rows if "unanswered" in payload]


def test_what_was_begun_after_its_ask_closed_is_scored_a_day_after_the_last_answer(one: Asking, cast: Cast) -> None:
    ask = missed(one)
    response = typed(one, {"q1": 2}, at=LATE, ask=ask.pk)
    typed(one, {"q2": 1}, at=LATE + 20 * HOUR, ask=ask.pk)
    look(cast, LATE + 43 * HOUR)
    assert ended(response) == (None, None)
    look(cast, LATE + 44 * HOUR, times=2)
    assert ended(response) == (LATE + 44 * HOUR, LATE + 44 * HOUR)
    assert set(Score.objects.filter(response=response).values_list("status", flat=True)) == {"incomplete"}
    assert len(signs()) == 1, "the question about self-harm that was left out reaches somebody, once"


def test_planted_fault_without_the_step_it_stays_unfinished_for_ever(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_left(house: House, *, at: datetime) -> int:
        return 0

    monkeypatch.setattr(leaving, "close_left", close_left)
    with pytest.raises(AssertionError):
        test_what_was_begun_after_its_ask_closed_is_scored_a_day_after_the_last_answer(one, cast)


def test_a_form_without_an_ask_is_ended_too(one: Asking, cast: Cast) -> None:
    response = typed(one, {"q1": 2}, at=LATE)
    look(cast, LATE + 25 * HOUR)
    assert ended(response)[1] == LATE + 25 * HOUR


def test_who_goes_on_afterwards_finishes_it_and_the_ask_is_answered(one: Asking, cast: Cast) -> None:
    ask = missed(one)
    response = typed(one, {f"q{n}": 1 for n in range(1, 9)}, at=LATE, ask=ask.pk)
    look(cast, LATE + 25 * HOUR)
    ask.refresh_from_db()
    assert (ended(response)[1], ask.answered_at) == (LATE + 25 * HOUR, None)
    typed(one, {"q9": 0, "difficulty": 0}, at=LATE + 30 * HOUR, ask=ask.pk)
    ask.refresh_from_db()
    assert ended(response) == (LATE + 30 * HOUR, None)
    assert ask.answered_at == LATE + 30 * HOUR
    newest = Score.objects.filter(response=response).order_by("at").last()
    assert newest is not None
    assert newest.status == "complete"


def test_what_was_voided_is_not_scored_again(one: Asking, cast: Cast) -> None:
    response = typed(one, {"q1": 2}, at=LATE)
    void_response(cast.nurse.acting, response.pk, reason="another patient's form", at=LATE + HOUR)
    look(cast, LATE + 48 * HOUR)
    assert ended(response) == (None, None)
    assert signs() == []


def test_a_form_whose_ask_is_open_is_left_to_the_ask(one: Asking, cast: Cast) -> None:
    ask = missed(one)
    with act(cast.system, at=WEEK) as tx:
        tx.change(ask, missed_at=None, closes_at=LATE + 72 * HOUR)
    response = typed(one, {"q1": 2}, at=LATE, ask=ask.pk)
    look(cast, LATE + 30 * HOUR)
    assert ended(response) == (None, None)
    look(cast, LATE + 73 * HOUR)
    assert ended(response)[1] == LATE + 73 * HOUR
