"""What an order may be: usual, with a reason, with a second clinician, or not at all."""

from datetime import timedelta
from typing import Any

import pytest

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.actions import write_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.proposals import preview
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.tests.ordering import VIAL_10, VIAL_100, codes, proof_of, typed, verify, weigh, write
from slowdrip.science.pharmacology.dosing import Tier
from tests.cast import DAY, Cast, Person


def refusal(house: Cast, patient: Patient, **changes: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        write(house, patient, **changes)
    assert not Order.objects.exists()
    return codes(caught.value)


def high(house: Cast, ben: Patient, *, second: Person | None, reason: str = "No answer to 1.0 mg/kg twice") -> Order:
    asked = Asked(
        typed=typed(dose_mg_per_kg="1.2", duration_min="60"), reason=reason, second=proof_of(second) if second else None
    )
    by = house.prescriber
    return write_order(by.acting, ben.pk, asked, proof=proof_of(by), at=DAY)


@pytest.mark.parametrize(
    ("dose", "minutes", "tier"),
    [
        ("0.0999", "40", Tier.NEEDS_REASON),
        ("0.1", "40", Tier.OK),
        ("0.5", "40", Tier.OK),
        ("0.5001", "41", Tier.NEEDS_REASON),
        ("1", "40", Tier.NEEDS_REASON),
        ("1.0001", "60", Tier.NEEDS_SECOND_CLINICIAN_AND_REASON),
        ("3", "60", Tier.NEEDS_SECOND_CLINICIAN_AND_REASON),
        ("3.0001", "60", Tier.IMPOSSIBLE),
        ("0.5", "39", Tier.NEEDS_REASON),
        ("0.5", "100", Tier.OK),
        ("0.5", "101", Tier.NEEDS_REASON),
    ],
)
def test_the_tiers_of_the_default_policy(house: Cast, ben: Patient, dose: str, minutes: str, tier: Tier) -> None:
    proposal = preview(house.nurse.acting, ben.pk, typed(dose_mg_per_kg=dose, duration_min=minutes), at=DAY)
    assert proposal.tier == tier, [each.finding.code for each in proposal.noticed]


def test_an_unusual_dose_needs_a_written_reason(house: Cast, ben: Patient) -> None:
    assert refusal(house, ben, dose_mg_per_kg="0.75", reason="   ") == ["order_reason_missing"]
    order = write(house, ben, dose_mg_per_kg="0.75", reason="Partial answer to 0.5 mg/kg")
    assert (order.tier, '"reason":"Partial answer to 0.5 mg/kg"' in order.document) == ("needs_reason", True)


def test_a_high_dose_needs_a_second_clinician_and_a_reason(house: Cast, ben: Patient) -> None:
    with pytest.raises(Refused, match="order_second_missing"):
        high(house, ben, second=None)
    with pytest.raises(Refused, match="order_reason_missing"):
        high(house, ben, second=house.director, reason="")
    order = high(house, ben, second=house.director)
    second = Signature.objects.get(subject_id=order.pk, meaning="order.second_clinician")
    assert (second.signer_id, second.document) == (house.director.member.actor_id, order.document)


def test_the_second_clinician_is_someone_else(house: Cast, ben: Patient) -> None:
    with pytest.raises(Refused, match="order_second_same_person"):
        high(house, ben, second=house.prescriber)


@pytest.mark.parametrize("who", ["desk", "auditor"])
def test_the_second_clinician_is_a_clinician(house: Cast, ben: Patient, who: str) -> None:
    with pytest.raises(Refused, match="order_second_not_clinician"):
        high(house, ben, second=getattr(house, who))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dose_mg_per_kg": "5"}, "tenfold_high"),
        ({"dose_mg_per_kg": "0.05"}, "tenfold_low"),
        ({"dose_mg_per_kg": "500"}, "thousandfold_high"),
        ({"dose_mg_per_kg": "0.0005"}, "thousandfold_low"),
        ({"dose_mg_per_kg": "0.005"}, "dose_impossibly_low"),
        ({"dose_mg_per_kg": "500 mcg/kg"}, "wrong_unit"),
        ({"dose_mg_per_kg": ".5"}, "leading_zero_missing"),
        ({"dose_mg_per_kg": "1,000"}, "comma_ambiguous"),
        ({"dose_mg_per_kg": "half"}, "not_a_number"),
        ({"dose_mg_per_kg": ""}, "number_missing"),
        ({"duration_min": "1"}, "duration_outside_range"),
        ({"duration_min": "481"}, "duration_outside_range"),
        ({"product": "whisky"}, "product_missing"),
        ({"diluent": "gin"}, "not_a_choice"),
        ({"weight_basis": "ideal"}, "basis_needs_reason"),
        ({"volume_ml": "0.7"}, "volume_smaller_than_drug"),
        ({"volume_ml": "1000", "duration_min": "40"}, "rate_above_pump"),
        ({"product": VIAL_100, "volume_ml": "0.4", "diluent": "none"}, "must_be_diluted"),
        ({"line_prime_ml": "100"}, "line_holds_all"),
    ],
)
def test_what_no_reason_lifts(house: Cast, ben: Patient, changes: dict[str, str], code: str) -> None:
    assert code in refusal(house, ben, reason="I insist", **changes)


def test_rounding_stays_within_two_percent_or_refuses(house: Cast, unweighed: Patient) -> None:
    weigh(house, unweighed, kg="35.9", cm="150")
    found = refusal(house, unweighed, dose_mg_per_kg="0.07", product=VIAL_100, reason="First ever")
    assert "rounding_over_limit" in found
    small = preview(house.nurse.acting, unweighed.pk, typed(dose_mg_per_kg="0.1", product=VIAL_100), at=DAY)
    assert "rounding_over_limit" in [each.finding.code for each in small.noticed]
    weaker = typed(dose_mg_per_kg="0.1", product=VIAL_10)
    drawable = preview(house.nurse.acting, unweighed.pk, weaker, at=DAY)
    assert drawable.may_be_signed


def test_without_a_weight_nothing_is_signed(house: Cast, unweighed: Patient) -> None:
    assert refusal(house, unweighed) == ["weight_missing"]


def test_a_stated_weight_cannot_dose(house: Cast, unweighed: Patient) -> None:
    weigh(house, unweighed, kg="80", how="stated")
    assert "stated_weight" in refusal(house, unweighed)


def test_a_weight_serves_for_seven_days_and_not_longer(house: Cast, ben: Patient) -> None:
    assert write(house, ben, at=DAY + timedelta(days=7)).dose_ug == 40_000
    with pytest.raises(Refused) as caught:
        write(house, ben, at=DAY + timedelta(days=7, seconds=1))
    assert codes(caught.value) == ["weight_too_old"]


def test_the_first_weight_is_reread_before_it_doses(house: Cast, unweighed: Patient) -> None:
    weigh(house, unweighed, kg="80", cm="180", reread=False)
    assert refusal(house, unweighed) == ["weight_reread_missing"]


def test_after_a_verified_order_one_person_may_weigh(house: Cast, ben: Patient) -> None:
    verify(house, write(house, ben))
    weigh(house, ben, kg="81", at=DAY + timedelta(hours=1), reread=False)
    assert write(house, ben, at=DAY + timedelta(hours=1)).dose_ug == 40_500


@pytest.mark.parametrize(
    ("kg", "code"),
    [
        ("176.4", "weight_looks_like_pounds"),
        ("36.3", "weight_looks_converted_twice"),
        ("113", "weight_changed_too_much"),
    ],
)
def test_pounds_taken_for_kilograms_are_refused(house: Cast, ben: Patient, kg: str, code: str) -> None:
    weigh(house, ben, kg=kg, at=DAY + timedelta(hours=1))
    with pytest.raises(Refused) as caught:
        write(house, ben, at=DAY + timedelta(hours=1), reason="They eat well")
    assert code in codes(caught.value)


def test_a_tenth_of_the_last_dose_is_a_slip(house: Cast, ben: Patient) -> None:
    write(house, ben, dose_mg_per_kg="1", reason="Long known")
    with pytest.raises(Refused) as caught:
        write(house, ben, dose_mg_per_kg="0.1", reason="Lower")
    assert "tenfold_low" in codes(caught.value)


def test_every_refusal_of_a_form_comes_at_once(house: Cast, ben: Patient) -> None:
    found = refusal(house, ben, dose_mg_per_kg=".5", duration_min="", product="")
    assert found == ["leading_zero_missing", "number_missing", "product_missing"]


@pytest.mark.parametrize("who", ["nurse", "desk", "auditor"])
def test_only_a_prescriber_signs(house: Cast, ben: Patient, who: str) -> None:
    person: Person = getattr(house, who)
    with pytest.raises(Refused, match="order_signer_not_prescriber"):
        write_order(house.nurse.acting, ben.pk, Asked(typed=typed()), proof=proof_of(person), at=DAY)


@pytest.mark.parametrize("who", ["desk", "auditor"])
def test_only_clinicians_write(house: Cast, ben: Patient, who: str) -> None:
    person: Person = getattr(house, who)
    with pytest.raises(Refused, match="not_permitted"):
        write_order(person.acting, ben.pk, Asked(typed=typed()), proof=proof_of(house.prescriber), at=DAY)


def test_the_prescriber_signs_on_a_screen_that_a_nurse_holds(house: Cast, ben: Patient) -> None:
    order = write_order(house.nurse.acting, ben.pk, Asked(typed=typed()), proof=proof_of(house.prescriber), at=DAY)
    signature = Signature.objects.get(subject_id=order.pk)
    assert signature.session_actor_id == house.nurse.member.actor_id
    assert (order.prescriber_id, order.by_id) == (house.prescriber.member.actor_id, house.nurse.member.actor_id)


def test_a_proof_a_minute_old_signs_nothing(house: Cast, ben: Patient) -> None:
    old = proof_of(house.prescriber, DAY - timedelta(seconds=61))
    with pytest.raises(Refused, match="proof_expired"):
        write_order(house.prescriber.acting, ben.pk, Asked(typed=typed()), proof=old, at=DAY)
    assert not Order.objects.exists()


def test_a_patient_of_another_clinic_does_not_exist(house: Cast, stranger: Patient) -> None:
    with pytest.raises(Patient.DoesNotExist):
        write(house, stranger)
    with pytest.raises(Patient.DoesNotExist):
        preview(house.prescriber.acting, stranger.pk, typed(), at=DAY)
