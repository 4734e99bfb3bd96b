"""Spoken orders: read back, taken by whom the policy allows, signed in time or shown as late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.banners import banners
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.actions import cosign, enter_verbal_order, void_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries import State, cosigns_due, cosigns_overdue, order_status, verified_order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.tests.ordering import proof_of, typed, verify
from tests.cast import DAY, Cast, Person

DUE = DAY + timedelta(hours=24)
SECOND = timedelta(seconds=1)


def speak(house: Cast, ben: Patient, *, taker: Person | None = None, **changes: Any) -> Order:
    by = taker or house.nurse
    settings: dict[str, Any] = {"prescriber_id": house.prescriber.member.pk, "read_back": True, "proof": proof_of(by)}
    asked = changes.pop("asked", Asked(typed=typed()))
    return enter_verbal_order(by.acting, ben.pk, asked, **{**settings, **changes}, at=DAY)


def test_a_spoken_order_is_due_for_signature_by_policy(house: Cast, ben: Patient) -> None:
    order = speak(house, ben)
    assert (order.verbal, order.read_back, order.cosign_due_at) == (True, True, DUE)
    assert (order.prescriber_id, order.by_id) == (house.prescriber.member.actor_id, house.nurse.member.actor_id)
    assert order_status(house.nurse.acting, order.pk, at=DAY).state == State.SPOKEN
    assert Signature.objects.get(subject_id=order.pk).meaning == "order.taken"


def test_without_read_back_there_is_no_order(house: Cast, ben: Patient) -> None:
    with pytest.raises(Refused, match="order_not_read_back"):
        speak(house, ben, read_back=False)
    assert not Order.objects.exists()


def test_the_policy_says_who_takes_a_spoken_order(house: Cast, ben: Patient) -> None:
    with pytest.raises(Refused, match="order_taker_role"):
        speak(house, ben, taker=house.director)
    with pytest.raises(Refused, match="not_permitted"):
        speak(house, ben, taker=house.desk)


def test_a_prescriber_has_to_have_spoken(house: Cast, ben: Patient) -> None:
    with pytest.raises(Refused, match="order_prescriber_missing"):
        speak(house, ben, prescriber_id=house.second_nurse.member.pk)
    with pytest.raises(Refused, match="order_prescriber_missing"):
        speak(house, ben, prescriber_id=house.outsider.member.pk)
    with pytest.raises(Refused, match="order_taken_by_prescriber"):
        speak(house, ben, taker=house.prescriber)


def test_a_high_spoken_dose_needs_a_third_person(house: Cast, ben: Patient) -> None:
    high, why = typed(dose_mg_per_kg="1.2", duration_min="60"), "Long known"
    for second in (house.nurse, house.prescriber):
        with pytest.raises(Refused, match="order_second_same_person"):
            speak(house, ben, asked=Asked(typed=high, reason=why, second=proof_of(second)))
    assert speak(house, ben, asked=Asked(typed=high, reason=why, second=proof_of(house.director))).verbal


@pytest.mark.parametrize(("at", "late"), [(DUE - SECOND, False), (DUE, False), (DUE + SECOND, True)])
def test_the_clock_of_the_signature(house: Cast, ben: Patient, at: datetime, late: bool) -> None:
    order = speak(house, ben)
    (waiting,) = cosigns_due(house.prescriber.acting, at=at)
    assert (waiting.order.pk, waiting.cosign_overdue) == (order.pk, late)
    assert cosigns_overdue(house.harbor.pk, at=at) == int(late)
    assert [each.code for each in banners(house.harbor.pk, at)].count("cosign_overdue") == int(late)
    assert cosigns_due(house.outsider.acting, at=at) == []


@pytest.mark.parametrize("late", [False, True])
def test_a_signature_is_taken_late_too_and_the_audit_says_so(house: Cast, ben: Patient, late: bool) -> None:
    order = speak(house, ben)
    at = DUE + SECOND if late else DUE
    signature = cosign(house.prescriber.acting, order.pk, proof_of(house.prescriber, at), at=at)
    assert (signature.document, signature.document_sha256) == (order.document, order.document_sha256)
    assert cosigns_due(house.prescriber.acting, at=at) == []
    (entry,) = AuditEntry.objects.filter(action="order.cosigned")
    assert f'"late":{str(late).lower()}' in entry.detail


def test_only_the_prescriber_who_spoke_signs_and_only_once(house: Cast, ben: Patient) -> None:
    order = speak(house, ben)
    with pytest.raises(Refused, match="order_cosigner_not_prescriber"):
        cosign(house.director.acting, order.pk, proof_of(house.director), at=DAY)
    cosign(house.prescriber.acting, order.pk, proof_of(house.prescriber), at=DAY)
    with pytest.raises(Refused, match="order_needs_no_cosign"):
        cosign(house.prescriber.acting, order.pk, proof_of(house.prescriber), at=DAY)


def test_an_order_voided_as_wrong_waits_for_nobody(house: Cast, ben: Patient) -> None:
    order = speak(house, ben)
    void_order(house.nurse.acting, order.pk, reason="Misheard", at=DAY)
    assert cosigns_due(house.prescriber.acting, at=DAY) == []
    assert cosigns_overdue(house.harbor.pk, at=DUE + SECOND) == 0


def test_a_third_person_verifies_a_spoken_order(house: Cast, ben: Patient) -> None:
    order = speak(house, ben)
    with pytest.raises(Refused, match="order_verifier_took_it"):
        verify(house, order, by=house.nurse)
    with pytest.raises(Refused, match="order_verifier_signed_it"):
        verify(house, order, by=house.prescriber)
    verify(house, order, by=house.second_nurse)
    assert not verified_order(house.nurse.acting, order.pk).cosigned


@pytest.mark.parametrize(
    ("people", "signed", "passes"),
    [(2, True, True), (2, False, False), (3, True, False), (1, True, False), (None, True, False)],
)
def test_with_two_people_the_taker_verifies_once_the_prescriber_signed(
    house: Cast, ben: Patient, monkeypatch: pytest.MonkeyPatch, people: int | None, signed: bool, passes: bool
) -> None:
    monkeypatch.setattr(gates, "_people", [lambda tx: people])
    order = speak(house, ben)
    if signed:
        cosign(house.prescriber.acting, order.pk, proof_of(house.prescriber), at=DAY)
    if passes:
        verify(house, order, by=house.nurse)
        return
    with pytest.raises(Refused, match="order_verifier_took_it"):
        verify(house, order, by=house.nurse)
