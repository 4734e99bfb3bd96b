"""What the clock does for a case: reminders and calls in their order, none twice, none lost by a jump or a restart."""

import json
import logging
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from slowdrip.clinic.infusion import clock as drips_clock
from slowdrip.clinic.infusion import ticking
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety import actions, calling, clock, silence
from slowdrip.clinic.safety.models import CaseEvent, RiskCase
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import drifted
from slowdrip.clinic.safety.roster_actions import withdraw
from slowdrip.clinic.safety.tests.case.told import after, closed, kinds, settled, signed, state
from slowdrip.clinic.safety.tests.test_board import another
from slowdrip.clinic.safety.tests.walked import spoilt
from slowdrip.science.rules.risk_case import waiting
from tests.cases import on_call
from tests.cast import DAY, Person
from tests.drips import House

pytestmark = pytest.mark.django_db
NO_ACTION = cast(Tx, None)
"""These words read nothing of the action in which they are made."""


def tick(house: House, minute: float) -> None:
    clock.tick(house.cast.harbor.pk, after(minute))


def escalations(case: RiskCase) -> list[tuple[str, list[UUID]]]:
    rows = CaseEvent.objects.filter(case=case, kind="escalated").order_by("occurred_at", "id")
    told = [json.loads(row.payload) for row in rows]
    return [(each["step"], [UUID(who) for who in each.get("to", [])]) for each in told]


def of(*people: Person) -> list[UUID]:
    return [person.member.actor_id for person in people]


def ignored_is_escalated(house: House) -> None:
    """Owner, backup, and in the end everyone who may sign are called, ten minutes apart: the owner is first on call."""
    case, cast = signed(house), house.cast
    for minute in range(46):
        tick(house, minute)
    assert [(step, len(to)) for step, to in escalations(case)] == [
        ("owner", 1),
        ("backup", 1),
        ("everyone", 2),
    ]
    told = dict(escalations(case))
    assert told["owner"] == of(cast.nurse)
    assert told["backup"] == of(cast.second_nurse)
    assert set(told["everyone"]) == set(of(cast.prescriber, cast.director))


def test_an_ignored_case_calls_one_after_the_other(rostered: House) -> None:
    ignored_is_escalated(rostered)
    assert verify_chain(rostered.cast.harbor.pk) is None
    assert drifted(rostered.cast.harbor.pk) == []


@pytest.mark.parametrize(
    ("home", "name", "broken"),
    [
        (calling, "due_calls", lambda *_told, **_more: ()),
        (calling, "everyone", lambda _clinic: []),
        (calling, "due", lambda *_told, **_more: ()),
        (calling, "steps_of", lambda *_told: ()),
    ],
)
def test_planted_a_clock_that_calls_nobody_is_noticed(
    rostered: House, monkeypatch: pytest.MonkeyPatch, home: Any, name: str, broken: Any
) -> None:
    monkeypatch.setattr(home, name, broken)
    with pytest.raises(AssertionError):
        ignored_is_escalated(rostered)


def test_each_call_is_a_message_to_a_named_person_and_news_for_the_screens(rostered: House) -> None:
    case = signed(rostered)
    assert [row.to_staff_id for row in Message.objects.filter(kind="risk_case")] == of(rostered.cast.nurse)
    heard = Outbox.objects.filter(topic="risk", subject_id=case.pk).count()
    tick(rostered, 15)
    tick(rostered, 15)
    assert Message.objects.filter(kind="risk_case", subject_id=case.pk).count() == 2
    assert Outbox.objects.filter(topic="risk", subject_id=case.pk).count() == heard + 1
    body = calling.body_of(NO_ACTION, Message.objects.latest("at"))
    assert "overdue" in body.text
    assert "Hale" not in f"{body.subject} {body.text}"


def test_a_case_is_called_about_also_when_nobody_can_be_written_to(
    rostered: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_told: Any, **_more: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(calling, "queue", broken)
    with caplog.at_level(logging.ERROR):
        case = signed(rostered)
    assert "could be written to" in caplog.text
    assert kinds(case.pk) == ["signalled", "owner_named", "reminded"]
    assert not Message.objects.exists()
    assert verify_chain(rostered.cast.harbor.pk) is None


def test_a_jump_forward_calls_each_step_once_and_a_jump_back_loses_nothing(rostered: House) -> None:
    case = signed(rostered)
    for _look in range(3):
        tick(rostered, 5 * 24 * 60)
    screens = [step for step, _to in escalations(case)]
    assert screens.count("backup") == 2  # of the screen that is due, and of the case that lies open
    assert len(screens) == 6
    tick(rostered, 20)
    assert [each for each, _to in escalations(case)].count("backup") == 2
    second = signed(rostered, 30, code="asq.acute", height=None)
    assert second == case
    assert len(state(case).signs) == 2
    tick(rostered, 46)
    last = [each for each in state(case).calls if each.deadline == f"screen:{state(case).signs[-1].id}"]
    assert {each.step for each in last} >= {"told", "owner"}


def test_a_restart_goes_on_where_the_last_clock_stopped(rostered: House) -> None:
    case = signed(rostered)
    tick(rostered, 16)
    before = escalations(case)
    StateRow.objects.filter(case=case).update(state="{}")  # a shape of another version: folded anew
    tick(rostered, 17)
    assert escalations(case) == before
    tick(rostered, 25)
    assert [step for step, _to in escalations(case)] == ["owner", "backup"]


def test_nobody_on_call_means_the_director_is_named_and_the_case_says_so(house: House) -> None:
    case = signed(house)
    assert (state(case).owner, state(case).owner_why) == (str(of(house.cast.director)[0]), "nobody_on_call")
    tick(house, 24)
    assert {who for _step, to in escalations(case) for who in to} == set(of(house.cast.director))


def test_a_backup_alone_is_named(house: House) -> None:
    on_call(house.cast, house.cast.second_nurse, since=DAY, until=DAY + timedelta(days=1), place="backup")
    case = signed(house, 1)
    assert (state(case).owner, state(case).owner_why) == (str(of(house.cast.second_nurse)[0]), "backup")


def test_whoever_answers_by_now_is_called_not_who_answered_then(house: House) -> None:
    cast = house.cast
    span = on_call(cast, cast.nurse, since=DAY, until=DAY + timedelta(days=1))
    case = signed(house, 1)
    withdraw(cast.director.acting, span.pk, at=after(2))
    on_call(cast, cast.prescriber, since=after(3), until=DAY + timedelta(days=1), at=after(3))
    tick(house, 27)
    assert dict(escalations(case))["owner"] == of(cast.prescriber)
    assert (state(case).owner, state(case).owner_why) == (str(of(cast.prescriber)[0]), "on_call")


def told_at_once(case: RiskCase) -> list[list[UUID]]:
    return [[UUID(who) for who in call.to] for call in state(case).calls if call.step == "told"]


def test_a_sign_is_told_whoever_is_on_call_now_also_where_somebody_else_took_the_case(rostered: House) -> None:
    cast, case = rostered.cast, signed(rostered)
    actions.take(cast.prescriber.acting, case.pk, at=after(1))
    actions.screen(cast.nurse.acting, case.pk, "asq", outcome="negative", at=after(2))
    signed(rostered, 600, code="asq.acute", height=None)
    assert told_at_once(case) == [of(cast.nurse), of(cast.prescriber, cast.nurse)]
    assert state(case).owner == str(of(cast.prescriber)[0])


def wrote(house: House, minute: float, subject: str) -> RiskCase:
    told = {"source": "own_words", "code": "phq9.own_words", "urgency": "review", "height": None, "own_words": True}
    return signed(house, minute, **told, subject_id=UUID(subject))


def words_are_told_at_once(house: House, who: Person) -> None:
    case = wrote(house, 1, "11111111-1111-4111-8111-111111111111")
    assert told_at_once(case) == [of(who)]
    assert [row.to_staff_id for row in Message.objects.filter(kind="risk_case")] == of(who)
    wrote(house, 5, "22222222-2222-4222-8222-222222222222")
    tick(house, 6)
    actions.mark_read(house.cast.nurse.acting, case.pk, UUID(state(case).unread[0].id), at=after(7))
    tick(house, 8)
    assert told_at_once(case) == [of(who)]  # once for all of it, and a message, no alarm
    assert escalations(case) == []


def test_what_a_patient_wrote_is_told_at_once_to_whoever_is_on_call(rostered: House) -> None:
    words_are_told_at_once(rostered, rostered.cast.nurse)


def test_what_a_patient_wrote_is_told_the_backup_where_nobody_is_on_call(house: House) -> None:
    on_call(house.cast, house.cast.second_nurse, since=DAY, until=DAY + timedelta(days=1), place="backup")
    words_are_told_at_once(house, house.cast.second_nurse)


def test_planted_words_of_which_nobody_is_told_are_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_is_told", lambda *_told: False)
    with pytest.raises(AssertionError):
        words_are_told_at_once(rostered, rostered.cast.nurse)


def test_an_owner_whom_the_roster_named_is_renewed_when_the_shift_is_over_and_at_reopening(house: House) -> None:
    cast = house.cast
    on_call(cast, cast.nurse, since=DAY, until=after(60))
    on_call(cast, cast.second_nurse, since=after(60), until=after(24 * 60), at=DAY)
    case = signed(house, 1)
    settled(house, case, 2)
    closed(house, case, 5)
    tick(house, 70)
    assert state(case).owner == str(of(cast.nurse)[0])
    actions.reopen(cast.prescriber.acting, case.pk, reason="Her sister called", at=after(80))
    assert state(case).owner == str(of(cast.second_nurse)[0])
    assert told_at_once(case)[-1] == of(cast.second_nurse)
    tick(house, 24 * 60 + 1)
    assert (state(case).owner, state(case).owner_why) == (str(of(cast.director)[0]), "nobody_on_call")


def test_planted_an_owner_who_went_home_and_stays_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "BY_ROSTER", ())
    with pytest.raises(AssertionError):
        test_an_owner_whom_the_roster_named_is_renewed_when_the_shift_is_over_and_at_reopening(house)


def unreadable_is_told(house: House) -> None:
    """One case cannot be read: the directors are told once, and the other one is called about all the same."""
    spoilt(house, signed(house), at=after(1))
    other = another(house, 1, at=after(2))
    for minute in (300, 301, 302):
        tick(house, minute)
    wanted = Message.objects.filter(kind="risk_case", params__contains="unreadable")
    assert [row.to_staff_id for row in wanted] == of(house.cast.director)
    assert "cannot be read" in calling.body_of(NO_ACTION, wanted[0]).text
    assert "owner" in [step for step, _to in escalations(other)]
    assert verify_chain(house.cast.harbor.pk) is None


def test_a_case_that_cannot_be_read_is_told_to_the_directors_once(rostered: House) -> None:
    unreadable_is_told(rostered)


def test_planted_a_silent_unreadable_case_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_tell_or_log", lambda *_told, **_more: None)
    with pytest.raises(AssertionError):
        unreadable_is_told(rostered)


def test_silence_is_looked_for_in_a_lane_of_its_own(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert silence.tick in ticking._TICKS
    monkeypatch.setattr(silence, "look", lambda *_told, **_more: pytest.fail("the calls wait for silence"))
    tick(rostered, 1)


def test_a_screen_ends_the_calls_and_the_tier_begins_the_next(rostered: House) -> None:
    case = signed(rostered)
    actions.screen(rostered.cast.nurse.acting, case.pk, "cssrs_screener", outcome="high", at=after(5))
    tick(rostered, 64)
    assert escalations(case) == []
    tick(rostered, 65)
    assert [step for step, _to in escalations(case)] == ["owner"]


def test_one_broken_case_does_not_keep_the_others_from_being_called_about(
    rostered: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    signed(rostered)

    def broken(*_told: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(clock, "settle", broken)
    with caplog.at_level(logging.ERROR):
        tick(rostered, 15)
    assert "could be called about" in caplog.text


def test_the_clock_of_the_drips_runs_it_after_its_beat(rostered: House) -> None:
    assert clock.tick in ticking._TICKS
    case = signed(rostered)
    drips_clock.tick(rostered.cast.harbor.pk, "one", at=after(15.2))
    assert [step for step, _to in escalations(case)] == ["owner"]


def test_a_clinic_without_open_cases_costs_few_reads(rostered: House, django_assert_max_num_queries: Any) -> None:
    tick(rostered, 0)
    with django_assert_max_num_queries(6):
        tick(rostered, 0.1)


@pytest.mark.postgres_only
def test_a_whole_case_works_for_the_role_that_owns_nothing(rostered: House) -> None:
    """Row-level security lets signs, clock and actions see their own clinic, and nothing breaks on what it hides."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE}"')
    case = signed(rostered)
    tick(rostered, 15)
    settled(rostered, case, 20)
    closed(rostered, case, 25)
    with tenant(rostered.cast.harbor.pk):
        assert not state(case).is_open
        assert drifted(rostered.cast.harbor.pk) == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
