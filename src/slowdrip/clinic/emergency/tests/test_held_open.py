"""A screen that shows a running emergency is not locked away from it, and opens nothing else."""

from typing import Any

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts import rules
from slowdrip.clinic.accounts.seats import Seat
from slowdrip.clinic.emergency.tests.pages import SCRIPT, begin, look_at, tap, url
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import InfusionEvent
from tests.drips import House
from tests.fixtures import signed_in

BEGINS_MIN = 12
LONG_AFTER_MIN = 32


@pytest.fixture
def nurse(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A nurse who tapped Emergency and then had both hands at the patient for twenty minutes. The screen locks at 2."""
    client = signed_in(Client(), house.cast.nurse.user)
    look_at(monkeypatch, running.at(BEGINS_MIN))
    begin(client, running)
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
def test_after_an_hour_without_a_touch_it_locks(
    nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch, second: int, *, locks: bool
) -> None:
    tap(nurse, running, "oxygen_on")
    look_at(monkeypatch, running.at(LONG_AFTER_MIN + second / 60))
    nurse.get(url(running, "live/"), headers={**SCRIPT, "X-Slowdrip-Live": "1"})
    assert is_locked(nurse.get(url(running))) is locks


def test_planted_fault_a_lock_that_does_not_look_at_the_emergency_is_noticed(
    nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked_all_the_same(_request: Any, seat: Seat, **_: Any) -> Seat:
        return seat

    monkeypatch.setattr(rules, "held_open", locked_all_the_same)
    with pytest.raises(AssertionError):
        the_page_and_its_keys_are_there(nurse, running)
