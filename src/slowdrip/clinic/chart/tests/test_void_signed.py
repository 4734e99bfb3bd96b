"""Voiding a signed entry asks for reason and PIN on its own page; an unsigned one stays one tap."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.chart.views import taps
from slowdrip.clinic.chart.views.voiding import REASONS
from slowdrip.clinic.chart.words.voids import VOIDS
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.signed import standing_entry
from slowdrip.clinic.record.models import AuditEntry, Signature
from tests.cast import Cast, Person
from tests.fixtures import ClientAs
from tests.visit import Visit

pytestmark = pytest.mark.django_db


def entry(visit: Visit, kind: str) -> UUID:
    found: UUID = InfusionEvent.objects.get(infusion=visit.infusion, kind=kind).pk
    return found


def address(name: str, visit: Visit, event: UUID) -> str:
    return reverse(f"chart:{name}", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk, "event": event})


def tap_void(client: Client, visit: Visit, kind: str, **headers: Any) -> Any:
    return client.post(address("void", visit, entry(visit, kind)), {"reason": "wrong_patient"}, **headers)


def sign_void(client: Client, visit: Visit, kind: str, person: Person, *, pin: str = "") -> Any:
    typed = {"reason": "wrong_patient", "signer": str(person.member.pk), "pin": pin or person.pin}
    return client.post(address("void_signed", visit, entry(visit, kind)), typed)


def stands(cast: Cast, visit: Visit, kind: str) -> bool:
    return standing_entry(cast.nurse.acting, visit.infusion.pk, entry(visit, kind)) is not None


def a_tap_alone_voids_nothing_signed(cast: Cast, visit: Visit, client: Client) -> None:
    there = address("void_signed", visit, entry(visit, "drawn_up"))
    assert tap_void(client, visit, "drawn_up")["Location"] == f"{there}?reason=wrong_patient"
    scripted = tap_void(client, visit, "drawn_up", headers={"HX-Request": "true"})
    assert scripted["HX-Redirect"] == f"{there}?reason=wrong_patient"
    assert stands(cast, visit, "drawn_up")


def test_a_tap_on_a_signed_entry_leads_to_the_page_that_asks(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    a_tap_alone_voids_nothing_signed(cast, visit, client_as(cast.nurse))


def test_planted_fault_a_tap_that_leads_nowhere_is_found(
    cast: Cast, visit: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taps, "to_signed_void", lambda *_: None)
    with pytest.raises(AssertionError):
        a_tap_alone_voids_nothing_signed(cast, visit, client_as(cast.nurse))
    assert stands(cast, visit, "drawn_up"), "the action itself asks for the signature"


def test_an_unsigned_entry_stays_one_tap(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    answer = tap_void(client_as(cast.nurse), visit, "started", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert not stands(cast, visit, "started")


def test_the_page_shows_the_entry_and_what_was_tapped(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    answer = client.get(f"{address('void_signed', visit, entry(visit, 'drawn_up'))}?reason=wrong_patient")
    shown = answer.content.decode()
    assert (answer.status_code, answer.context["form"].initial["signer"]) == (200, str(cast.nurse.member.pk))
    (tapped,) = [tag for tag in re.findall(r"<input[^>]*>", shown) if "checked" in tag]
    assert 'value="wrong_patient"' in tapped
    assert "Drawn up" in shown
    assert AuditEntry.objects.filter(action="viewed", detail__contains="chart:void_signed").exists()


def test_reason_and_pin_void_it_with_its_signature(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    answer = sign_void(client_as(cast.nurse), visit, "drawn_up", cast.nurse)
    assert answer["Location"] == reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})
    assert not stands(cast, visit, "drawn_up")
    standing = Signature.objects.filter(subject_id=visit.infusion.pk).current().values_list("meaning", flat=True)
    assert "drawn_up.second_person" not in standing
    assert "voided" in standing


def test_a_wrong_pin_voids_nothing_and_says_how_many_tries_are_left(
    cast: Cast, visit: Visit, client_as: ClientAs
) -> None:
    answer = sign_void(client_as(cast.nurse), visit, "drawn_up", cast.nurse, pin="1111222")
    assert answer.status_code == 422
    assert "Tries left: 4" in answer.content.decode()
    assert "1111222" not in answer.content.decode()
    assert stands(cast, visit, "drawn_up")


def test_only_whoever_may_decide_is_offered_for_a_decision(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    names = dict(
        client.get(address("void_signed", visit, entry(visit, "go_no_go"))).context["form"].fields["signer"].choices
    )
    assert cast.prescriber.member.name in names.values()
    assert cast.nurse.member.name not in names.values()
    assert sign_void(client, visit, "go_no_go", cast.nurse).status_code == 422
    assert stands(cast, visit, "go_no_go")
    assert sign_void(client, visit, "go_no_go", cast.prescriber).status_code == 302
    assert not stands(cast, visit, "go_no_go")


def test_what_was_voided_meanwhile_leads_back_to_the_chair(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    for status in (302, 302):
        assert sign_void(client, visit, "drawn_up", cast.nurse).status_code == status
    assert Signature.objects.filter(subject_id=visit.infusion.pk, meaning="voided").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_outsider_finds_no_signed_entry(cast: Cast, visit: Visit, client_as: ClientAs, method: str) -> None:
    there = address("void_signed", visit, entry(visit, "drawn_up"))
    assert getattr(client_as(cast.outsider), method)(there).status_code == 404
    assert getattr(client_as(cast.outsider), method)(there.replace("/harbor/", "/northside/")).status_code == 404
    assert stands(cast, visit, "drawn_up")


def test_an_auditor_may_not_void(cast: Cast, visit: Visit, client_as: ClientAs) -> None:
    assert sign_void(client_as(cast.auditor), visit, "drawn_up", cast.nurse).status_code == 403
    assert stands(cast, visit, "drawn_up")


def test_each_reason_that_is_offered_has_words() -> None:
    assert set(REASONS) <= set(VOIDS)
