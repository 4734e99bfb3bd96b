"""The order pages: what is typed stays, what is wrong is said at its field, and nobody sees what is not theirs."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.tests.ordering import USUAL, VIAL_10, Running, verify, weigh, write
from slowdrip.clinic.treatment.typed import NAMES
from tests.cast import Cast, Person
from tests.fixtures import ClientAs

CLINIC = "harbor"


@pytest.fixture
def today(house: Cast, unweighed: Patient) -> Patient:
    """The patient, weighed and re-read an hour ago by the wall clock: pages read that clock."""
    weigh(house, unweighed, kg="80", cm="180", at=now() - timedelta(hours=1))
    return unweighed


def page(name: str, clinic: str = CLINIC, **of: Any) -> str:
    return reverse(f"treatment:{name}", kwargs={"clinic": clinic, **of})


def sent(**changes: str) -> dict[str, str]:
    """The usual form as a browser sends it."""
    return {
        **{name: getattr(USUAL, name) for name in NAMES},
        "reason": "",
        "do": "sign",
        "order_id": str(uuid4()),
        **changes,
    }


def signed_by(person: Person, **changes: str) -> dict[str, str]:
    return sent(signer=str(person.member.pk), pin=person.pin, **changes)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, ["40", "0.8", "0.4", "150", "100", "0.75", "12.5"]),
        ({"preparation": "added_to"}, ["40", "0.8", "0.397", "151.2", "100.8", "0.75", "12.5"]),
        ({"product": VIAL_10}, ["40", "4", "0.4", "150", "100", "0.75", "12.5"]),
    ],
)
def test_the_three_preparations_through_the_form(
    house: Cast, today: Patient, client_as: ClientAs, changes: dict[str, str], shown: list[str]
) -> None:
    client = client_as(house.prescriber)
    seen = client.post(page("preview", patient_id=today.pk), sent(**changes), headers={"HX-Request": "true"})
    assert re.findall(r"<dd>([\d.,]+) <small>", seen.content.decode())[:7] == shown
    answer = client.post(page("new", patient_id=today.pk), signed_by(house.prescriber, **changes))
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page("order", order_id=order.pk))
    read = client.get(answer["Location"]).content.decode()
    assert re.findall(r"<dd>([\d.,]+) <small>", read) == shown


def test_a_nurse_verifies_by_working_it_out(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    client = client_as(house.nurse)
    url = page("verify", order_id=order.pk)
    asked = client.get(url).content.decode()
    assert ("0.5 mg/kg" in asked, "150 mL/h" in asked, "40 mg" in asked) == (True, False, False)
    wrong = client.post(
        url, {"dose_mg": "400", "rate_ml_per_h": "150", "signer": str(house.nurse.member.pk), "pin": house.nurse.pin}
    )
    assert (wrong.status_code, 'value="400"' in wrong.content.decode()) == (422, True)
    right = client.post(
        url, {"dose_mg": "40", "rate_ml_per_h": "150", "signer": str(house.nurse.member.pk), "pin": house.nurse.pin}
    )
    assert right.status_code == 302
    label = client.get(page("label", order_id=order.pk)).content.decode()
    for text in ("Harlow, Ben", "2 Jun 1979", today.mrn, "0.4 mg/mL", "150 mL/h", "Dr Paul Reyes", "Nia Okafor RN"):
        assert text in label, text


def test_an_order_that_is_not_verified_has_no_label(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    shown = client_as(house.nurse).get(page("label", order_id=order.pk)).content.decode()
    assert ("bag-label__drug" in shown, "only a verified order" in shown) == (False, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dose_mg_per_kg": "5"}, "dose_mg_per_kg"),
        ({"dose_mg_per_kg": "0.05"}, "dose_mg_per_kg"),
        ({"dose_mg_per_kg": "500 mcg"}, "dose_mg_per_kg"),
        ({"dose_mg_per_kg": ""}, "dose_mg_per_kg"),
        ({"duration_min": "1"}, "duration_min"),
        ({"product": ""}, "product"),
        ({"volume_ml": "0.7"}, "volume_ml"),
        ({"weight_basis": "ideal"}, "weight_basis_reason"),
        ({"line_prime_ml": "-3"}, "line_prime_ml"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    house: Cast, today: Patient, client_as: ClientAs, changes: dict[str, str], field: str
) -> None:
    answer = client_as(house.prescriber).post(
        page("new", patient_id=today.pk), signed_by(house.prescriber, reason="Because <b>", **changes)
    )
    html = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    said = re.search(rf'id="says-{field}">(.*?)</div>', html, re.DOTALL)
    assert said is not None
    assert "order-says__one" in said.group(1)
    for name, value in changes.items():
        assert name in ("product", "weight_basis") or f'value="{value}"' in html
    assert ("Because &lt;b&gt;" in html, house.prescriber.pin in html) == (True, False)


def test_a_refused_form_costs_no_try_at_the_pin(house: Cast, today: Patient, client_as: ClientAs) -> None:
    url = page("new", patient_id=today.pk)
    client_as(house.nurse).post(url, {**signed_by(house.prescriber, dose_mg_per_kg="5"), "pin": "0000"})
    assert Membership.objects.get(pk=house.prescriber.member.pk).pin_failures == 0


def test_a_wrong_pin_keeps_the_form(house: Cast, today: Patient, client_as: ClientAs) -> None:
    answer = client_as(house.nurse).post(
        page("new", patient_id=today.pk), {**signed_by(house.prescriber, volume_ml="250"), "pin": "0000"}
    )
    html = answer.content.decode()
    assert (answer.status_code, 'value="250"' in html, "Tries left: 4" in html) == (422, True, True)
    assert Order.objects.count() == 0


def test_a_high_dose_is_signed_by_two_on_one_screen(house: Cast, today: Patient, client_as: ClientAs) -> None:
    client, url = client_as(house.nurse), page("new", patient_id=today.pk)
    form = signed_by(house.prescriber, dose_mg_per_kg="1.2", duration_min="60", reason="No answer to less")
    alone = client.post(url, form)
    assert (alone.status_code, Order.objects.count()) == (422, 0)
    same = client.post(url, {**form, "second-signer": form["signer"], "second-pin": form["pin"]})
    assert ("has to be someone else" in same.content.decode(), Order.objects.count()) == (True, 0)
    second = house.director
    assert (
        client.post(url, {**form, "second-signer": str(second.member.pk), "second-pin": second.pin}).status_code == 302
    )
    assert Order.objects.get().tier == "needs_second_clinician_and_reason"


def test_a_reason_is_asked_for_at_its_field(house: Cast, today: Patient, client_as: ClientAs) -> None:
    answer = client_as(house.prescriber).post(
        page("new", patient_id=today.pk), signed_by(house.prescriber, dose_mg_per_kg="0.7")
    )
    assert "This dose needs a reason" in answer.content.decode()


def test_a_spoken_order_through_the_form(house: Cast, today: Patient, client_as: ClientAs) -> None:
    client, url = client_as(house.nurse), page("new", patient_id=today.pk)
    taker = {"taker-signer": str(house.nurse.member.pk), "taker-pin": house.nurse.pin}
    form = {**sent(do="spoken"), "signer": str(house.prescriber.member.pk), "pin": "", **taker}
    assert "Read the order back" in client.post(url, form).content.decode()
    assert client.post(url, {**form, "taker-read_back": "on"}).status_code == 302
    order = Order.objects.get()
    shown = client.get(page("order", order_id=order.pk)).content.decode()
    assert "has to sign this spoken order" in shown
    cosigned = client.post(
        page("cosign", order_id=order.pk), {"signer": str(house.prescriber.member.pk), "pin": house.prescriber.pin}
    )
    assert (cosigned.status_code, "has to sign" in client.get(page("order", order_id=order.pk)).content.decode()) == (
        302,
        False,
    )


def test_the_last_dose_stands_beside_the_new_one(house: Cast, today: Patient, client_as: ClientAs) -> None:
    write(house, today, at=now())
    shown = client_as(house.prescriber).get(page("new", patient_id=today.pk)).content.decode()
    assert "0.5 mg/kg = 40 mg over 40 min" in shown
    assert ("80 kg" in shown, "176.4 lb" in shown, "re-read by Sam Lindqvist RN" in shown) == (True, True, True)


def test_limits_are_shown_with_source_and_confidence(house: Cast, today: Patient, client_as: ClientAs) -> None:
    shown = client_as(house.prescriber).get(page("new", patient_id=today.pk)).content.decode()
    for text in ("Second clinician above", "1 mg/kg", "Fava 2018", "proposal – confirm with your medical director"):
        assert text in shown, text


def test_replacing_starts_from_the_old_order(house: Cast, today: Patient, client_as: ClientAs, alone: None) -> None:
    old = write(house, today, at=now(), volume_ml="250", line_prime_ml="12")
    client, url = client_as(house.prescriber), page("replace", order_id=old.pk)
    shown = client.get(url).content.decode()
    assert ('value="250"' in shown, 'value="12"' in shown, 'value="0.5"' in shown) == (True, True, True)
    assert client.post(url, signed_by(house.prescriber, duration_min="60")).status_code == 302
    assert "Open the order that replaced it" in client.get(page("order", order_id=old.pk)).content.decode()


def test_voiding_asks_why(house: Cast, today: Patient, client_as: ClientAs, alone: None) -> None:
    order = write(house, today, at=now())
    client, url = client_as(house.prescriber), page("void", order_id=order.pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Wrong vial"}).status_code == 302
    assert "Wrong vial" in client.get(page("order", order_id=order.pk)).content.decode()


def test_an_order_of_a_running_drip_offers_no_void(
    house: Cast, today: Patient, client_as: ClientAs, running: Running
) -> None:
    order = write(house, today, at=now())
    verify(house, order, at=now())
    running.start(order.pk)
    client = client_as(house.prescriber)
    assert "it can be replaced, not voided" in client.get(page("order", order_id=order.pk)).content.decode()
    answer = client.post(page("void", order_id=order.pk), {"reason": "Too fast"})
    assert (answer.status_code, "must never be without an order" in answer.content.decode()) == (422, True)


def test_the_patients_page_lists_the_orders(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    url = reverse("people:patient", kwargs={"clinic": CLINIC, "patient_id": today.pk})
    for_nurse = client_as(house.nurse).get(url).content.decode()
    assert (page("order", order_id=order.pk) in for_nurse, page("new", patient_id=today.pk) in for_nurse) == (
        True,
        True,
    )
    for_auditor = client_as(house.auditor).get(url).content.decode()
    assert (page("order", order_id=order.pk) in for_auditor, page("new", patient_id=today.pk) in for_auditor) == (
        True,
        False,
    )
    assert page("order", order_id=order.pk) not in client_as(house.desk).get(url).content.decode()


ROLES = ("nurse", "prescriber", "director", "desk", "auditor")
MATRIX = {
    "new": {"nurse", "prescriber", "director"},
    "waiting": {"nurse", "prescriber", "director", "auditor"},
    "order": {"nurse", "prescriber", "director", "auditor"},
    "verify": {"nurse", "prescriber", "director"},
    "replace": {"nurse", "prescriber", "director"},
    "label": {"nurse", "prescriber", "director", "auditor"},
}


def address(name: str, patient_id: UUID, order_id: UUID, clinic: str = CLINIC) -> str:
    if name == "waiting":
        return page(name, clinic)
    return (
        page(name, clinic, patient_id=patient_id)
        if name in ("new", "preview")
        else page(name, clinic, order_id=order_id)
    )


@pytest.mark.parametrize("who", ROLES)
def test_who_may_open_which_page(house: Cast, today: Patient, client_as: ClientAs, who: str) -> None:
    order = write(house, today, at=now())
    client = client_as(getattr(house, who))
    for name, allowed in MATRIX.items():
        answer = client.get(address(name, today.pk, order.pk))
        assert (name, answer.status_code) == (name, 200 if who in allowed else 403)


def test_an_outsider_finds_nothing(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    client = client_as(house.outsider)
    for name in MATRIX:
        assert client.get(address(name, today.pk, order.pk)).status_code == 404, name
        own = client.get(address(name, today.pk, order.pk, clinic="northside"))
        assert own.status_code == (200 if name == "waiting" else 404), name
    for name in ("preview", "void", "cosign", "verify", "replace"):
        for clinic in (CLINIC, "northside"):
            answer = client.post(address(name, today.pk, order.pk, clinic=clinic), signed_by(house.outsider))
            assert answer.status_code == 404, (name, clinic)
    assert "Harlow" not in client.get(page("waiting", "northside")).content.decode()


def test_a_stranger_signs_in_first(house: Cast, today: Patient) -> None:
    answer = Client().get(page("new", patient_id=today.pk))
    assert answer["Location"].startswith(settings.LOGIN_URL)


def test_reading_an_order_is_in_the_chain_once(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    client = client_as(house.auditor)
    for _ in range(2):
        client.get(page("order", order_id=order.pk))
    seen = AuditEntry.objects.filter(action="viewed", actor_id=house.auditor.member.actor_id)
    assert [str(today.pk) in each.detail for each in seen] == [True]


@pytest.mark.parametrize(("name", "most"), [("new", 40), ("order", 37), ("waiting", 34), ("verify", 36)])
def test_pages_ask_the_database_a_bounded_number_of_times(
    house: Cast, today: Patient, client_as: ClientAs, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    orders = [write(house, today, at=now()) for _ in range(6)]
    client = client_as(house.nurse)
    url = address(name, today.pk, orders[0].pk)
    client.get(url)
    with django_assert_max_num_queries(most):
        client.get(url)
