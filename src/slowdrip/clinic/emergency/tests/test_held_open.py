"""A screen that shows a running emergency is not locked away from it, and opens nothing else."""

from typing import Any

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts import rules
from slowdrip.clinic.accounts.seats import Seat
from slowdrip.clinic.emergency import queries
from slowdrip.clinic.emergency.tests.pages import begin, event_id_of, tap, url
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import SCRIPT, look_at

BEGINS_MIN = 12
LONG_AFTER_MIN = 32


@pytest.fixture
def nurse(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A nurse who tapped Emergency and then had both hands at the patient for twenty minutes. The screen locks at 2."""
    client = signed_in(Client(), house.cast.nurse.user)
    look_at(monkeypatch, running.at(BEGINS_MIN))
    begin(client, running)
    client.get(url(running))
    look_at(monkeypatch, running.at(LONG_AFTER_MIN))
    return client


def the_page_and_its_keys_are_there(client: Client, visit: Visit) -> None:
    page = client.get(url(visit))
    assert page.status_code == 200
    assert "em-clock--open" in page.content.decode()
    live = client.get(url(visit, "live/"), headers={**SCRIPT, "X-Slowdrip-Live": "1"})
    assert (live.status_code, "HX-Redirect" in live) == (200, False)
    assert tap(client, visit, "oxygen_on").status_code == 200


def is_locked(answer: Any) -> bool:
    return "/locked/" in answer.get("Location", answer.get("HX-Redirect", ""))


def test_the_page_of_an_open_emergency_stays_usable(house: House, nurse: Client, running: Visit) -> None:
    the_page_and_its_keys_are_there(nurse, running)
    row = InfusionEvent.objects.filter(infusion=running.infusion, kind="emergency_step").latest("recorded_at")
    assert row.by_id == house.cast.nurse.member.actor_id


def test_it_opens_no_other_page(nurse: Client, running: Visit) -> None:
    the_page_and_its_keys_are_there(nurse, running)
    for path in ("/harbor/", f"/harbor/drips/{running.infusion.pk}/", "/harbor/people/", url(running, "debrief/")):
        assert is_locked(nurse.get(path)), path


def test_what_the_page_asks_by_itself_does_not_take_it_to_the_lock(nurse: Client, running: Visit) -> None:
    for path in ("/harbor/calls/", "/harbor/emergencies/open/", "/harbor/stream"):
        here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url(running)}"}
        assert nurse.get(path, headers=here).status_code == 200
        assert nurse.get(path, headers={"Referer": f"http://testserver{url(running)}"}).status_code == 200
        there = {"HX-Request": "true", "HX-Current-URL": "http://testserver/harbor/people/"}
        assert is_locked(nurse.get(path, headers=there))


def test_a_screen_that_was_locked_when_it_began_stays_locked(
    house: House, nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = signed_in(Client(), house.cast.second_nurse.user)
    look_at(monkeypatch, running.at(BEGINS_MIN - 2.1))
    assert other.get("/harbor/").status_code == 200
    look_at(monkeypatch, running.at(BEGINS_MIN + 0.1))
    assert is_locked(other.get(url(running)))


def test_a_screen_that_somebody_locked_stays_locked(nurse: Client, running: Visit) -> None:
    nurse.post("/harbor/lock/")
    assert is_locked(nurse.get(url(running)))
    assert is_locked(tap(nurse, running, "oxygen_on"))


def test_it_locks_when_the_emergency_is_over(nurse: Client, running: Visit) -> None:
    assert tap(nurse, running, "over").status_code == 200
    assert is_locked(nurse.get(url(running)))


def test_the_emergency_of_another_visit_opens_nothing(house: House, nurse: Client, running: Visit) -> None:
    other = house.book(start=running.at(30))
    actions.check_in(house.team.nurse.acting(), other.infusion.pk, chair_id=house.chairs[1], at=running.at(31))
    assert is_locked(nurse.get(url(other)))


@pytest.mark.parametrize(("second", "locks"), [(3599, False), (3600, False), (3601, True)])
def test_an_hour_after_the_last_touch_of_the_open_screen_it_locks(
    nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch, second: int, *, locks: bool
) -> None:
    """A tap on a page that is only held proves nobody's presence, so it buys no time."""
    assert tap(nurse, running, "oxygen_on").status_code == 200
    look_at(monkeypatch, running.at(BEGINS_MIN + second / 60))
    nurse.get(url(running, "live/"), headers={**SCRIPT, "X-Slowdrip-Live": "1"})
    assert is_locked(nurse.get(url(running))) is locks


@pytest.fixture
def other(house: House, nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A second screen, open since the emergency began."""
    look_at(monkeypatch, running.at(BEGINS_MIN))
    client = signed_in(Client(), house.cast.second_nurse.user)
    client.get("/harbor/")
    return client


def a_screen_left_on_another_page_needs_its_pin(client: Client, visit: Visit, patch: pytest.MonkeyPatch) -> None:
    assert client.get("/harbor/people/").status_code == 200
    look_at(patch, visit.at(LONG_AFTER_MIN))
    assert is_locked(client.get(url(visit)))
    assert is_locked(tap(client, visit, "oxygen_on"))


def test_a_screen_that_locked_on_another_page_needs_its_pin(
    other: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_screen_left_on_another_page_needs_its_pin(other, running, monkeypatch)


def test_planted_fault_a_hold_that_forgets_the_page_is_noticed(
    other: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_page", lambda rule, named: "any")
    with pytest.raises(AssertionError):
        a_screen_left_on_another_page_needs_its_pin(other, running, monkeypatch)


def test_who_went_on_to_another_page_leaves_the_hold_behind(
    other: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other.get(url(running))
    a_screen_left_on_another_page_needs_its_pin(other, running, monkeypatch)


def test_a_part_or_a_tap_of_the_page_keeps_the_hold(
    other: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url(running)}"}
    other.get(url(running))
    other.get(f"/harbor/drips/{running.infusion.pk}/", headers=here)
    other.get("/harbor/people/", headers={"Sec-Fetch-Mode": "cors", "Referer": f"http://testserver{url(running)}"})
    look_at(monkeypatch, running.at(LONG_AFTER_MIN))
    the_page_and_its_keys_are_there(other, running)


def a_beginning_told_late_opens_nothing(client: Client, visit: Visit, patch: pytest.MonkeyPatch) -> None:
    """Nobody looked at the page any more when the house heard that something had begun while they still did."""
    look_at(patch, visit.at(5))
    assert client.get(url(visit)).status_code == 200
    look_at(patch, visit.at(10))
    actions.begin_emergency(visit.team.nurse.acting(), visit.infusion.pk, at=visit.at(10), occurred_at=visit.at(6))
    assert is_locked(client.get(url(visit)))


def test_a_beginning_told_late_opens_no_screen(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Client(), house.cast.nurse.user)
    a_beginning_told_late_opens_nothing(client, running, monkeypatch)


def test_planted_fault_a_hold_by_when_it_happened_is_noticed(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Client(), house.cast.nurse.user)
    monkeypatch.setattr(queries, "first_written", lambda clinic_id, infusion, *, began_at: began_at)
    with pytest.raises(AssertionError):
        a_beginning_told_late_opens_nothing(client, running, monkeypatch)


def test_a_corrected_beginning_and_one_told_by_another_tablet_lock_nobody_out(nurse: Client, running: Visit) -> None:
    first, at = event_id_of(running), running.at(LONG_AFTER_MIN - 1)
    acting = running.team.nurse.acting()
    actions.chart_again(acting, first, occurred_at=running.at(BEGINS_MIN - 1), new_id=uuid7(), at=at)
    the_page_and_its_keys_are_there(nurse, running)
    actions.begin_emergency(acting, running.infusion.pk, at=at, occurred_at=running.at(BEGINS_MIN - 2))
    the_page_and_its_keys_are_there(nurse, running)


def test_an_emergency_that_goes_on_again_opens_no_page_that_had_locked(nurse: Client, running: Visit) -> None:
    assert tap(nurse, running, "over").status_code == 200
    assert is_locked(nurse.get(url(running)))
    over = InfusionEvent.objects.get(infusion=running.infusion, kind="emergency_over")
    at = running.at(LONG_AFTER_MIN)
    actions.void_event(running.team.nurse.acting(), over.pk, reason="by mistake", at=at)
    assert is_locked(nurse.get(url(running)))


def test_planted_fault_a_lock_that_does_not_look_at_the_emergency_is_noticed(
    nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked_all_the_same(_request: Any, seat: Seat, **_: Any) -> Seat:
        return seat

    monkeypatch.setattr(rules, "held_open", locked_all_the_same)
    with pytest.raises(AssertionError):
        the_page_and_its_keys_are_there(nurse, running)
