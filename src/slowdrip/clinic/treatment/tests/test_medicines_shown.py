"""Medicines beside an order: seen by whoever writes and whoever verifies, and in nobody's way."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.people import medicine_panel as panel_module
from slowdrip.clinic.people.actions import add_medicine, confirm_medicines
from slowdrip.clinic.people.models import Medicine, Patient
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.tests.ordering import weigh, write
from slowdrip.clinic.treatment.tests.test_pages import page, signed_by
from tests.cast import Cast
from tests.fixtures import ClientAs

UNKNOWN = "Not known to this list. That does not mean that there is no interaction."
PAGES = ("new", "order", "verify", "replace")


@pytest.fixture
def today(house: Cast, unweighed: Patient) -> Patient:
    weigh(house, unweighed, kg="80", cm="180", at=now() - timedelta(hours=1))
    return unweighed


def told(house: Cast, patient: Patient, *substances: str, days_ago: int = 0) -> None:
    at = now() - timedelta(days=days_ago, minutes=5)
    rows = [add_medicine(house.nurse.acting, patient.pk, substance=each, at=at) for each in substances]
    confirm_medicines(house.nurse.acting, patient.pk, seen=frozenset(row.pk for row in rows), at=at)


def panel_of(client: Client, patient: Patient, order: Order, name: str) -> str:
    """What the panel of that page says, from its heading to its end."""
    of: dict[str, Any] = {"patient_id": patient.pk} if name == "new" else {"order_id": order.pk}
    answer = client.get(page(name, **of))
    assert answer.status_code == 200
    shown = answer.content.decode()
    begin = shown.index('aria-labelledby="medicines-say"')
    return str(shown[begin : shown.index("</section>", begin)])


def not_shown(client: Client, patient: Patient, order: Order) -> list[tuple[str, str]]:
    """The check: every medicine on the list stands on every page where an order is written, read or verified."""
    listed = [row.substance for row in Medicine.objects.filter(patient=patient)]
    return [(name, each) for name in PAGES for each in listed if each not in panel_of(client, patient, order, name)]


@pytest.mark.parametrize("name", PAGES)
def test_alerts_stand_beside_the_order_with_source_and_confidence(
    house: Cast, today: Patient, client_as: ClientAs, name: str
) -> None:
    told(house, today, "Lorazepam", "Metformin")
    shown = panel_of(client_as(house.nurse), today, write(house, today, at=now()), name)
    for words in ("Sedation may add up.", "Spravato label", "secondary source", "published", UNKNOWN, "Asked on"):
        assert words in shown, words
    assert "it blocks nothing and changes no dose" in shown
    assert "Do not stop or skip a medicine because of this list; the prescriber decides (proposal)." in shown
    assert ("As of today, not as of the signature" in shown) is (name in {"order", "verify"})


def test_a_signed_order_with_medicines_of_today_says_so(house: Cast, today: Patient, client_as: ClientAs) -> None:
    order = write(house, today, at=now())
    told(house, today, "Lorazepam")
    shown = panel_of(client_as(house.nurse), today, order, "order")
    assert shown.index("As of today, not as of the signature") < shown.index("Lorazepam")


def test_every_listed_medicine_is_shown_beside_the_order(house: Cast, today: Patient, client_as: ClientAs) -> None:
    told(house, today, "Lorazepam", "Metformin", "Grapefruit")
    assert not_shown(client_as(house.nurse), today, write(house, today, at=now())) == []


def test_planted_fault_a_medicine_that_is_listed_and_not_shown_is_caught(
    house: Cast, today: Patient, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(house, today, "Lorazepam", "Metformin")
    monkeypatch.setattr(panel_module, "_in_order", lambda rows: tuple(row for row in rows if row.is_known))
    client, order = client_as(house.nurse), write(house, today, at=now())
    assert not_shown(client, today, order) == [(name, "Metformin") for name in PAGES]


def test_never_asked_is_not_none_beside_an_order(house: Cast, today: Patient, client_as: ClientAs) -> None:
    client, order = client_as(house.nurse), write(house, today, at=now())
    shown = panel_of(client, today, order, "verify")
    assert "Nobody asked yet what this patient takes." in shown
    assert "takes none" not in shown
    told(house, today)
    assert ": takes none." in panel_of(client, today, order, "verify")


def test_an_old_list_says_so_beside_an_order(house: Cast, today: Patient, client_as: ClientAs) -> None:
    told(house, today, "Lorazepam", days_ago=8)
    shown = panel_of(client_as(house.nurse), today, write(house, today, at=now()), "new")
    assert "Older than 7 days: ask again." in shown
    assert "proposal" in shown


def test_no_alert_blocks_an_order_or_changes_its_dose(house: Cast, today: Patient, client_as: ClientAs) -> None:
    plain = write(house, today, at=now())
    told(house, today, "Lorazepam", "Rifampicin", "Theophylline")
    client = client_as(house.prescriber)
    answer = client.post(page("new", patient_id=today.pk), signed_by(house.prescriber))
    assert answer.status_code == 302
    signed = Order.objects.exclude(pk=plain.pk).get()
    assert (signed.dose_ug, signed.rate_ul_per_h) == (plain.dose_ug, plain.rate_ul_per_h)
    assert "azepam" not in signed.document
