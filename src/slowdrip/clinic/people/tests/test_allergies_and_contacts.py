"""Allergies as told, and ways to reach a patient."""

import pytest

from slowdrip.clinic.people.actions import (
    add_allergy,
    add_contact,
    confirm_allergies,
    edit_contact,
    end_contact,
    void_allergy,
)
from slowdrip.clinic.people.actions import (
    allergies as allergies_module,
)
from slowdrip.clinic.people.models import Allergy, Contact, Patient
from slowdrip.clinic.people.queries import AllergyList, allergies, contacts
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast


def listed(house: Cast, patient: Patient) -> AllergyList:
    patient.refresh_from_db()
    return allergies(house.nurse.acting, patient)


def add(house: Cast, patient: Patient, substance: str) -> Allergy:
    return add_allergy(house.nurse.acting, patient.pk, substance=substance, reaction="rash", at=DAY)


def test_an_empty_list_is_not_none_known_until_someone_asked(ana: Patient, house: Cast) -> None:
    assert listed(house, ana).state == "not_asked"
    confirm_allergies(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    assert (listed(house, ana).state, listed(house, ana).asked_at) == ("none_known", DAY)


def test_an_allergy_is_dated_and_signed_with_a_name(ana: Patient, house: Cast) -> None:
    add(house, ana, " Penicillin ")
    (row,) = listed(house, ana).rows
    assert (row.substance, row.at, row.by.label) == ("Penicillin", DAY, "Nia Okafor RN")


def test_the_same_substance_is_listed_once(ana: Patient, house: Cast) -> None:
    add(house, ana, "Penicillin")
    with pytest.raises(Refused, match="allergy_listed"):
        add(house, ana, "penicillin")


def test_voiding_the_last_allergy_never_reads_as_none_known(ana: Patient, house: Cast) -> None:
    allergy = add(house, ana, "Latex")
    void_allergy(house.nurse.acting, allergy.pk, reason="wrong patient", at=DAY)
    assert listed(house, ana).state == "not_asked"


def test_planted_without_asking_again_a_void_reads_as_none_known(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allergies_module, "_ask_again_if_empty", lambda *_: None)
    allergy = add(house, ana, "Latex")
    void_allergy(house.nurse.acting, allergy.pk, reason="wrong patient", at=DAY)
    assert listed(house, ana).state == "none_known"


def test_a_list_is_confirmed_only_as_it_was_seen(ana: Patient, house: Cast) -> None:
    allergy = add(house, ana, "Latex")
    with pytest.raises(Refused, match="allergies_changed"):
        confirm_allergies(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    confirm_allergies(house.nurse.acting, ana.pk, seen=frozenset({allergy.pk}), at=DAY)
    assert AuditEntry.objects.filter(action="allergies.confirmed", subject_id=ana.pk).exists()


def test_the_desk_may_add_an_allergy_but_not_take_one_away(ana: Patient, house: Cast) -> None:
    allergy = add_allergy(house.desk.acting, ana.pk, substance="Latex", reaction="", at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        void_allergy(house.desk.acting, allergy.pk, reason="x", at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        confirm_allergies(house.desk.acting, ana.pk, seen=frozenset({allergy.pk}), at=DAY)


def test_an_allergy_of_another_clinic_is_not_there(ana: Patient, house: Cast) -> None:
    allergy = add(house, ana, "Latex")
    with pytest.raises(Allergy.DoesNotExist):
        void_allergy(house.outsider.acting, allergy.pk, reason="x", at=DAY)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("phone", "call my wife", "phone_form"),
        ("phone", "1234", "phone_form"),
        ("email", "ana@", "email_form"),
        ("address", "  ", "missing"),
        ("pigeon", "grey", "choose_one"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(ana: Patient, house: Cast, kind: str, value: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add_contact(house.desk.acting, ana.pk, kind=kind, value=value, safe=True, at=DAY)


@pytest.mark.parametrize(("kind", "value"), [("phone", "+1 (555) 010-0199 ext 12"), ("email", "ana@example.org")])
def test_a_contact_is_kept_with_its_safe_flag(ana: Patient, house: Cast, kind: str, value: str) -> None:
    contact = add_contact(house.desk.acting, ana.pk, kind=kind, value=value, safe=False, at=DAY)
    edit_contact(house.desk.acting, contact.pk, value=value, safe=True, at=DAY)
    assert [each.safe for each in contacts(house.desk.acting, ana)] == [True]
    assert AuditEntry.objects.filter(action="people.contact.changed", subject_id=contact.pk).exists()


def test_an_ended_contact_serves_no_more(ana: Patient, house: Cast) -> None:
    contact = add_contact(house.desk.acting, ana.pk, kind="phone", value="555 0100", safe=True, at=DAY)
    end_contact(house.desk.acting, contact.pk, at=DAY)
    assert contacts(house.desk.acting, ana) == []
    with pytest.raises(Contact.DoesNotExist):
        edit_contact(house.desk.acting, contact.pk, value="555 0101", safe=True, at=DAY)
