"""Weight and height: kept, doubted, re-read by a second person, voided."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.people.actions import Reading, confirm_measurement, measure, void_measurement
from slowdrip.clinic.people.actions import measuring as measuring_module
from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.people.queries import latest, latest_measured, measurements
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.knowledge.types import Confidence, Sourced
from tests.cast import DAY, Cast, Person

WEIGHT, HEIGHT = Measurement.Kind.WEIGHT_G, Measurement.Kind.HEIGHT_MM


def weighed(grams: int, *, how: str = "measured") -> Reading:
    return Reading(WEIGHT, grams, how, DAY)


def proof_of(session: Acting, person: Person) -> Proof:
    return prove_pin(session, person.member.pk, person.pin, at=DAY)


@pytest.fixture
def weight(ana: Patient, house: Cast) -> Measurement:
    (row,) = measure(house.nurse.acting, ana.pk, [weighed(80_000)], at=DAY)
    return row


def test_a_weight_is_kept_with_its_time_and_person(weight: Measurement, ana: Patient, house: Cast) -> None:
    later = DAY + timedelta(days=3)
    found = latest(house.desk.acting, ana.pk, WEIGHT)
    assert found is not None
    assert (found.value, found.by_name) == (80_000, "Nia Okafor RN")
    assert found.age(later) == timedelta(days=3)
    assert found.is_measured
    assert AuditEntry.objects.filter(action="patient.measured", subject_id=weight.pk).exists()
    assert verify_chain(house.harbor.pk) is None


def test_a_stated_weight_is_kept_but_is_not_the_measured_one(weight: Measurement, ana: Patient, house: Cast) -> None:
    measure(house.nurse.acting, ana.pk, [replace(weighed(81_000, how="stated"), taken_at=DAY)], at=DAY)
    newest, dosing = latest(house.nurse.acting, ana.pk, WEIGHT), latest_measured(house.nurse.acting, ana.pk, WEIGHT)
    assert newest is not None
    assert dosing is not None
    assert (newest.value, newest.is_measured, dosing.value) == (81_000, False, 80_000)


def test_a_weight_of_1700_kg_is_refused_whatever_is_confirmed(ana: Patient, house: Cast) -> None:
    with pytest.raises(RefusedAll) as refused:
        measure(house.nurse.acting, ana.pk, [weighed(1_700_000)], at=DAY, accepted=frozenset({"weight_out_of_range"}))
    (one,) = refused.value.refusals
    assert (one.code, one.field) == ("weight_out_of_range", "weight")


def test_a_doubt_must_be_confirmed_by_its_own_code(weight: Measurement, ana: Patient, house: Cast) -> None:
    pounds = [weighed(176_000)]
    for accepted in (frozenset[str](), frozenset({"bmi_out_of_range"})):
        with pytest.raises(RefusedAll) as refused:
            measure(house.nurse.acting, ana.pk, pounds, at=DAY, accepted=accepted)
        assert [one.code for one in refused.value.refusals] == ["looks_like_pounds"]
    (kept,) = measure(house.nurse.acting, ana.pk, pounds, at=DAY, accepted=frozenset({"looks_like_pounds"}))
    entry = AuditEntry.objects.get(action="patient.measured", subject_id=kept.pk)
    assert json.loads(entry.detail)["accepted"] == ["looks_like_pounds"]


def test_planted_without_doubts_pounds_become_kilograms(
    weight: Measurement, ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring_module, "doubts", lambda *_: [])
    assert measure(house.nurse.acting, ana.pk, [weighed(176_000)], at=DAY)


def test_both_are_kept_or_neither(ana: Patient, house: Cast) -> None:
    with pytest.raises(RefusedAll):
        measure(house.nurse.acting, ana.pk, [weighed(80_000), Reading(HEIGHT, 17, "measured", DAY)], at=DAY)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ([], "nothing_measured"),
        ([weighed(80_000), weighed(81_000)], "nothing_measured"),
        ([weighed(80_000, how="guessed")], "choose_one"),
        ([replace(weighed(80_000), taken_at=DAY + timedelta(minutes=3))], "taken_in_future"),
    ],
)
def test_readings_that_say_nothing_are_refused(ana: Patient, house: Cast, readings: list[Reading], code: str) -> None:
    with pytest.raises(Refused, match=code):
        measure(house.nurse.acting, ana.pk, readings, at=DAY)


def test_the_desk_cannot_measure(ana: Patient, house: Cast) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        measure(house.desk.acting, ana.pk, [weighed(80_000)], at=DAY)


def test_another_clinic_cannot_measure(ana: Patient, house: Cast) -> None:
    with pytest.raises(Patient.DoesNotExist):
        measure(house.outsider.acting, ana.pk, [weighed(80_000)], at=DAY)


def test_a_second_person_signs_what_they_read(weight: Measurement, ana: Patient, house: Cast) -> None:
    proof = proof_of(house.nurse.acting, house.second_nurse)
    signature = confirm_measurement(house.nurse.acting, weight.pk, proof, value=80_014, at=DAY)
    (shown,) = measurements(house.nurse.acting, ana.pk)
    assert (shown.reread_by, shown.reread_at) == ("Sam Lindqvist RN", DAY)
    assert json.loads(signature.document)["reread"] == 80_014
    with pytest.raises(Refused, match="already_reread"):
        confirm_measurement(house.nurse.acting, weight.pk, proof, value=80_000, at=DAY)


@pytest.mark.parametrize(("value", "differs"), [(79_899, True), (79_900, False), (80_100, False), (80_101, True)])
def test_two_readings_agree_within_one_step_of_the_scale(
    weight: Measurement, house: Cast, value: int, differs: bool
) -> None:
    proof = proof_of(house.nurse.acting, house.second_nurse)
    refused = pytest.raises(Refused, match="reread_differs") if differs else nullcontext()
    with refused:
        confirm_measurement(house.nurse.acting, weight.pk, proof, value=value, at=DAY)
    assert Signature.objects.exists() is not differs


@pytest.mark.parametrize(("value", "differs"), [(1689, True), (1690, False), (1710, False), (1711, True)])
def test_two_heights_agree_within_one_step_of_the_stadiometer(
    ana: Patient, house: Cast, value: int, differs: bool
) -> None:
    (row,) = measure(house.nurse.acting, ana.pk, [Reading(HEIGHT, 1700, "measured", DAY)], at=DAY)
    proof = proof_of(house.nurse.acting, house.second_nurse)
    refused = pytest.raises(Refused, match="reread_differs") if differs else nullcontext()
    with refused:
        confirm_measurement(house.nurse.acting, row.pk, proof, value=value, at=DAY)


@pytest.mark.parametrize(("value", "differs"), [(80_499, False), (80_500, False), (80_501, True)])
def test_how_far_two_readings_may_differ_is_the_policy_s(
    weight: Measurement, house: Cast, monkeypatch: pytest.MonkeyPatch, value: int, differs: bool
) -> None:
    real = policy_in_force(house.nurse.acting)
    wider = Sourced(Decimal("0.5"), "clinic decision", Confidence.PROPOSAL)
    policy = replace(real.policy, weight=replace(real.policy.weight, reread_within_kg=wider))
    monkeypatch.setattr(measuring_module, "policy_in_force", lambda _actor: replace(real, policy=policy))
    refused = pytest.raises(Refused, match="reread_differs") if differs else nullcontext()
    proof = proof_of(house.nurse.acting, house.second_nurse)
    with refused:
        confirm_measurement(house.nurse.acting, weight.pk, proof, value=value, at=DAY)


def test_planted_a_reread_that_takes_any_difference_is_found(
    weight: Measurement, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring_module, "_scale_step", lambda *_: 10_000)
    with pytest.raises(pytest.fail.Exception):
        test_two_readings_agree_within_one_step_of_the_scale(weight, house, 80_101, True)


def test_whoever_measured_cannot_be_the_second_person(weight: Measurement, house: Cast) -> None:
    proof = proof_of(house.second_nurse.acting, house.nurse)
    with pytest.raises(Refused, match="reread_by_same_person"):
        confirm_measurement(house.second_nurse.acting, weight.pk, proof, value=80_000, at=DAY)


def test_the_desk_cannot_be_the_second_person(weight: Measurement, house: Cast) -> None:
    proof = proof_of(house.nurse.acting, house.desk)
    with pytest.raises(Refused, match="not_permitted"):
        confirm_measurement(house.nurse.acting, weight.pk, proof, value=80_000, at=DAY)


def test_a_stated_weight_cannot_be_reread(ana: Patient, house: Cast) -> None:
    (stated,) = measure(house.nurse.acting, ana.pk, [weighed(80_000, how="stated")], at=DAY)
    proof = proof_of(house.nurse.acting, house.second_nurse)
    with pytest.raises(Refused, match="stated_cannot_be_reread"):
        confirm_measurement(house.nurse.acting, stated.pk, proof, value=80_000, at=DAY)


def test_an_old_proof_signs_nothing(weight: Measurement, house: Cast) -> None:
    proof = proof_of(house.nurse.acting, house.second_nurse)
    late = DAY + timedelta(seconds=61)
    with pytest.raises(Refused, match="proof_expired"):
        confirm_measurement(house.nurse.acting, weight.pk, proof, value=80_000, at=late)
    assert not Signature.objects.exists()


def test_a_voided_weight_no_longer_stands(weight: Measurement, ana: Patient, house: Cast) -> None:
    void_measurement(house.nurse.acting, weight.pk, reason="wrong patient", at=DAY)
    assert latest(house.nurse.acting, ana.pk, WEIGHT) is None
    assert Measurement.objects.filter(pk=weight.pk).exists()
    with pytest.raises(Refused, match="already_voided"):
        void_measurement(house.nurse.acting, weight.pk, reason="again", at=DAY)


def test_a_void_needs_a_reason(weight: Measurement, house: Cast) -> None:
    with pytest.raises(Refused, match="missing"):
        void_measurement(house.nurse.acting, weight.pk, reason="  ", at=DAY)
