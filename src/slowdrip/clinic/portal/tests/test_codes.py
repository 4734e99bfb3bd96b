"""One-time codes: to a safe contact only, ten minutes, five tries, for this browser and this link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from slowdrip.clinic.notices import actions
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.notices.tests.conftest import ON
from slowdrip.clinic.outcomes.tests.asked import NOON, in_house_at_noon, linked, opened, patient_of
from slowdrip.clinic.people.actions import add_contact
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.portal import codes
from slowdrip.clinic.portal.models import OneTimeCode, PatientLink
from slowdrip.clinic.portal.rules import COOKIE_PATH, LinkRequest, link_page
from slowdrip.clinic.portal.telling import code_words
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    for name, value in ON.items():
        setattr(settings, name, value)
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    made = patient_of(cast)
    add_contact(cast.nurse.acting, made.pk, kind="phone", value="+1 555 0170", safe=True, at=DAY)
    return made


@pytest.fixture
def link(cast: Cast, patient: Patient) -> PatientLink:
    return linked(cast, patient, scopes=["link.answer", "link.see"])[0]


def made(cast: Cast, link: PatientLink, *, at: datetime = NOON) -> str:
    """A code as it is made when its message is sent."""
    with act(cast.system, at=at) as tx:
        digits = codes.make_code(tx, link, None)
        tx.wrote("code.made", link)
    return digits


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_a_code_goes_to_a_contact_that_is_safe(cast: Cast, link: PatientLink) -> None:
    codes.ask_code(link, at=NOON)
    message = Message.objects.get(kind="one_time_code")
    assert message.patient_id == link.patient_id
    with act(cast.system, at=NOON) as tx:
        body = code_words(tx, message)
        tx.wrote("message.sending", message)
    assert body is not None
    digits = next(word.strip(".") for word in body.text.split() if word.strip(".").isdigit())
    assert len(digits) == 6
    assert digits not in str(list(OneTimeCode.objects.values())) + str(list(Message.objects.values()))
    assert codes.show_code(link, digits, at=NOON).used_at == NOON


def test_without_a_safe_contact_no_code_is_sent(cast: Cast) -> None:
    patient = patient_of(cast)
    add_contact(cast.nurse.acting, patient.pk, kind="phone", value="+1 555 0171", safe=False, at=DAY)
    link, _path = linked(cast, patient, scopes=["link.answer", "link.see"])
    with pytest.raises(Refused, match="no_safe_contact"):
        codes.ask_code(link, at=NOON)
    assert not Message.objects.filter(kind="one_time_code").exists()


def test_without_a_gateway_or_with_a_stop_no_code_waits_for_staff(cast: Cast, link: PatientLink, settings: Any) -> None:
    actions.stop(cast.nurse.acting, Contact.objects.get().pk, why="said_stop", at=DAY)
    with pytest.raises(Refused, match="no_way_for_codes"):
        codes.ask_code(link, at=NOON)
    actions.lift(cast.nurse.acting, Stop.objects.get().pk, at=DAY)
    settings.SLOWDRIP_TEXT_URL = settings.SLOWDRIP_SMTP_URL = ""
    with pytest.raises(Refused, match="no_way_for_codes"):
        codes.ask_code(link, at=NOON)
    assert "call us" in said(Refused("no_way_for_codes")).lower()
    assert not Message.objects.filter(kind="one_time_code").exists()


def test_a_code_that_did_not_go_out_is_shown_to_nobody_of_the_clinic(cast: Cast, link: PatientLink) -> None:
    """Whoever read it in the outbox could look as the patient does."""
    codes.ask_code(link, at=NOON)
    message = Message.objects.get(kind="one_time_code")
    Message.objects.filter(pk=message.pk).update(state="failed", why="text_422")
    actions.by_hand(cast.desk.acting, message.pk, at=NOON)
    assert actions.words_for_hand(cast.desk.acting, message.pk, at=NOON) is None
    assert Message.objects.get(pk=message.pk).state == "withdrawn"
    assert not OneTimeCode.objects.exists()


def test_five_wrong_tries_end_a_code(cast: Cast, link: PatientLink) -> None:
    digits = made(cast, link)
    for _ in range(codes.TRIES):
        with pytest.raises(Refused):
            codes.show_code(link, other_than(digits), at=NOON)
    with pytest.raises(Refused, match="code_gone"):
        codes.show_code(link, digits, at=NOON)
    assert codes.show_code(link, made(cast, link), at=NOON).used_at == NOON


def test_planted_tries_that_are_not_counted_are_noticed(
    cast: Cast, link: PatientLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "_note_try", lambda tx, code, *, is_right: None)
    with pytest.raises(pytest.fail.Exception):
        test_five_wrong_tries_end_a_code(cast, link)


def test_a_code_is_gone_after_ten_minutes_and_after_it_was_used(cast: Cast, link: PatientLink) -> None:
    digits = made(cast, link)
    with pytest.raises(Refused, match="code_gone"):
        codes.show_code(link, digits, at=NOON + codes.LASTS)
    fresh = made(cast, link)
    codes.show_code(link, fresh, at=NOON)
    with pytest.raises(Refused, match="code_gone"):
        codes.show_code(link, fresh, at=NOON)


def test_a_new_code_makes_the_one_before_worthless(cast: Cast, link: PatientLink) -> None:
    old = made(cast, link)
    made(cast, link, at=NOON + timedelta(seconds=1))
    with pytest.raises(Refused):
        codes.show_code(link, old, at=NOON + timedelta(seconds=2))


def test_what_needs_a_code_leads_to_it_and_opens_for_half_an_hour(cast: Cast, patient: Patient) -> None:
    @link_page("link.see")
    def page(request: LinkRequest) -> HttpResponse:
        return HttpResponse("own answers")

    link, path = linked(cast, patient, scopes=["link.answer", "link.see"])
    phone = opened(path)

    def look() -> Any:
        request = RequestFactory().get("/p/harbor/")
        request.COOKIES.update({name: kept.value for name, kept in phone.cookies.items()})
        return page(request, clinic="harbor")

    assert look()["Location"] == "/p/harbor/code/"
    digits = made(cast, link)
    assert phone.post("/p/harbor/code/", {"code": other_than(digits)}).status_code == 422
    assert phone.post("/p/harbor/code/", {"code": f"{digits[:3]} {digits[3:]}"}).status_code == 302
    assert phone.cookies[codes.CODE_COOKIE]["path"] == COOKIE_PATH
    assert look().content == b"own answers"
    other, _path = linked(cast, patient, scopes=["link.answer", "link.see"])
    assert not codes.was_shown(_holding(phone.cookies[codes.CODE_COOKIE].value), other, at=NOON)
    assert not codes.was_shown(_holding(phone.cookies[codes.CODE_COOKIE].value), link, at=NOON + codes.SHOWN_LASTS)
    assert not codes.was_shown(_holding("forged"), link, at=NOON)


def _holding(value: str) -> LinkRequest:
    request = RequestFactory().get("/p/harbor/")
    request.COOKIES[codes.CODE_COOKIE] = value
    return request  # type: ignore[return-value]  # only its cookies are read


def test_a_link_that_only_answers_gets_no_code(cast: Cast, patient: Patient) -> None:
    link, path = linked(cast, patient)
    with pytest.raises(Refused, match="code_not_for_this_link"):
        codes.ask_code(link, at=NOON)
    assert opened(path).post("/p/harbor/code/new/").status_code == 422
