"""What the clock opens, reminds of and closes: one that fails stops no other, and what was left out is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import kind_of
from slowdrip.clinic.outcomes import hooks, opening, planning
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.tests.asked import asked, patient_of
from slowdrip.clinic.outcomes.tests.asking import HOUR, START, Asking, after_a_drip, look, messages_of
from slowdrip.clinic.people.actions import add_contact
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.scales import Fired
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Asking:
    return after_a_drip(cast)


def told(kind: str = opening.ASK) -> list[Message]:
    return messages_of(kind)


def test_a_risk_question_that_was_left_out_is_heard_when_its_ask_closes(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(hooks, "_on_answers", [lambda *said: heard.append(said)])
    ask = asked(cast, one.patient, "phq9", opens_at=START, closes_at=START + 5 * HOUR, point="handed")
    filling = Filling(one.patient.pk, "phq9", Response.Way.STAFF, uuid7(), ask_id=ask.pk)
    for number in range(1, 9):
        given = Given(f"q{number}", Answer.What.VALUE, "3")
        save_answers(cast.nurse.acting, replace(filling, tap_id=uuid7()), (given,), at=START + HOUR)
    assert len(heard) == 8
    look(cast, START + 6 * HOUR, times=2)
    _tx, response, result, answers, words = heard[8]
    assert (response.ask_id, response.completed_at, words) == (ask.pk, START + 6 * HOUR, ())
    assert (answers["q8"], result.triggers["item9"].fired) == (3, Fired.UNANSWERED)
    assert len(heard) == 9


@pytest.mark.parametrize(("work", "hours"), [("_is_told", 24), ("_next_reminder", 28)])
def test_one_ask_that_fails_does_not_keep_others_from_being_asked_or_reminded(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch, work: str, hours: int
) -> None:
    other = patient_of(cast)
    same: dict[str, Any] = {"point": "handed", "serves": ["x"], "closes_at": START + 60 * HOUR}
    poisoned = asked(cast, one.patient, "phq2", opens_at=START + 23 * HOUR, **same)
    sound = asked(cast, other, "phq2", opens_at=START + 24 * HOUR, **same)
    if work == "_next_reminder":
        Ask.objects.filter(pk__in=[poisoned.pk, sound.pk]).update(told_at=START, remind_at=START + hours * HOUR)
    whole = getattr(opening, work)

    def breaks(*said: Any, **more: Any) -> Any:
        if poisoned.pk in {each.pk for each in said if isinstance(each, Ask)}:
            raise RuntimeError("poisoned")
        return whole(*said, **more)

    monkeypatch.setattr(opening, work, breaks)
    house = planning.house_of(cast.harbor.pk)
    step = opening.open_due if work == "_is_told" else opening.remind
    step(house, at=START + hours * HOUR)
    assert {message.subject_id for message in Message.objects.filter(patient=other)} == {sound.pk}
    assert not Message.objects.filter(subject_id=poisoned.pk).exists()


def test_one_step_of_the_clock_that_fails_does_not_stop_the_others(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(house: Any, *, at: Any) -> int:
        raise RuntimeError("broken")

    look(cast, START + HOUR)
    monkeypatch.setattr(opening, "close_missed", breaks)
    look(cast, START + 4 * HOUR)
    assert one.asks()[0].told_at == START + 4 * HOUR


def test_the_form_before_an_early_visit_is_as_old_as_on_the_day_of_the_visit(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens the evening before: whether a PHQ-9 is old enough is asked of the visit's own day, as planned."""
    planned_at = START + timedelta(days=20) - 2 * HOUR  # 08:00 in New York
    visit = one.expects(planned_at)
    every = planning.house_of(cast.harbor.pk).limits.phq9_every_days
    one.whole("phq9", at=planned_at - timedelta(days=every))
    opens_at = planned_at - 14 * HOUR
    ask = asked(
        cast, one.patient, "phq9", infusion=visit, point="before", opens_at=opens_at, closes_at=planned_at + HOUR
    )
    opening.open_due(planning.house_of(cast.harbor.pk), at=opens_at)
    ask.refresh_from_db()
    assert (ask.told_at, ask.scales) == (opens_at, ["phq9"])


def test_a_reminder_ends_the_unopened_link_that_went_to_another_contact(one: Asking, cast: Cast, settings: Any) -> None:
    settings.SLOWDRIP_PUBLIC_URL = "https://harbor.example"
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    look(cast, START + 8 * HOUR)
    asking, reminding = told()[0], told(opening.REMINDER)[0]
    first, second = (kind_of(name) for name in (opening.ASK, opening.REMINDER))
    assert first is not None
    assert second is not None
    before = add_contact(cast.nurse.acting, one.patient.pk, kind="phone", value="+1 555 0170", safe=True, at=START)
    Message.objects.filter(pk=asking.pk).update(contact=before, way=Message.Way.TEXT)
    with act(cast.system, at=START + 4 * HOUR) as tx:
        first.build(tx, Message.objects.get(pk=asking.pk))
    sent_first = PatientLink.objects.get()
    with act(cast.system, at=START + 8 * HOUR) as tx:
        second.build(tx, Message(pk=reminding.pk, subject_id=reminding.subject_id, contact=before, way="text"))
    assert PatientLink.objects.get(pk=sent_first.pk).revoked_at is None
    with act(cast.system, at=START + 8 * HOUR) as tx:
        second.build(tx, reminding)
    assert PatientLink.objects.get(pk=sent_first.pk).revoked_at == START + 8 * HOUR
