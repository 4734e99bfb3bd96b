"""From an empty database to the first chair on the board: the command, then the real pages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django import DjangoDbBlocker
from typer.testing import CliRunner

from slowdrip.cli.main import app
from slowdrip.cli.open_clinic import command
from slowdrip.clinic.accounts.models import Credential, Membership
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.verify import verify_chain
from tests.own_database import empty_database

PASSWORDS = {"dana@river.example": "a quiet room at dawn", "nia@river.example": "a quiet room at dusk"}
OPEN = ("--slug", "river", "--name", "River Ketamine", "--time-zone", "Europe/Berlin")
DIRECTOR = ("--director", "Dr Dana Whitfield", "--email", "dana@river.example")
LINK = re.compile(r"/account/password/first/[\w-]+/")


@pytest.fixture
def empty(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(command, "open_installation", lambda _home: tmp_path)
    with django_db_blocker.unblock(), empty_database(tmp_path):
        yield


def text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def sent(client: Client, path: str, **typed: object) -> str:
    """Sends a form and gives where it leads; a form that comes back was refused."""
    answer = client.post(path, typed)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def come_in(link: str, *, email: str, pin: str) -> Client:
    """A first sign-in, page by page: password, code app, recovery codes, PIN."""
    client, password = Client(), PASSWORDS[email]
    form = client.get(link, follow=True)
    sent(client, form.context["action_url"], password1=password, password2=password)
    sent(client, "/account/login/", login=email, password=password)
    assert client.get("/river/")["Location"].startswith("/account/2fa/")
    sent(client, "/account/reauthenticate/", password=password)
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert sent(client, "/account/2fa/totp/activate/", code=code) == "/account/2fa/recovery-codes/"
    assert client.get("/")["Location"] == "/river/pin/"
    assert sent(client, "/river/pin/", pin=pin, again=pin) == "/river/"
    return client


def test_from_an_empty_database_to_the_first_chair(empty: None) -> None:
    opened = CliRunner().invoke(app, ["open-clinic", *OPEN, *DIRECTOR])
    assert opened.exit_code == 0, opened.output
    director = come_in(LINK.findall(opened.output)[0], email="dana@river.example", pin="4826")
    assert "Before the first drip" in text(director, "/river/")

    person = sent(
        director, "/river/staff/new/", name="Nia Okafor RN", email="nia@river.example", initials="NO", roles=["nurse"]
    )
    sent(director, f"{person}credentials/", kind="acls", number="A-1", expires_on="2090-01-01")
    link = LINK.findall(text(director, person))[0]
    nurse = come_in(link, email="nia@river.example", pin="1590")
    assert "The medical director adds them under Day." in text(nurse, "/river/")
    assert nurse.get("/river/day/chairs/").status_code == 403

    sent(director, "/river/day/chairs/", name="Window")
    assert "Window" in text(nurse, "/river/")
    assert "Before the first drip" not in text(director, "/river/")
    assert LINK.findall(text(director, person)) == []
    the_record_is_whole()

    sent(director, f"{person}close/")
    assert nurse.get("/river/").status_code == 404


def the_record_is_whole() -> None:
    """Two people with PINs, a credential, and a chain from the first link on."""
    clinic = Clinic.objects.get(slug="river")
    with tenant(clinic.pk):
        assert Membership.objects.filter(clinic=clinic).exclude(pin_hash="").count() == 2
        assert Credential.objects.filter(clinic=clinic).count() == 1
        assert verify_chain(clinic.pk) is None
