"""The emergency page of a drip: one tap opens it, each key is a time, nothing is refused that happened."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.emergency.keys import KEYS
from slowdrip.clinic.emergency.tests.pages import begin, tap, url
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import Phase
from tests.drips import House
from tests.fixtures import ClientAs, signed_in
from tests.pages import SCRIPT, look_at

NOT_AT_ONCE = {"pump_off", "over"}


@pytest.fixture
def nurse(house: House, running: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, running.at(12))
    return client_as(house.cast.nurse)


@pytest.fixture
def client_as(house: House) -> ClientAs:
    return lambda person: signed_in(Client(), person.user)


def kinds(visit: Visit) -> list[str]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, occurred_at__gte=visit.at(11)).current()
    return list(rows.order_by("occurred_at", "id").values_list("kind", flat=True))


def test_one_tap_at_the_chair_opens_it_and_leads_to_its_page(nurse: Client, running: Visit) -> None:
    chair = nurse.get(f"/harbor/drips/{running.infusion.pk}/").content.decode()
    assert url(running, "begin/") in chair
    answer = begin(nurse, running)
    assert answer["HX-Redirect"] == url(running)
    assert nurse.post(url(running, "begin/"))["Location"] == url(running)
    page = nurse.get(url(running)).content.decode()
    assert f'data-elapsed="{running.at(12).isoformat()}"' in page
    assert kinds(running).count("emergency_began") == 1


def test_the_chair_the_board_and_every_page_are_loud_while_it_is_open(nurse: Client, running: Visit) -> None:
    quiet = nurse.get("/harbor/").content.decode()
    assert "chair--emergency" not in quiet
    assert url(running, "begin/") in quiet
    begin(nurse, running)
    board = nurse.get("/harbor/").content.decode()
    assert "chair--emergency" in board
    assert url(running, "begin/") not in board
    assert 'id="open-emergencies"' in nurse.get("/harbor/day/").content.decode()
    strip = nurse.get("/harbor/emergencies/open/").content.decode()
    assert url(running) in strip
    assert running.infusion.patient.legal_family not in strip
    chair = nurse.get(f"/harbor/drips/{running.infusion.pk}/live/").content.decode()
    assert "em-loud" in chair


def test_the_page_of_the_emergency_does_not_repeat_its_own_line(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    here = {**SCRIPT, "HX-Current-URL": f"http://testserver{url(running)}"}
    assert url(running) not in nurse.get("/harbor/emergencies/open/", headers=here).content.decode()


@pytest.mark.parametrize("code", sorted(set(KEYS) - NOT_AT_ONCE))
def test_every_key_stores_its_time_and_shows_it(nurse: Client, running: Visit, code: str) -> None:
    begin(nurse, running)
    answer = tap(nurse, running, code)
    assert answer.status_code == 200
    assert "/void/" in answer.content.decode()
    assert "/again/" in answer.content.decode()
    assert KEYS[code].kind in kinds(running)
    page = nurse.get(url(running, "live/")).content.decode()
    assert "data-done" in page
    assert f"{running.at(12).astimezone(tz(running)):%H:%M:%S}" in page


def tz(visit: Visit) -> ZoneInfo:
    return zone_of(visit.infusion.clinic_id)


def test_the_pump_key_stops_a_running_pump_and_only_notes_it_where_none_runs(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    assert 'value="pump_stopped"' in nurse.get(url(running)).content.decode()
    tap(nurse, running, "pump_stopped")
    assert running.state().phase is Phase.RECOVERY
    assert 'value="pump_stopped"' in nurse.get(url(running)).content.decode()
    tap(nurse, running, "over")
    begin(nurse, running)
    assert 'value="pump_off"' in nurse.get(url(running)).content.decode()


def test_a_retry_is_one_tap_and_keeps_its_first_moment(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    told = {"event_id": str(uuid7()), "occurred_at": (running.at(12) - timedelta(seconds=40)).isoformat()}
    for _ in range(2):
        assert tap(nurse, running, "aed_on", **told).status_code == 200
    (row,) = InfusionEvent.objects.filter(infusion=running.infusion, kind="emergency_step")
    assert row.occurred_at == running.at(12) - timedelta(seconds=40)


def test_a_key_that_is_not_there_is_said_and_nothing_is_stored(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    before = kinds(running)
    for typed in ({"key": "levitate"}, {}, {"medicine": "1:1"}, {"medicine": "x"}, {"oxygen_l_per_min": "much"}):
        answer = nurse.post(url(running, "tap/"), typed, headers=SCRIPT)
        assert answer.status_code == 422, typed
        assert 'role="alert"' in answer.content.decode()
    assert kinds(running) == before


@pytest.mark.parametrize(("typed", "stored"), [("6", "6"), ("2,5", "2.5")])
def test_the_flow_of_oxygen_is_charted_with_it(nurse: Client, running: Visit, typed: str, stored: str) -> None:
    begin(nurse, running)
    assert "oxygen_l_per_min" not in nurse.get(url(running)).content.decode()
    tap(nurse, running, "oxygen_on")
    assert "oxygen_l_per_min" in nurse.get(url(running)).content.decode()
    nurse.post(url(running, "tap/"), {"oxygen_l_per_min": typed}, headers=SCRIPT)
    oxygen = running.state().observed.oxygen
    assert oxygen is not None
    assert oxygen.l_per_min == stored


def test_an_emergency_after_the_visit_is_on_the_board_too(nurse: Client, running: Visit, house: House) -> None:
    actions.end_otherwise(house.cast.nurse.acting, running.infusion.pk, "left_unseen", {}, at=running.at(12))
    assert url(running) not in nurse.get("/harbor/").content.decode()
    begin(nurse, running)
    board = nurse.get("/harbor/").content.decode()
    assert "chair--emergency" in board
    assert url(running) in board


def test_the_front_desk_sees_the_line_and_cannot_begin_one(house: House, running: Visit, client_as: ClientAs) -> None:
    desk = client_as(house.cast.desk)
    assert begin(desk, running).status_code == 403
    assert desk.get(url(running)).status_code == 403
    actions.begin_emergency(house.cast.nurse.acting, running.infusion.pk, at=running.at(12))
    strip, board = (desk.get(path).content.decode() for path in ("/harbor/emergencies/open/", "/harbor/"))
    assert "Emergency" in strip
    assert "chair--emergency" in board
    assert url(running) not in strip
    assert url(running) not in board


def test_without_script_the_page_comes_back_with_what_was_done(nurse: Client, running: Visit) -> None:
    assert nurse.post(url(running, "begin/"))["Location"] == url(running)
    answer = nurse.post(url(running, "tap/"), {"key": "suction"}, follow=True)
    assert answer.redirect_chain[-1][0] == url(running)
    assert "Suction" in answer.content.decode()


def test_undo_takes_the_beginning_back_and_the_screens_are_calm(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    event_id = running.state().emergencies[-1].event_id
    nurse.post(f"/harbor/drips/{running.infusion.pk}/events/{event_id}/void/", headers=SCRIPT)
    assert "No emergency at this visit" in nurse.get(url(running)).content.decode()
    assert nurse.get("/harbor/emergencies/open/").content.decode().strip() == ""


def test_when_it_is_over_the_page_offers_debrief_and_report(nurse: Client, running: Visit) -> None:
    begin(nurse, running)
    tap(nurse, running, "over")
    page = nurse.get(url(running)).content.decode()
    assert "debrief/" in page
    assert "report.pdf" in page
    assert 'value="suction"' not in page


def test_a_visit_of_another_clinic_is_not_there(house: House, running: Visit, client_as: ClientAs) -> None:
    outsider = client_as(house.cast.outsider)
    for rest in ("", "live/", "debrief/", "report.pdf"):
        assert outsider.get(url(running, rest)).status_code == 404
    assert begin(outsider, running).status_code == 404


def test_the_auditor_looks_and_has_no_keys(house: House, running: Visit, nurse: Client, client_as: ClientAs) -> None:
    begin(nurse, running)
    page = client_as(house.cast.auditor).get(url(running)).content.decode()
    assert '<button class="em-key"' not in page
    assert "open-emergencies" not in page
