"""One's own PIN: an open screen is not enough to set it, whoever signed in there."""

import re
import time
from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.views import own_pin
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

from .screens import open_by_pin, tablet

PAGE = "/harbor/pin/"
NEW = {"pin": "4826", "again": "4826"}


def is_sent_back(pin: str, page: str) -> bool:
    """Whether the page shows the PIN; a row of digits in one of its moments is none."""
    return re.search(rf"(?<![\d.]){pin}(?!\d)", page) is not None


def confirmed(client: Client, *, ago_s: float = 0) -> Client:
    """The client after the password was typed once more."""
    session = client.session
    records = session["account_authentication_methods"]
    again = {"method": "password", "at": time.time() - ago_s, "reauthenticated": True}
    session["account_authentication_methods"] = [*records, again]
    session.save()
    return client


def works(cast: Cast, pin: str) -> bool:
    """Whether the nurse can sign with this PIN."""
    try:
        prove_pin(cast.nurse.acting, cast.nurse.member.pk, pin, at=DAY)
    except Refused:
        return False
    return True


def failures(cast: Cast) -> int:
    """How many wrong tries of the nurse are counted."""
    return Membership.objects.get(pk=cast.nurse.member.pk).pin_failures


def without_pin(cast: Cast) -> None:
    """Takes the nurse's PIN away."""
    Membership.objects.filter(pk=cast.nurse.member.pk).update(pin_hash="")


def test_a_signed_in_screen_left_alone_is_not_enough_to_set_a_pin(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    assert client.get(PAGE).context["asks_present"]
    answer = client.post(PAGE, NEW)
    assert answer.status_code == 422
    assert "Type your present PIN." in answer.content.decode()
    assert not works(cast, "4826")


def test_an_empty_field_is_no_try(cast: Cast, client_as: ClientAs) -> None:
    client_as(cast.nurse).post(PAGE, {**NEW, "present": ""})
    assert failures(cast) == 0


def test_a_wrong_present_pin_is_a_counted_try(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as(cast.nurse).post(PAGE, {**NEW, "present": "0192"})
    assert answer.status_code == 422
    assert "Tries left: 4." in answer.content.decode()
    assert failures(cast) == 1
    assert not is_sent_back("0192", answer.content.decode())


def test_guessing_the_present_pin_ends_like_any_guessing(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    for _ in range(5):
        client.post(PAGE, {**NEW, "present": "0192"})
    assert "Too many wrong PINs" in client.post(PAGE, {**NEW, "present": cast.nurse.pin}).content.decode()
    assert not works(cast, "4826")


def test_the_present_pin_sets_a_new_one(cast: Cast, client_as: ClientAs) -> None:
    assert client_as(cast.nurse).post(PAGE, {**NEW, "present": cast.nurse.pin}).status_code == 302
    assert works(cast, "4826")


def test_who_has_just_confirmed_the_password_needs_no_present_pin(cast: Cast, client_as: ClientAs) -> None:
    client = confirmed(client_as(cast.nurse))
    assert not client.get(PAGE).context["asks_present"]
    assert client.post(PAGE, NEW).status_code == 302
    assert works(cast, "4826")


def test_a_confirmation_grows_old(cast: Cast, client_as: ClientAs) -> None:
    client = confirmed(client_as(cast.nurse), ago_s=24 * 3600)
    assert client.post(PAGE, NEW).status_code == 422


def test_the_forgotten_pin_leads_to_the_password_and_back(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.nurse).get(PAGE)
    assert page.context["confirm_url"] == "/account/reauthenticate/?next=%2Fharbor%2Fpin%2F"
    on_tablet = tablet(cast)
    open_by_pin(on_tablet, cast.nurse)
    assert on_tablet.get(PAGE).context["confirm_url"] == "/account/login/?next=%2Fharbor%2Fpin%2F"


def test_a_first_pin_needs_the_password_too(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    without_pin(cast)
    assert 'name="pin"' not in client.get(PAGE).content.decode()
    answer = client.post(PAGE, NEW)
    assert answer.status_code == 422
    assert "Confirm your password first" in answer.content.decode()
    assert client.post(PAGE, NEW).status_code == 422
    assert confirmed(client).post(PAGE, NEW).status_code == 302
    assert works(cast, "4826")


def test_somebody_else_s_confirmation_does_not_help_a_pin_seat(cast: Cast, client_as: ClientAs) -> None:
    client = confirmed(client_as(cast.director))
    client.cookies.update(tablet(cast).cookies)
    open_by_pin(client, cast.nurse)
    assert client.post(PAGE, NEW).status_code == 422


def test_an_open_tablet_is_not_enough_to_change_a_pin(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    assert client.get(PAGE).context["asks_present"]
    assert client.post(PAGE, NEW).status_code == 422
    assert client.post(PAGE, {**NEW, "present": cast.nurse.pin}).status_code == 302
    assert works(cast, "4826")


@pytest.mark.parametrize(
    ("pins", "words"),
    [({"pin": "4826", "again": "4827"}, "differ"), ({"pin": "7777", "again": "7777"}, "all the same")],
)
def test_a_pin_that_cannot_be_is_refused_and_not_sent_back(
    cast: Cast, client_as: ClientAs, pins: dict[str, str], words: str
) -> None:
    answer = confirmed(client_as(cast.nurse)).post(PAGE, pins)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not is_sent_back(pins["pin"], answer.content.decode())


def test_planted_fault_a_page_that_trusts_the_open_screen_lets_anybody_set_a_pin(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trusting(_request: Any, _member: Any) -> bool:
        return True

    monkeypatch.setattr(own_pin, "confirmed_lately", trusting)
    assert client_as(cast.nurse).post(PAGE, NEW).status_code == 302
    assert works(cast, "4826")
