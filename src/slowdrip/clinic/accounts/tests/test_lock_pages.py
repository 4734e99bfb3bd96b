"""Lock, unlock and change hands, as a person meets them."""

import time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from slowdrip.clinic.accounts.rules import ClinicRequest, device_page, staff_page
from slowdrip.clinic.accounts.views import lock
from tests.cast import Cast
from tests.fixtures import ClientAs

from .screens import LOCKED, STAFF_PAGE, is_locked, open_by_pin, tablet


@device_page("board.see")
def board(request: ClinicRequest) -> HttpResponse:
    """A page that a locked device may show."""
    return HttpResponse("drips")


@staff_page("board.see")
def chair(request: ClinicRequest) -> HttpResponse:
    """A page that needs a person."""
    return HttpResponse("chart")


class Both:
    """An URL map with one page of each rule beside the real ones."""

    urlpatterns = (
        path("<slug:clinic>/wall/", board),
        path("<slug:clinic>/chair/", chair),
        path("account/", include("slowdrip.site.sign_in")),
        path("", include("slowdrip.clinic.accounts.urls")),
    )


def test_the_lock_names_everyone_with_a_pin_and_nobody_else(cast: Cast) -> None:
    page = tablet(cast).get(LOCKED)
    shown = [person.name for person in page.context["people"]]
    assert shown == sorted(person.member.name for person in cast.staff)
    assert cast.outsider.member.name not in page.content.decode()


def test_a_name_and_a_pin_are_the_only_things_to_give(cast: Cast) -> None:
    page = tablet(cast).get(LOCKED).content.decode()
    assert page.count('name="member"') == len(cast.staff)
    assert 'name="pin"' in page
    assert cast.nurse.pin not in page


def test_a_wrong_pin_keeps_the_name_and_says_the_tries_left(cast: Cast) -> None:
    answer = open_by_pin(tablet(cast), cast.nurse, pin="0192", next=STAFF_PAGE)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Tries left: 4." in text
    assert f'value="{cast.nurse.member.pk}" required checked' in text
    assert f'value="{STAFF_PAGE}"' in text
    assert "0192" not in text


def test_no_name_is_said_kindly(cast: Cast) -> None:
    answer = tablet(cast).post("/harbor/unlock/", {"pin": "2580"})
    assert answer.status_code == 422
    assert "Choose your name first." in answer.content.decode()


def test_a_locked_device_opens_only_device_pages(cast: Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = Both
    client = tablet(cast)
    assert client.get("/harbor/wall/").content == b"drips"
    assert is_locked(client.get("/harbor/chair/"))
    for page in (STAFF_PAGE, "/harbor/devices/", "/harbor/pin/"):
        assert is_locked(client.get(page)), page


def test_a_locked_browser_that_is_no_device_opens_no_page(cast: Cast, client_as: ClientAs, settings: Settings) -> None:
    settings.ROOT_URLCONF = Both
    client = client_as(cast.nurse)
    client.post("/harbor/lock/")
    assert is_locked(client.get("/harbor/wall/"))
    assert is_locked(client.get("/harbor/chair/"))


def test_after_the_lock_a_person_finds_the_page_they_left(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    client.post("/harbor/lock/", {"next": "/harbor/pin/"})
    assert is_locked(client.get(STAFF_PAGE))
    assert open_by_pin(client, cast.second_nurse)["Location"] == "/harbor/"
    client.post("/harbor/lock/")
    assert open_by_pin(client, cast.nurse)["Location"] == "/harbor/pin/"


def test_the_page_a_lock_was_met_at_comes_back(cast: Cast) -> None:
    client = tablet(cast)
    locked_at = client.get("/harbor/staff/?x=1")["Location"]
    page = client.get(locked_at)
    assert page.context["form"].initial["next"] == "/harbor/staff/?x=1"
    assert open_by_pin(client, cast.nurse, next="/harbor/staff/?x=1")["Location"] == "/harbor/staff/?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/harbor/",
        "//evil.example/harbor/",
        "/\\evil.example",
        "\\\\evil.example",
        "/northside/staff/",
        "javascript:alert(1)",
        "/harbor/lock/",
        "/harbor/unlock/?next=/harbor/",
        "/harborview/",
        "http:///evil.example",
    ],
)
def test_unlocking_never_leads_out_of_the_clinic(cast: Cast, elsewhere: str) -> None:
    assert open_by_pin(tablet(cast), cast.nurse, next=elsewhere)["Location"] == "/harbor/"


def test_planted_fault_a_door_that_trusts_next_leads_astray(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_is_ours", lambda *_: True)
    answer = open_by_pin(tablet(cast), cast.nurse, next="https://evil.example/")
    assert answer["Location"] == "https://evil.example/"


def test_changing_hands_keeps_the_screen_open_until_the_pin(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    assert client.get("/harbor/switch/").status_code == 200
    assert client.get(STAFF_PAGE).context["acting"].name == "Nia Okafor RN"
    open_by_pin(client, cast.second_nurse)
    assert client.get(STAFF_PAGE).context["acting"].name == "Sam Lindqvist RN"


def test_changing_hands_takes_less_than_three_seconds_of_the_server(cast: Cast, settings: Settings) -> None:
    settings.SLOWDRIP_PIN_COST, settings.SLOWDRIP_PIN_MEMORY_KIB = 3, 65_536
    client = tablet(cast)
    started = time.monotonic()
    assert client.get("/harbor/switch/").status_code == 200
    assert open_by_pin(client, cast.nurse, next=STAFF_PAGE).status_code == 302
    assert client.get(STAFF_PAGE).status_code == 200
    assert time.monotonic() - started < 3


def test_an_auditor_without_a_board_lands_on_the_staff_list(cast: Cast) -> None:
    assert open_by_pin(tablet(cast), cast.auditor)["Location"] == STAFF_PAGE


def test_a_browser_that_is_no_device_is_unlocked_by_its_own_person_only(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    client.post("/harbor/lock/")
    assert [person.pk for person in client.get(LOCKED).context["people"]] == [cast.nurse.member.pk]
    refused = open_by_pin(client, cast.director)
    assert refused.status_code == 422
    assert "not enrolled" in refused.content.decode()
    assert open_by_pin(client, cast.nurse).status_code == 302
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_lock_forgets_that_the_password_was_just_confirmed(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    session = client.session
    session["account_authentication_methods"] = [
        *session["account_authentication_methods"],
        {"method": "password", "at": time.time(), "reauthenticated": True},
    ]
    session.save()
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    client.post("/harbor/lock/")
    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")


def test_locking_needs_a_post(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    assert client.get("/harbor/lock/").status_code == 405
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = tablet(cast).cookies
    answer = open_by_pin(careful, cast.nurse)
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()


def test_an_enrolled_device_starts_at_its_lock(cast: Cast) -> None:
    client = tablet(cast)
    client.cookies["slowdrip_clinic"] = "harbor"
    assert client.get("/")["Location"] == LOCKED
    client.cookies["slowdrip_clinic"] = "gone"
    assert client.get("/")["Location"] == "/account/login/"
