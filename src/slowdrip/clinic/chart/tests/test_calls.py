"""A call reaches every staff screen until somebody answers: help at a chair, and loud alarms that nobody is on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.chart.calls import Call
from slowdrip.clinic.chart.cards import loud_first
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import helping
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import ClientAs, signed_in

pytestmark = pytest.mark.usefixtures("minute_twelve")
ELSEWHERE = "/harbor/people/"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def running(running: Visit) -> Visit:
    """The drip with one check charted."""
    check(running, 5)
    return running


def drip(visit: Visit, rest: str = "") -> str:
    return f"/harbor/drips/{visit.infusion.pk}/{rest}"


def strip(client: Client, at: str = ELSEWHERE) -> str:
    """What stands on top of a page of this address."""
    answer = client.get("/harbor/calls/", headers={**SCRIPT, "HX-Current-URL": f"http://testserver{at}"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def call_help(client: Client, visit: Visit, minute: float = 11) -> Any:
    typed = {"kind": "help_called", "event_id": str(uuid7()), "occurred_at": visit.at(minute).isoformat()}
    return client.post(drip(visit, "tap/"), typed, headers=SCRIPT)


def come(client: Client, visit: Visit, *, where: str = "way", **typed: str) -> Any:
    return client.post(drip(visit, "help/coming/"), {"where": where, **typed}, headers=SCRIPT)


def arrivals(visit: Visit) -> list[dict[str, Any]]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind="help_arrived").order_by("id")
    return [json.loads(payload) for payload in rows.values_list("payload", flat=True)]


def newest_call() -> Outbox:
    newest: Outbox = Outbox.objects.filter(topic="call").latest("seq")
    return newest


def told_of(visit: Visit, kind: str) -> list[InfusionEvent]:
    return list(InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).order_by("id"))


def test_help_is_on_every_screen_with_the_chair_and_who_called(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse, other = client_as(house.cast.nurse), client_as(house.cast.second_nurse)
    assert "Help to chair 1" in nurse.get(drip(running)).content.decode()
    assert "Help to chair" not in strip(other)
    call_help(nurse, running)
    for page in ("/harbor/", ELSEWHERE, "/harbor/day/"):
        told = strip(other, page)
        assert "Help to chair 1" in told
        assert f"called by {house.cast.nurse.member.name}" in told
        assert 'data-calls="help"' in told
        assert "I am coming" in told
    assert "Hale" not in told
    assert 'hx-get="/harbor/calls/"' in other.get(ELSEWHERE).content.decode()


def test_the_screen_that_calls_shows_it_and_does_not_call_to_itself(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running)
    told = strip(nurse, drip(running))
    assert "Help is here" in told
    assert 'data-calls="help"' not in told


def test_i_am_coming_ends_the_call_and_is_charted_as_such(house: House, running: Visit, client_as: ClientAs) -> None:
    nurse, other = client_as(house.cast.nurse), client_as(house.cast.second_nurse)
    call_help(nurse, running)
    heard = newest_call().seq
    assert "You are on your way" in come(other, running).content.decode()
    assert newest_call().seq > heard
    assert arrivals(running) == []
    assert [json.loads(row.payload) for row in told_of(running, "help_coming")] == [{"who": "colleague"}]
    come(nurse, running, where="here")
    assert arrivals(running) == [{"who": "colleague"}]
    assert not running.state().flagged("help_never_called")
    assert "Help to chair" not in strip(nurse)


def test_help_that_is_here_is_charted_without_a_way(house: House, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running)
    come(nurse, running, where="here")
    assert arrivals(running) == [{"who": "colleague"}]


def test_two_who_come_at_once_are_one_arrival_and_the_second_is_told(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse, other = client_as(house.cast.nurse), client_as(house.cast.second_nurse)
    call_help(nurse, running)
    key = str(uuid7())
    for _ in range(2):
        assert "You are on your way" in come(other, running, event_id=key).content.decode()
    assert "Somebody else has answered already" in come(nurse, running).content.decode()
    assert len(told_of(running, "help_coming")) == 1
    assert running.state().flags == ()


def test_one_answer_answers_every_call_of_the_chair(house: House, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running, 10)
    call_help(nurse, running, 11)
    come(nurse, running)
    assert len(told_of(running, "help_coming")) == 1
    assert "Help to chair" not in strip(nurse)
    come(nurse, running, where="here")
    assert len(arrivals(running)) == 2


def test_an_answer_from_before_the_call_does_not_answer_it(house: House, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running, 11)
    come(nurse, running, occurred_at=running.at(9).isoformat())
    assert "Help to chair 1" in strip(nurse)


def a_slow_tablet_answers(house: House, visit: Visit, client: Client) -> None:
    """Two calls at the chair; the tablet that answers is three minutes behind the one that called."""
    call_help(client, visit, 10)
    call_help(client, visit, 11)
    shown = re.search(r'name="called_at" value="([^"]+)"', strip(client))
    assert shown is not None
    behind = visit.at(8).isoformat()
    answer = come(client, visit, called_at=shown.group(1), occurred_at=behind).content.decode()
    assert "You are on your way" in answer
    assert "Help to chair" not in strip(client)


def test_an_answer_from_a_tablet_whose_clock_is_behind_answers_the_calls_on_its_screen(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    a_slow_tablet_answers(house, running, client_as(house.cast.nurse))
    (coming,) = told_of(running, "help_coming")
    assert running.at(11) < coming.occurred_at < running.at(11.01)


def test_a_call_that_was_not_on_the_screen_is_not_answered_by_it(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running, 10)
    seen = running.at(10).isoformat()
    call_help(nurse, running, 11)
    come(nurse, running, called_at=seen, occurred_at=running.at(8).isoformat())
    assert "Help to chair 1" in strip(nurse)


def test_planted_fault_an_answer_that_believes_the_tablets_clock_is_noticed(
    house: House, running: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_after", lambda _called_at, occurred_at: occurred_at)
    with pytest.raises(AssertionError):
        a_slow_tablet_answers(house, running, client_as(house.cast.nurse))


def test_a_voided_call_calls_no_more_and_a_voided_answer_calls_again(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running)
    come(nurse, running)
    for kind, calls_again in (("help_coming", True), ("help_called", False)):
        event = InfusionEvent.objects.get(infusion=running.infusion, kind=kind)
        nurse.post(drip(running, f"events/{event.pk}/void/"), headers=SCRIPT)
        assert ("Help to chair 1" in strip(nurse)) is calls_again


def test_the_end_of_the_visit_ends_its_calls(house: House, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(house.cast.nurse)
    call_help(nurse, running)
    acting = house.team.nurse.acting()
    actions.end_otherwise(acting, running.infusion.pk, "transferred_ems", {"reason": "pain"}, at=running.at(12))
    assert "Help to chair" not in strip(nurse)


def test_a_locked_device_shows_the_call_without_a_patient_and_without_a_key(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    call_help(client_as(house.cast.nurse), running)
    station = Client()
    station.cookies[DEVICE_COOKIE] = enrol(house.cast.nurse.acting, name="Desk", kind="station", at=DAY).token
    told = strip(station, "/harbor/locked/")
    assert "Help to chair 1" in told
    assert "<form" not in told
    assert "Hale" not in told
    locked = station.get("/harbor/locked/").content.decode()
    assert 'id="open-calls"' in locked
    assert 'id="open-emergencies"' in locked
    assert station.post(drip(running, "help/coming/")).status_code == 302
    assert not AuditEntry.objects.filter(action="viewed", actor__label="Desk").exists()


def test_who_may_not_chart_sees_the_call_and_cannot_answer(house: House, running: Visit, client_as: ClientAs) -> None:
    call_help(client_as(house.cast.nurse), running)
    desk = client_as(house.cast.desk)
    assert "Help to chair 1" in strip(desk)
    assert "I am coming" not in strip(desk)
    assert come(desk, running).status_code == 403
    assert come(signed_in(Client(), house.cast.outsider.user), running).status_code == 404


def raised(visit: Visit) -> str:
    """Two urgent pressures in a row; gives the alarm."""
    check(visit, 9, sbp_mmhg=184, dbp_mmhg=104)
    check(visit, 11, sbp_mmhg=188, dbp_mmhg=106)
    return next(key for key, one in visit.state().open_alarms.items() if one.tier == "urgent")


def an_alarm_calls_until_somebody_is_on_it(house: House, visit: Visit, client: Client) -> None:
    alarm = raised(visit)
    assert 'data-calls="urgent"' in strip(client)
    actions.acknowledge(house.team.nurse.acting(), visit.infusion.pk, alarm, at=visit.at(11.5))
    assert "data-calls" not in strip(client)


def test_a_loud_alarm_calls_until_somebody_is_on_it(house: House, running: Visit, client_as: ClientAs) -> None:
    an_alarm_calls_until_somebody_is_on_it(house, running, client_as(house.cast.nurse))


def test_planted_fault_an_acknowledged_alarm_that_still_sounds_is_noticed(
    house: House, running: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = loud_first

    def deaf(state: Any) -> list[Any]:
        return [one if not one.acknowledged else type(one)(*_unanswered(one)) for one in real(state)]

    monkeypatch.setattr("slowdrip.clinic.chart.calls.loud_first", deaf)
    with pytest.raises(AssertionError):
        an_alarm_calls_until_somebody_is_on_it(house, running, client_as(house.cast.nurse))


def _unanswered(one: Any) -> tuple[Any, ...]:
    return (one.id, one.rule, one.tier, one.short, one.raised_at, False)


def test_an_alarm_has_its_line_only_where_the_page_does_not_show_it(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.nurse)
    raised(running)
    assert "nobody is on it" in strip(nurse, ELSEWHERE)
    for page in ("/harbor/", drip(running)):
        assert "nobody is on it" not in strip(nurse, page)
        assert 'hidden data-calls="urgent"' in strip(nurse, page)
    assert "184" not in strip_tags(strip(nurse, ELSEWHERE))  # an id may hold any digits


def test_screens_elsewhere_hear_of_a_call_and_of_nothing_else(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    def heard() -> int:
        return Outbox.objects.filter(clinic=house.cast.harbor, topic="call").count()

    before = heard()
    check(running, 10)
    assert heard() == before
    call_help(client_as(house.cast.nurse), running)
    assert heard() == before + 1


def many_calls(visit: Visit, chairs: int) -> list[Call]:
    """Alarms that nobody is on, at that many chairs; the last of them is an emergency."""
    what = ["urgent"] * (chairs - 1) + ["emergency"]
    since = visit.at(11)
    return [Call(visit.infusion.pk, str(number), each, since, since) for number, each in enumerate(what, start=1)]


def test_many_urgent_chairs_share_a_line_and_an_emergency_keeps_its_own(
    house: House, running: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = client_as(house.cast.nurse)
    monkeypatch.setattr("slowdrip.clinic.chart.views.calls.open_calls", lambda *_, **__: many_calls(running, 9))
    shown = strip(nurse)
    assert shown.count("call-line") == 5
    assert "Urgent in more chairs: 4, 5, 6, 7, 8" in shown
    assert shown.count('data-calls="urgent"') == 8
    assert shown.count('data-calls="emergency"') == 1
    monkeypatch.setattr("slowdrip.clinic.chart.views.calls.open_calls", lambda *_, **__: many_calls(running, 5))
    assert "more chairs" not in strip(nurse)
