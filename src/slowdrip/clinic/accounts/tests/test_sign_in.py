"""Sign-in through the real pages: password, then a one-time code or nothing opens."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from slowdrip.clinic.accounts.actions import join
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.site import demo
from tests.cast import DAY, PASSWORD, Cast, Person
from tests.fixtures import ClientAs

from .screens import STAFF_PAGE, TRIES, enrolled, open_by_pin

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits and used codes live in the cache; each test starts without them."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def commits_in_time(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """What follows the set-up of a code app runs within its request, as it does where the commit is real."""
    activate = flows.activate_totp

    def activated(request: HttpRequest, form: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return activate(request, form)

    monkeypatch.setattr(flows, "activate_totp", activated)


def code_now() -> str:
    """The code that the authenticator shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def with_code_app(person: Person) -> Person:
    """The person after setting up a code app."""
    TOTP.activate(person.user, SECRET)
    return person


def password_step(client: Client, person: Person, *, password: str = PASSWORD, **more: str) -> Any:
    """Types address and password."""
    return client.post("/account/login/", {"login": person.user.email, "password": password, **more})


def test_password_and_code_open_the_clinic(cast: Cast) -> None:
    client, nurse = Client(), with_code_app(cast.nurse)
    assert password_step(client, nurse, next=STAFF_PAGE)["Location"] == "/account/2fa/authenticate/"
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/login/")
    assert client.post("/account/2fa/authenticate/", {"code": code_now()})["Location"] == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200
    assert AuditEntry.objects.visible_to(cast.system).latest("seq").action == "signed_in"


def test_a_wrong_code_opens_nothing(cast: Cast) -> None:
    client, nurse = Client(), with_code_app(cast.nurse)
    password_step(client, nurse)
    wrong = format_hotp_value((int(code_now()) + 1) % 1_000_000)
    assert client.post("/account/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/login/")


def test_a_code_opens_once(cast: Cast) -> None:
    nurse, code = with_code_app(cast.nurse), code_now()
    for expected in (302, 200):
        client = Client()
        password_step(client, nurse)
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected


def test_wrong_passwords_are_rate_limited(cast: Cast) -> None:
    client = Client()
    answers = [password_step(client, cast.nurse, password="wrong") for _ in range(12)]
    assert "Too many failed" in answers[-1].content.decode()
    assert "Too many failed" in password_step(client, cast.nurse).content.decode()


def test_sign_in_never_leads_out_of_the_house(cast: Cast) -> None:
    client, nurse = Client(), with_code_app(cast.nurse)
    password_step(client, nurse, next="https://evil.example/")
    assert client.post("/account/2fa/authenticate/", {"code": code_now()})["Location"] == "/"


def test_without_a_second_factor_nothing_opens_until_one_is_set_up(cast: Cast, commits_in_time: None) -> None:
    client = Client()
    password_step(client, cast.nurse)
    assert client.get("/")["Location"] == "/account/2fa/"
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/2fa/")
    assert 'data-code="second_factor_missing"' in client.get("/account/2fa/").content.decode()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post("/account/2fa/totp/activate/", {"code": code})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_full_sign_in_gives_new_pin_tries_and_a_password_alone_does_not(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.nurse.member.pk).update(pin_failures=TRIES)
    client, nurse = Client(), with_code_app(cast.nurse)
    password_step(client, nurse)
    assert Membership.objects.get(pk=nurse.member.pk).pin_failures == TRIES
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert Membership.objects.get(pk=nurse.member.pk).pin_failures == 0


def test_a_password_without_any_second_factor_gives_no_new_tries(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.nurse.member.pk).update(pin_failures=TRIES)
    password_step(Client(), cast.nurse)
    assert Membership.objects.get(pk=cast.nurse.member.pk).pin_failures == TRIES


def test_whoever_signs_in_does_not_meet_the_lock_of_the_one_before(cast: Cast) -> None:
    client = Client()
    client.cookies["slowdrip_device"] = enrolled(cast).token
    open_by_pin(client, cast.second_nurse)
    client.post("/harbor/lock/")
    password_step(client, with_code_app(cast.nurse))
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert client.get(STAFF_PAGE).context["acting"].name == "Nia Okafor RN"


def test_one_clinic_opens_at_once_and_several_are_offered(cast: Cast, client_as: ClientAs) -> None:
    assert client_as(cast.nurse).get("/")["Location"] == "/harbor/"
    join(cast.outside_system, cast.nurse.user, roles=["nurse"], initials="NO", at=DAY)
    page = client_as(cast.nurse).get("/").content.decode()
    assert "Harbor Ketamine Clinic" in page
    assert "Northside" in page


def test_a_person_without_a_clinic_is_told_whom_to_ask(cast: Cast, client_as: ClientAs) -> None:
    Membership.objects.filter(pk=cast.desk.member.pk).update(active=False)
    assert "Ask the medical director" in client_as(cast.desk).get("/").content.decode()


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "login/code/", "confirm-email/"])
def test_pages_nobody_needs_here_do_not_exist(client: Client, db: None, page: str) -> None:
    assert client.get(f"/account/{page}").status_code == 404


def test_the_demo_shows_the_code_of_whoever_signs_in(cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    client, nurse = Client(), with_code_app(cast.nurse)
    password_step(client, nurse)
    page = client.get("/account/2fa/authenticate/").content.decode()
    shown = re.search(r"Demo clinic: your code is (\d{6})", page)
    assert shown is not None
    assert client.post("/account/2fa/authenticate/", {"code": shown[1]}).status_code == 302


def test_the_demo_shows_a_code_that_still_works_when_the_present_one_was_used(cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    nurse = with_code_app(cast.nurse)
    for _ in range(2):
        client = Client()
        password_step(client, nurse)
        page = client.get("/account/2fa/authenticate/").content.decode()
        shown = re.search(r"your code is (\d{6})", page)
        assert shown is not None
        assert client.post("/account/2fa/authenticate/", {"code": shown[1]}).status_code == 302


def test_outside_the_demo_no_code_is_ever_shown(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    client, nurse = Client(), with_code_app(cast.nurse)
    password_step(client, nurse)
    page = client.get("/account/2fa/authenticate/").content.decode()
    assert "your code is" not in page
    assert code_now() not in page
    with pytest.raises(AssertionError, match="demo only"):
        demo.current_code(nurse.user)


def test_even_in_the_demo_other_pages_show_no_code(cast: Cast, client_as: ClientAs, settings: Settings) -> None:
    settings.DEMO = True
    client = client_as(with_code_app(cast.nurse))
    for page in (STAFF_PAGE, "/account/2fa/", "/harbor/pin/"):
        assert "your code is" not in client.get(page).content.decode()


def entrance_pages(cast: Cast) -> list[tuple[Client, str]]:
    """Every sign-in page that can be looked at, with somebody who can look at it."""
    half, full = Client(), Client()
    password_step(half, with_code_app(cast.nurse))
    password_step(full, cast.desk)
    full.post("/account/reauthenticate/", {"password": PASSWORD})
    key = Authenticator.objects.create(user=cast.desk.user, type="webauthn", data={"name": "Key", "credential": {}})
    names = ["mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "account_change_password", "account_logout"]
    seen = [(full, reverse(name)) for name in (*names, "mfa_generate_recovery_codes", "account_reauthenticate")]
    keys = [(full, reverse(name, args=[key.pk])) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")]
    return [(Client(), "/account/login/"), (half, "/account/2fa/authenticate/"), *seen, *keys]


def test_every_sign_in_page_is_ours_and_keeps_the_content_policy(cast: Cast) -> None:
    for client, page in entrance_pages(cast):
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert 'class="entrance"' in text, page
        assert text.count("<h1") == 1, page
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        _nothing_inline(text, page)


def test_setting_up_a_passkey_keeps_the_content_policy(cast: Cast) -> None:
    client = Client()
    password_step(client, cast.desk)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    text = client.get("/account/2fa/webauthn/add/").content.decode()
    assert '"challenge"' in text
    assert "mfa/js/webauthn.js" in text
    _nothing_inline(text, "add")


def _nothing_inline(text: str, page: str) -> None:
    """A script without address is data only; nothing carries a style or a handler."""
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, (page, tag)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), page
