"""A patient's screen walks to every address of its clinic and of another: two pages answer, all others lead back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from slowdrip.clinic.accounts import rules
from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, Seat
from slowdrip.clinic.bedside.actions import give_to_patient
from slowdrip.clinic.bedside.tests.screens import BEDSIDE, LIVE
from slowdrip.clinic.bedside.words import STATES
from slowdrip.clinic.infusion.actions import add_chair
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.moment import now
from slowdrip.live.hub import Hub
from tests.cast import DAY, Cast
from tests.fixtures import signed_in
from tests.ids import ids_of
from tests.visit import Visit, build_visit
from tests.walk import Door, doors

OWN = ("bedside/", "bedside/now/", "bedside/call/", "bedside/take-back/")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return build_visit(cast)


@pytest.fixture
def every_door(cast: Cast, visit: Visit) -> list[Door]:
    return doors(ids_of(cast, visit))


@pytest.fixture
def patient(cast: Cast, visit: Visit) -> Client:
    """The browser at the chair of the visit."""
    assert visit.infusion.chair_id is not None
    handed = give_to_patient(cast.nurse.acting, chair_id=visit.infusion.chair_id, device_id=None, at=now())
    browser = Client()
    browser.cookies[DEVICE_COOKIE] = handed.token
    return browser


def open_doors(browser: Client, every_door: list[Door]) -> Iterator[str]:
    """Gives what this browser can open beside the pages of the patient's screen."""
    own = {f"/harbor/{path}" for path in OWN}
    for door in every_door:
        for method in ("get", "post"):
            answer = getattr(browser, method)(door.path)
            # An address that knows no such method says so before it asks who is there.
            led_back = answer.status_code == 405 or answer.get("Location") == BEDSIDE
            if door.path not in own and not led_back:
                yield f"{method} {door.path} {answer.status_code}"


def test_every_other_page_of_the_clinic_leads_back(patient: Client, every_door: list[Door]) -> None:
    assert len(every_door) > 60
    assert list(open_doors(patient, every_door)) == []
    assert not AuditEntry.objects.filter(action="viewed").exists()


def test_a_fragment_leads_the_whole_page_back(patient: Client) -> None:
    answer = patient.get("/harbor/calls/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == BEDSIDE


def test_the_stream_is_no_page_of_a_patients_screen(patient: Client) -> None:
    answer = patient.get("/harbor/stream")
    assert (answer.status_code, answer["Location"]) == (302, BEDSIDE)
    assert not answer.streaming


def test_a_signed_in_nurse_on_a_patients_screen_is_led_back_too(
    cast: Cast, patient: Client, every_door: list[Door]
) -> None:
    """Somebody signed in beside it, in a browser that kept both cookies: the screen stays the patient's."""
    assert list(open_doors(signed_in(patient, cast.director.user), every_door)) == []


def test_no_page_of_a_patients_screen_joins_the_hub(patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[object] = []
    monkeypatch.setattr(Hub, "join", lambda *asked, **_: joined.append(asked))
    for path in OWN:
        assert not patient.get(f"/harbor/{path}").streaming
    patient.get("/harbor/stream")
    assert joined == []


def leaks_the_stream(patient: Client) -> None:
    assert not patient.get("/harbor/stream").streaming


def test_planted_fault_a_screen_that_hears_the_stream_is_caught(
    patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaks_the_stream(patient)
    board = frozenset({"board.see"})
    real = rules._at_the_bedside

    def careless(request: rules.ClinicRequest, screen: Acting, rule: rules.Rule) -> object:
        if not rule.is_live:
            return real(request, screen, rule)
        request.acting = Acting(screen.actor_id, screen.clinic_id, screen.kind, screen.label, permissions=board)
        return None

    monkeypatch.setattr(rules, "_at_the_bedside", careless)
    with pytest.raises(AssertionError):
        leaks_the_stream(patient)


def test_planted_fault_a_screen_that_is_taken_for_a_tablet_is_caught(
    patient: Client, every_door: list[Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Device, "is_patients", False)
    assert any("/harbor/stream" in opened or "/harbor/ " in opened for opened in open_doors(patient, every_door))


def test_a_patients_screen_knows_nothing_of_another_clinic(cast: Cast, patient: Client, every_door: list[Door]) -> None:
    foreign = [door.path.replace("/harbor/", "/northside/", 1) for door in every_door]
    for path in foreign:
        answer = patient.get(path)
        assert answer.status_code == 405 or answer["Location"].startswith("/account/login/"), path


def test_a_patients_screen_knows_nothing_of_another_chair(cast: Cast, visit: Visit) -> None:
    empty = add_chair(cast.system, name="2", position=2, at=DAY)
    handed = give_to_patient(cast.nurse.acting, chair_id=empty.pk, device_id=None, at=now())
    browser = Client()
    browser.cookies[DEVICE_COOKIE] = handed.token
    said = browser.get(f"{BEDSIDE}now/", headers=LIVE).json()
    assert (said["left"], said["told"], said["may_call"]) == (str(STATES["empty"]), "", False)
    assert browser.post(f"{BEDSIDE}call/", {"chair": str(visit.infusion.chair_id)}, headers=LIVE).status_code == 409


def test_a_screen_of_one_clinic_is_nobody_in_another(cast: Cast, patient: Client) -> None:
    assert patient.get("/northside/bedside/")["Location"].startswith("/account/login/")


def test_staff_on_their_own_screen_are_no_patient(cast: Cast, visit: Visit) -> None:
    nurse = signed_in(Client(), cast.nurse.user)
    for path in ("bedside/", "bedside/now/", "bedside/take-back/"):
        assert nurse.get(f"/harbor/{path}").status_code == 403
    assert nurse.post("/harbor/bedside/call/").status_code == 403


def test_a_patients_screen_has_two_rights_and_no_seat(cast: Cast, patient: Client, visit: Visit) -> None:
    device = Device.objects.get(kind="patient")
    assert device.acting().permissions == {"bedside.see", "bedside.call"}
    assert Seat(cast.harbor, device.acting(), None, device, locked=True).membership is None


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_its_own_pages_take_no_method_that_no_form_sends(patient: Client, every_door: list[Door], method: str) -> None:
    own = [door for door in every_door if door.rule.is_patients]
    assert len(own) == len(OWN)
    assert {getattr(patient, method)(door.path).status_code for door in own} == {405}
