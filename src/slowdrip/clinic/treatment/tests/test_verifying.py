"""The second person: who may, what they must work out, and what the machine works out again."""

import json
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from slowdrip.clinic.accounts.actions import change_roles
from slowdrip.clinic.accounts.permissions import DESK
from slowdrip.clinic.people.actions import void_measurement
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import recomputing
from slowdrip.clinic.treatment.actions import Worked
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries import awaiting_verification, latest_verified_order, verified_order
from slowdrip.clinic.treatment.tests.ordering import codes, verify, weigh, write
from slowdrip.science.pharmacology.dosing import DoseLimits, backcheck
from slowdrip.science.pharmacology.dosing import order as order_module
from slowdrip.science.pharmacology.dosing.mixture import Mixture
from slowdrip.science.pharmacology.dosing.pump import PumpSetting
from tests.cast import DAY, Cast

HOUR = timedelta(hours=1)


def not_verified(order: Order) -> bool:
    return not Signature.objects.filter(subject_id=order.pk, meaning="order.verified").exists()


def test_the_signer_never_verifies(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    with pytest.raises(Refused, match="order_verifier_signed_it"):
        verify(house, order, by=house.prescriber)


@pytest.mark.parametrize("who", ["desk", "auditor"])
def test_only_the_policys_roles_verify(house: Cast, ben: Patient, who: str) -> None:
    order = write(house, ben)
    with pytest.raises(Refused):
        verify(house, order, by=getattr(house, who))
    assert not_verified(order)


@pytest.mark.parametrize("who", ["nurse", "second_nurse", "director"])
def test_nurses_and_the_director_verify(house: Cast, ben: Patient, who: str) -> None:
    order = write(house, ben)
    verify(house, order, by=getattr(house, who))
    assert verified_order(house.nurse.acting, order.pk).verified_by == getattr(house, who).member.actor_id


def test_an_order_is_verified_once(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    verify(house, order)
    with pytest.raises(Refused, match="order_already_verified"):
        verify(house, order, by=house.second_nurse)


@pytest.mark.parametrize(
    ("dose_mg", "rate_ml_per_h", "found"),
    [
        ("400", "150", ["order_verifier_differs"]),
        ("40", "15", ["order_verifier_differs"]),
        ("40", "150.1", ["order_verifier_differs"]),
        ("39.9", "149", ["order_verifier_differs", "order_verifier_differs"]),
        ("", "150", ["order_number_unread"]),
        ("forty", "150 mL", ["order_number_unread", "order_number_unread"]),
        (".4", "150", ["order_number_unread"]),
    ],
)
def test_the_verifier_has_to_reach_the_same_figures(
    house: Cast, ben: Patient, dose_mg: str, rate_ml_per_h: str, found: list[str]
) -> None:
    order = write(house, ben)
    with pytest.raises(Refused) as caught:
        verify(house, order, worked=Worked(dose_mg, rate_ml_per_h))
    assert (codes(caught.value), not_verified(order)) == (found, True)


def test_a_dose_is_read_to_a_tenth_of_a_milligram(house: Cast, ben: Patient) -> None:
    weigh(house, ben, kg="79.83", at=DAY)
    order = write(house, ben)
    assert order.dose_ug == 39_915
    with pytest.raises(Refused):
        verify(house, order, worked=Worked("40", "150"))
    verify(house, order, worked=Worked("39.9", "150"))


def test_what_the_verifier_worked_out_is_kept(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    document = json.loads(verify(house, order, worked=Worked(" 40 mg", "150")).document)
    assert document["worked_out"] == {"dose_mg": "40 mg", "rate_ml_per_h": "150"}
    assert (document["order_sha256"], document["figures"]["dose_ug"]) == (order.document_sha256, "40000")


def planted_rate(mixed: Mixture, *, duration_min: Fraction, to_pump_ul: int, limits: DoseLimits) -> PumpSetting:
    """The planted fault: the pump is set ten times too fast."""
    return PumpSetting(1_500_000, to_pump_ul)


@pytest.fixture
def wrong_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken rate at signing, and a broken check beside it: two faults at once."""
    monkeypatch.setattr(order_module, "pump_setting", planted_rate)
    monkeypatch.setattr(order_module, "_errors_over_limit", lambda *_: ())
    monkeypatch.setattr(backcheck, "disagreements", lambda *_: ())


def test_verification_catches_a_wrong_rate_that_was_signed(
    house: Cast, ben: Patient, monkeypatch: pytest.MonkeyPatch, wrong_rate: None
) -> None:
    order = write(house, ben)
    assert order.rate_ul_per_h == 1_500_000
    monkeypatch.undo()
    with pytest.raises(Refused, match="order_figures_differ"):
        verify(house, order, worked=Worked("40", "1500"))
    assert not_verified(order)


def test_a_rate_that_breaks_later_verifies_nothing(house: Cast, ben: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    order = write(house, ben)
    monkeypatch.setattr(order_module, "pump_setting", planted_rate)
    with pytest.raises(Refused, match="order_no_longer_computes"):
        verify(house, order)


def test_without_working_it_out_again_the_wrong_rate_would_pass(
    house: Cast, ben: Patient, monkeypatch: pytest.MonkeyPatch, wrong_rate: None
) -> None:
    """The planted fault in the check itself: the test above would not notice if nothing were recomputed."""
    order = write(house, ben)
    monkeypatch.undo()
    monkeypatch.setattr(recomputing, "_differing", lambda *_, **__: iter(()))
    verify(house, order, worked=Worked("40", "1500"))
    assert not not_verified(order)


def rewritten(order: Order, **columns: Any) -> Order:
    """The order as an intruder with the database in hand would leave it: triggers gone, columns changed."""
    table = Order._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "refuse_update_{table}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "refuse_update_{table}"')
    Order.objects.filter(pk=order.pk).update(**columns)
    order.refresh_from_db()
    return order


def test_a_changed_column_is_noticed(house: Cast, ben: Patient) -> None:
    order = rewritten(write(house, ben), rate_ul_per_h=1_500_000)
    with pytest.raises(Refused) as caught:
        verify(house, order, worked=Worked("40", "1500"))
    assert (caught.value.code, caught.value.params) == ("order_figures_differ", {"figure": "rate_ul_per_h"})


def test_a_changed_text_is_noticed(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    text = order.document.replace('"dose_mg_per_kg":"0.5"', '"dose_mg_per_kg":"5"')
    with pytest.raises(Refused, match="order_text_changed"):
        verify(house, rewritten(order, document=text))


def test_a_changed_text_with_a_new_hash_is_noticed(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    text = canonical({**json.loads(order.document), "reason": "none"})
    with pytest.raises(Refused, match="order_signature_differs"):
        verify(house, rewritten(order, document=text, document_sha256=sha256(text)))


def test_a_voided_weight_verifies_nothing(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    used = json.loads(order.document)["weight"]["measurement"]
    void_measurement(house.nurse.acting, used, reason="Wrong patient", at=DAY)
    with pytest.raises(Refused, match="order_weight_voided"):
        verify(house, order)


def test_a_weight_that_grew_old_verifies_nothing(house: Cast, ben: Patient) -> None:
    order = write(house, ben, at=DAY + timedelta(days=7))
    with pytest.raises(Refused, match="order_weight_too_old"):
        verify(house, order, at=DAY + timedelta(days=7, seconds=1))
    verify(house, order, at=DAY + timedelta(days=7))


@pytest.mark.parametrize(("kg", "passes"), [("84", True), ("84.1", False), ("75.9", False)])
def test_a_later_weight_far_away_asks_for_a_new_order(house: Cast, ben: Patient, kg: str, passes: bool) -> None:
    order = write(house, ben)
    weigh(house, ben, kg=kg, at=DAY + HOUR)
    if passes:
        verify(house, order, at=DAY + HOUR)
        return
    with pytest.raises(Refused, match="order_weight_changed"):
        verify(house, order, at=DAY + HOUR)


def test_a_drip_gets_verified_orders_only(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    with pytest.raises(Refused, match="order_not_verified"):
        verified_order(house.nurse.acting, order.pk)
    with pytest.raises(Refused, match="order_unknown"):
        verified_order(house.nurse.acting, uuid4())
    assert latest_verified_order(house.nurse.acting, ben.pk) is None
    verify(house, order)
    with pytest.raises(Refused, match="order_unknown"):
        verified_order(house.outsider.acting, order.pk)
    newest = latest_verified_order(house.nurse.acting, ben.pk)
    assert newest is not None
    assert newest.id == order.pk


def test_an_order_of_another_clinic_cannot_be_verified(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    with pytest.raises(Order.DoesNotExist):
        verify(house, order, by=house.outsider)


def test_orders_wait_until_they_are_verified(house: Cast, ben: Patient) -> None:
    first, second = write(house, ben), write(house, ben, at=DAY + HOUR)
    waiting = awaiting_verification(house.nurse.acting, at=DAY + HOUR)
    assert [each.order.pk for each in waiting] == [first.pk, second.pk]
    verify(house, first, at=DAY + HOUR)
    assert [each.order.pk for each in awaiting_verification(house.nurse.acting, at=DAY + HOUR)] == [second.pk]
    assert awaiting_verification(house.outsider.acting, at=DAY + HOUR) == []


def test_a_person_who_lost_the_role_verifies_nothing(house: Cast, ben: Patient) -> None:
    order = write(house, ben)
    change_roles(house.director.acting, house.nurse.member.pk, roles=[DESK], at=DAY)
    house.nurse.member.refresh_from_db()
    with pytest.raises(Refused, match="not_permitted"):
        verify(house, order, by=house.nurse)
