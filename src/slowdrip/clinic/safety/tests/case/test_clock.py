"""What the clock does for a case: reminders and calls in their order, none twice, none lost by a jump or a restart."""

import json
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from slowdrip.clinic.infusion import clock as drips_clock
from slowdrip.clinic.infusion import ticking
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety import actions, calling, clock
from slowdrip.clinic.safety.models import CaseEvent, RiskCase
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import drifted
from slowdrip.clinic.safety.roster_actions import withdraw
from slowdrip.clinic.safety.tests.case.told import after, closed, kinds, settled, signed, state
from tests.cases import on_call
from tests.cast import DAY, Person
from tests.drips import House

pytestmark = pytest.mark.django_db


def tick(house: House, minute: float) -> None:
    clock.tick(house.cast.harbor.pk, after(minute))


def escalations(case: RiskCase) -> list[tuple[str, list[UUID]]]:
    rows = CaseEvent.objects.filter(case=case, kind="escalated").order_by("occurred_at", "id")
    told = [json.loads(row.payload) for row in rows]
    return [(each["step"], [UUID(who) for who in each.get("to", [])]) for each in told]


def of(*people: Person) -> list[UUID]:
    return [person.member.actor_id for person in people]


def ignored_is_escalated(house: House) -> None:
    """Owner, first on call, backup, and in the end everyone who may sign are called, ten minutes apart."""
    case, cast = signed(house), house.cast
    for minute in range(46):
        tick(house, minute)
    assert [(step, len(to)) for step, to in escalations(case)] == [
        ("owner", 1),
        ("first", 1),
        ("backup", 1),
        ("everyone", 2),
    ]
    told = dict(escalations(case))
    assert told["owner"] == told["first"] == of(cast.nurse)
    assert told["backup"] == of(cast.second_nurse)
    assert set(told["everyone"]) == set(of(cast.prescriber, cast.director))


def test_an_ignored_case_calls_one_after_the_other(rostered: House) -> None:
    ignored_is_escalated(rostered)
    assert verify_chain(rostered.cast.harbor.pk) is None
    assert drifted(rostered.cast.harbor.pk) == []


@pytest.mark.parametrize(
    ("home", "name", "broken"),
    [
        (calling, "due_calls", lambda *_told: ()),
        (calling, "everyone", lambda _clinic: []),
        (clock, "due_calls", lambda *_told: ()),
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
    body = calling.body_of(None, Message.objects.latest("at"))  # type: ignore[arg-type]  # it reads nothing of the action
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
    assert screens.count("first") == 2  # of the screen that is due, and of the case that lies open
    assert len(screens) == 8
    tick(rostered, 20)
    assert [each for each, _to in escalations(case)].count("first") == 2
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
    assert [step for step, _to in escalations(case)] == ["owner", "first"]


def test_nobody_on_call_means_the_director_is_named_and_the_case_says_so(house: House) -> None:
    case = signed(house)
    assert (state(case).owner, state(case).owner_why) == (str(of(house.cast.director)[0]), "nobody_on_call")
    tick(house, 36)
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
    assert dict(escalations(case))["first"] == of(cast.prescriber)


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
