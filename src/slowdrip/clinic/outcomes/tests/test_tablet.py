"""A tablet in a patient's hands: nothing of the staff can be reached from it until somebody shows a PIN."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.tests.asked import NOON, PHQ9, asked, at_noon, in_house_at_noon, patient_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.portal.links import QUIET_FOR
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.portal.rules import LINK_COOKIE
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs
from tests.pages import signer

pytestmark = pytest.mark.django_db
STAFF_PAGES = ("/harbor/", "/harbor/people/", "/harbor/day/", "/harbor/staff/", "/harbor/locked/")


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return patient_of(cast)


@pytest.fixture
def tablet(cast: Cast, client_as: ClientAs) -> Client:
    """An enrolled tablet at which the nurse works."""
    browser = client_as(cast.nurse)
    browser.cookies[DEVICE_COOKIE] = enrol(cast.nurse.acting, name="Tablet 1", kind="tablet", at=DAY).token
    return browser


def hand_out(tablet: Client, patient: Patient, *scales: str) -> Any:
    return tablet.post(f"/harbor/people/{patient.pk}/hand-out/", {"scales": scales})


def question(rest: str = "") -> str:
    return f"/p/harbor/{Ask.objects.get().pk}/{rest}"


def nothing_of_the_staff(tablet: Client) -> None:
    """Every address of the clinic leads to the sign-in, also with what the browser held before."""
    for path in STAFF_PAGES:
        answer = tablet.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/account/login/"), path


def test_the_tablet_shows_the_questions_and_nothing_of_the_staff(tablet: Client, patient: Patient) -> None:
    before = dict(tablet.cookies.items())
    held = {name: before[name].value for name in before}
    answer = hand_out(tablet, patient, "phq9")
    assert answer["Location"] == "/p/harbor/"
    assert answer["Clear-Site-Data"] == '"cache"', "the key Back could show what the staff looked at"
    assert tablet.get("/p/harbor/")["Location"] == question("phq9/q1/")
    nothing_of_the_staff(tablet)
    copied = Client()
    for name, value in held.items():
        copied.cookies[name] = value
    nothing_of_the_staff(copied)


def test_planted_a_tablet_that_keeps_its_session_is_noticed(
    tablet: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.outcomes.views.handing.give_away", lambda request: None)
    with pytest.raises(AssertionError):
        test_the_tablet_shows_the_questions_and_nothing_of_the_staff(tablet, patient)


def test_answers_on_it_say_that_they_came_from_the_tablet(tablet: Client, patient: Patient) -> None:
    hand_out(tablet, patient, "phq9")
    tablet.post(question("phq9/q1/"), {"value": "2"})
    assert Answer.objects.get().way == Response.objects.get().way == "kiosk"


def test_it_ends_with_the_last_answer(tablet: Client, patient: Patient) -> None:
    hand_out(tablet, patient, "phq9")
    for item in PHQ9:
        tablet.post(question(f"phq9/{item}/"), {"value": "0"})
    tablet.post(question("words/"), {"text": ""})
    page = tablet.get("/p/harbor/")
    assert page.status_code == 404
    assert "Please give the tablet back" in page.content.decode()
    assert tablet.post(question("phq9/q1/"), {"value": "3"}).status_code == 404
    assert Answer.objects.filter(value="3").count() == 0


def test_chosen_forms_end_it_though_more_is_open(cast: Cast, tablet: Client, patient: Patient) -> None:
    hand_out(tablet, patient, "nrs_mood")
    here = question()
    asked(cast, patient, "gad7")
    tablet.post(f"{here}nrs_mood/now/", {"value": "5"})
    tablet.post(f"{here}words/", {"text": ""})
    assert "Please give the tablet back" in tablet.get("/p/harbor/").content.decode()


def test_it_ends_after_twenty_minutes_of_quiet(
    tablet: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(tablet, patient, "phq9")
    at_noon(monkeypatch, NOON + QUIET_FOR - timedelta(minutes=1))
    assert tablet.post(question("phq9/q1/"), {"value": "2"}).status_code == 302
    at_noon(monkeypatch, NOON + 2 * QUIET_FOR - timedelta(minutes=2))
    page = tablet.get(question("phq9/q2/"))
    assert page.status_code == 200
    assert f'data-quiet-s="{int(QUIET_FOR.total_seconds()) + 5}"' in page.content.decode()
    assert "Refresh" not in page  # its time would count from the first page, not from the last answer
    at_noon(monkeypatch, NOON + 2 * QUIET_FOR)
    assert "Please give the tablet back" in tablet.get(question("phq9/q2/")).content.decode()


def test_a_pin_takes_it_back_with_its_own_key(cast: Cast, tablet: Client, patient: Patient) -> None:
    hand_out(tablet, patient, "phq9")
    assert tablet.get("/p/harbor/tablet/").status_code == 200
    wrong = tablet.post("/p/harbor/tablet/", {"signer": str(cast.second_nurse.member.pk), "pin": "0000"})
    assert wrong.status_code == 422
    nothing_of_the_staff(tablet)
    assert tablet.post("/p/harbor/tablet/", signer(cast.second_nurse)).status_code == 302
    assert tablet.get("/harbor/").status_code == 200
    assert Device.objects.filter(revoked_at=None).count() == 1
    assert PatientLink.objects.get().returned_at == NOON
    assert not tablet.cookies[LINK_COOKIE].value
    assert tablet.get("/p/harbor/").status_code == 404


def test_it_is_taken_back_also_after_it_ended(cast: Cast, tablet: Client, patient: Patient, monkeypatch: Any) -> None:
    hand_out(tablet, patient, "phq9")
    at_noon(monkeypatch, NOON + timedelta(hours=12))
    assert tablet.post("/p/harbor/tablet/", signer(cast.nurse)).status_code == 302
    assert tablet.get("/harbor/").status_code == 200


def test_a_pin_opens_no_tablet_that_is_a_patients_own_phone(cast: Cast, patient: Patient) -> None:
    from slowdrip.clinic.outcomes.tests.asked import linked, opened

    _link, path = linked(cast, patient)
    assert opened(path).post("/p/harbor/tablet/", signer(cast.nurse)).status_code == 404


def test_what_is_open_is_given_without_choosing_and_nothing_is_refused(
    cast: Cast, tablet: Client, patient: Patient
) -> None:
    assert hand_out(tablet, patient).status_code == 422
    assert PatientLink.objects.count() == 0
    assert tablet.get("/harbor/").status_code == 200
    asked(cast, patient, "gad7")
    assert hand_out(tablet, patient).status_code == 302
    assert tablet.get("/p/harbor/")["Location"] == question("gad7/q1/")


def test_a_form_of_numbers_is_not_handed_to_a_patient(tablet: Client, patient: Patient) -> None:
    assert hand_out(tablet, patient, "bdi2").status_code == 422
    assert PatientLink.objects.count() == 0


def test_the_desk_hands_out_and_the_auditor_does_not(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    assert hand_out(client_as(cast.auditor), patient, "phq9").status_code == 403
    assert hand_out(client_as(cast.desk), patient, "phq9").status_code == 302
