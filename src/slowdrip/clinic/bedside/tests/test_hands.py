"""A screen is given to the patient and taken back: nobody stays signed in, and no patient gets in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.actions import enrol, revoke
from slowdrip.clinic.accounts.models import Device, Membership
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.bedside.models import PatientScreen
from slowdrip.clinic.bedside.queries import WRONG_PINS
from slowdrip.clinic.bedside.tests.screens import BEDSIDE, GIVE, TAKE_BACK, Bed, given, take_back
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Person
from tests.drips import House
from tests.fixtures import ClientAs, signed_in

Minute = partial[None]


def tablet_of(house: House, browser: Client) -> Device:
    new = enrol(house.cast.nurse.acting, name="Tablet, room 2", kind="tablet", at=DAY)
    browser.cookies[DEVICE_COOKIE] = new.token
    return new.device


def test_giving_ends_every_sign_in_of_that_browser(house: House, running: Visit, minute: Minute) -> None:
    browser = signed_in(Client(), house.cast.nurse.user)
    drip = f"/harbor/drips/{running.infusion.pk}/"
    assert browser.get(drip).status_code == 200
    bed = given(house, chair=house.chairs[0], client=browser)
    assert "_auth_user_id" not in browser.session
    answer = bed.client.get(drip)
    assert (answer.status_code, answer["Location"]) == (302, BEDSIDE)
    # Not even with the cookie that the browser had before.
    browser.cookies.pop(DEVICE_COOKIE)
    assert browser.get(drip)["Location"].startswith("/account/login/")


def test_a_tablet_is_given_under_a_new_token_and_comes_back_as_it_was(
    house: House, running: Visit, minute: Minute
) -> None:
    browser = Client()
    device = tablet_of(house, browser)
    old = browser.cookies[DEVICE_COOKIE].value
    bed = given(house, chair=house.chairs[0], client=browser)
    stale = Client()
    stale.cookies[DEVICE_COOKIE] = old
    assert stale.get("/harbor/")["Location"].startswith("/account/login/")
    theirs = browser.cookies[DEVICE_COOKIE].value
    assert take_back(bed, house.cast.second_nurse)["Location"] == "/harbor/"
    board = browser.get("/harbor/")
    assert (board.status_code, board.context["acting"].name) == (200, house.cast.second_nurse.member.name)
    device.refresh_from_db()
    assert (device.kind, device.is_patients) == ("tablet", False)
    stale.cookies[DEVICE_COOKIE] = theirs
    assert stale.get(BEDSIDE)["Location"].startswith("/account/login/")
    screen = PatientScreen.objects.get()
    assert (screen.taken_by_id, screen.chair_id) == (house.cast.second_nurse.acting.actor_id, house.chairs[0])
    told = AuditEntry.objects.filter(subject_id=screen.pk).values_list("action", "actor__label")
    assert ("bedside.given", house.cast.nurse.member.name) in told
    assert ("bedside.taken_back", house.cast.second_nurse.member.name) in told


def test_a_tablet_can_be_given_again_and_again(house: House, running: Visit, minute: Minute) -> None:
    browser = Client()
    tablet_of(house, browser)
    for _ in range(3):
        bed = given(house, chair=house.chairs[1], client=browser)
        take_back(bed, house.cast.nurse)
    assert Device.objects.count() == 1
    assert PatientScreen.objects.filter(taken_at=None).count() == 0


def test_a_screen_that_was_not_enrolled_becomes_one_of_the_chairs(bed: Bed, house: House) -> None:
    assert (bed.device.name, bed.device.kind) == ("Screen 1", "patient")
    take_back(bed, house.cast.nurse)
    assert Device.objects.get().kind == "tablet"


def test_a_wrong_pin_opens_nothing(bed: Bed, house: House) -> None:
    answer = take_back(bed, house.cast.nurse, pin="0000")
    assert answer.status_code == 422
    assert "That PIN is not right" in answer.content.decode()
    assert bed.client.get("/harbor/")["Location"] == BEDSIDE


def test_a_patient_who_plays_with_the_pad_does_not_use_up_the_nurses_tries(
    bed: Bed, house: House, minute: Minute
) -> None:
    for _ in range(WRONG_PINS + 4):
        answer = take_back(bed, house.cast.nurse, pin="0000")
    assert "Too many wrong PINs on this screen. Wait 10 min" in answer.content.decode()
    assert wrong_so_far(house.cast.nurse) == WRONG_PINS
    assert take_back(bed, house.cast.second_nurse).status_code == 422
    minute(12 + 8.5)
    assert "Wait 2 min" in take_back(bed, house.cast.second_nurse).content.decode()
    minute(12 + 10.1)
    assert take_back(bed, house.cast.second_nurse).status_code == 302


def wrong_so_far(person: Person) -> int:
    return Membership.objects.get(pk=person.member.pk).pin_failures


def patient_locks_no_nurse(bed: Bed, house: House, minute: Minute) -> None:
    for window in range(3):
        minute(12 + 10.1 * window)
        for _ in range(WRONG_PINS):
            answer = take_back(bed, house.cast.nurse, pin="0000")
    assert wrong_so_far(house.cast.nurse) == 3
    assert "keeps the last tries" in answer.content.decode()
    assert take_back(bed, house.cast.nurse).status_code == 422
    session = house.cast.second_nurse.acting
    prove_pin(session, house.cast.nurse.member.pk, house.cast.nurse.pin, at=DAY + timedelta(minutes=33))
    assert take_back(bed, house.cast.nurse).status_code == 302


def test_no_patience_of_a_patient_locks_a_nurses_pin(bed: Bed, house: House, minute: Minute) -> None:
    patient_locks_no_nurse(bed, house, minute)


def test_planted_fault_a_screen_that_spares_no_tries_is_caught(
    bed: Bed, house: House, minute: Minute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.bedside.forms.SPARED_TRIES", 0)
    with pytest.raises(AssertionError):
        patient_locks_no_nurse(bed, house, minute)


def test_wrong_pins_at_once_leave_the_nurse_her_last_tries(
    bed: Bed, house: House, minute: Minute, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them was let in before any other had been counted on the screen."""
    monkeypatch.setattr("slowdrip.clinic.bedside.views.hands.takes_pins_at", lambda *_, **__: None)
    for _ in range(8):
        take_back(bed, house.cast.nurse, pin="0000")
    assert wrong_so_far(house.cast.nurse) == 3


def test_only_who_may_enrol_gives_a_screen(house: House, running: Visit, client_as: ClientAs, minute: Minute) -> None:
    for person in (house.cast.prescriber, house.cast.desk, house.cast.auditor):
        assert client_as(person).post(GIVE, {"chair": str(house.chairs[0])}).status_code == 403
    assert client_as(house.cast.outsider).post(GIVE, {"chair": str(house.chairs[0])}).status_code == 404
    assert not PatientScreen.objects.exists()


def test_a_chair_of_another_clinic_or_out_of_use_is_refused(
    house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    from slowdrip.clinic.infusion.actions import add_chair, retire_chair

    foreign = add_chair(house.cast.outside_system, name="1", position=1, at=DAY)
    retire_chair(house.cast.director.acting, house.chairs[1], at=DAY)
    nurse = client_as(house.cast.nurse)
    for chair in (str(foreign.pk), str(house.chairs[1]), "", "nonsense"):
        assert nurse.post(GIVE, {"chair": chair}).status_code == 422
    assert nurse.get(GIVE).status_code == 200


def test_nobody_gives_away_a_screen_that_nobody_could_take_back(
    house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    Membership.objects.update(pin_hash="")
    answer = client_as(house.cast.nurse).post(GIVE, {"chair": str(house.chairs[0])})
    assert answer.status_code == 422
    assert "Nobody here has a PIN yet" in answer.content.decode()


def test_a_revoked_screen_shows_nothing_more(bed: Bed, house: House) -> None:
    revoke(house.cast.nurse.acting, bed.device.pk, at=DAY + timedelta(minutes=12))
    assert bed.client.get(BEDSIDE)["Location"].startswith("/account/login/")
    assert bed.call().status_code == 302


def test_the_devices_page_and_the_chair_lead_to_it(
    house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    nurse = client_as(house.cast.nurse)
    assert GIVE in nurse.get("/harbor/devices/").content.decode()
    chair = nurse.get(f"/harbor/drips/{running.infusion.pk}/").content.decode()
    assert f"{GIVE}?chair={house.chairs[0]}" in chair
    chosen = nurse.get(f"{GIVE}?chair={house.chairs[0]}").content.decode()
    assert "checked" in chosen


def test_the_page_names_its_chair_and_the_move_says_that_it_stays(
    bed: Bed, house: House, running: Visit, client_as: ClientAs
) -> None:
    assert "Chair 1" in bed.client.get(BEDSIDE).content.decode()
    nurse, move = client_as(house.cast.nurse), f"/harbor/drips/{running.infusion.pk}/chair/"
    assert "The patient's screen stays at chair 1" in unescape(nurse.get(move).content.decode())
    revoke(house.cast.nurse.acting, bed.device.pk, at=DAY + timedelta(minutes=12))
    assert "screen stays at chair" not in nurse.get(move).content.decode()


def test_the_list_of_devices_says_which_chair_a_patients_screen_is_at(
    bed: Bed, house: House, client_as: ClientAs
) -> None:
    told = client_as(house.cast.nurse).get("/harbor/devices/").content.decode()
    assert "with a patient, chair 1" in told
    assert not bed.device.sounds


def test_a_patients_screen_is_not_enrolled_from_the_form(house: House, client_as: ClientAs) -> None:
    answer = client_as(house.cast.nurse).post("/harbor/devices/", {"name": "X", "kind": "patient"})
    assert answer.status_code == 422
    assert Device.objects.count() == 0


def test_a_patients_screen_sees_the_door_and_a_way_back(bed: Bed) -> None:
    shown = bed.client.get(TAKE_BACK).content.decode()
    assert "Back to the patient" in shown
    assert "Hale" not in shown


@pytest.mark.parametrize("path", ["/", "/account/login/", "/account/2fa/", "/account/logout/"])
def test_the_start_and_the_sign_in_lead_back_to_the_patients_page(bed: Bed, path: str) -> None:
    for method in ("get", "post"):
        answer = getattr(bed.client, method)(path)
        assert (answer.status_code, answer["Location"]) == (302, BEDSIDE)


def test_who_has_another_device_or_a_foreign_cookie_signs_in_as_ever(house: House) -> None:
    client = Client()
    assert client.get("/account/login/").status_code == 200
    client.cookies[DEVICE_COOKIE] = "unknown"
    client.cookies["slowdrip_clinic"] = "harbor"
    assert client.get("/account/login/").status_code == 200
    client.cookies["slowdrip_clinic"] = "nowhere"
    assert client.get("/account/login/").status_code == 200
