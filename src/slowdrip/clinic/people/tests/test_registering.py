"""A patient comes onto the books once, with an MRN of their own."""

import json
from dataclasses import replace
from datetime import date

import pytest

from slowdrip.clinic.people import steps
from slowdrip.clinic.people.actions import edit_patient, register_patient
from slowdrip.clinic.people.facts import facts_of, fingerprint
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.verify import verify_chain
from tests.cast import DAY, Cast

from .conftest import ANA

OTHER = replace(ANA, legal_given="Ben", legal_family="Osei")


def test_the_clinic_gives_the_next_mrn(house: Cast) -> None:
    first = register_patient(house.desk.acting, ANA, at=DAY)
    second = register_patient(house.desk.acting, OTHER, at=DAY)
    outside = register_patient(house.outsider.acting, ANA, at=DAY)
    assert (first.mrn, second.mrn, outside.mrn) == ("SD-000001", "SD-000002", "SD-000001")


def test_a_given_mrn_is_kept_and_refused_to_a_second_patient(house: Cast) -> None:
    holder = register_patient(house.desk.acting, replace(ANA, mrn="K-77"), at=DAY)
    with pytest.raises(Refused) as refused:
        register_patient(house.desk.acting, replace(OTHER, mrn="k-77"), at=DAY)
    assert refused.value.code == "mrn_taken"
    assert refused.value.params["matches"][0].patient_id == holder.pk


@pytest.mark.parametrize(
    ("given", "family"), [("Ana", "Núñez"), ("ana", "NUNEZ"), ("Núñez", "Ana"), (" Ana ", "Nu-nez"), ("A na", "Nuñez")]
)
def test_the_same_name_and_birth_date_is_refused_with_the_match(house: Cast, given: str, family: str) -> None:
    known = register_patient(house.desk.acting, ANA, at=DAY)
    with pytest.raises(Refused) as refused:
        register_patient(house.desk.acting, replace(ANA, legal_given=given, legal_family=family), at=DAY)
    assert refused.value.code == "patient_known"
    assert [match.patient_id for match in refused.value.params["matches"]] == [known.pk]


def test_a_double_is_registered_once_someone_looked(house: Cast) -> None:
    register_patient(house.desk.acting, ANA, at=DAY)
    second = register_patient(house.desk.acting, ANA, at=DAY, even_so=True)
    entry = AuditEntry.objects.get(subject_id=second.pk, action="patient.registered")
    assert json.loads(entry.detail)["even_so"] is True


def test_the_match_of_another_clinic_is_not_told(ana: Patient, house: Cast) -> None:
    assert register_patient(house.outsider.acting, ANA, at=DAY).clinic_id == house.northside.pk


def test_planted_a_comparison_with_accents_lets_a_double_in(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_plain", lambda name: name)
    assert register_patient(house.desk.acting, replace(ANA, legal_family="Nunez"), at=DAY).pk != ana.pk


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2026, 3, 11), "birth_in_future"),
        (date(1905, 3, 9), "birth_too_early"),
        (date(2008, 3, 11), "not_adult"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(house: Cast, born: date, code: str) -> None:
    with pytest.raises(RefusedAll) as refused:
        register_patient(house.desk.acting, replace(ANA, birth_date=born), at=DAY)
    assert [(one.code, one.field) for one in refused.value.refusals] == [(code, "birth_date")]


def test_a_patient_is_taken_on_the_eighteenth_birthday(house: Cast) -> None:
    young = register_patient(house.desk.acting, replace(ANA, birth_date=date(2008, 3, 10)), at=DAY)
    assert Patient.objects.get() == young


def test_everything_wrong_is_said_at_once(house: Cast) -> None:
    wrong = replace(ANA, legal_given=" ", sex_for_dosing="", mrn="#1", gender="g" * 61, birth_date=date(2027, 1, 1))
    with pytest.raises(RefusedAll) as refused:
        register_patient(house.desk.acting, wrong, at=DAY)
    assert {one.field for one in refused.value.refusals} == {
        "legal_given",
        "sex_for_dosing",
        "mrn",
        "gender",
        "birth_date",
    }
    assert not Patient.objects.exists()


def test_the_auditor_cannot_register(house: Cast) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        register_patient(house.auditor.acting, ANA, at=DAY)


def test_an_edit_is_audited_before_and_after(ana: Patient, house: Cast) -> None:
    edit_patient(house.nurse.acting, ana.pk, replace(facts_of(ana), preferred_name="Annie"), at=DAY)
    entry = AuditEntry.objects.get(subject_id=ana.pk, action="people.patient.changed")
    assert json.loads(entry.detail)["changed"] == {"preferred_name": ["", "Annie"]}
    assert Outbox.objects.filter(topic="patient", subject_id=ana.pk).exists()
    assert verify_chain(house.harbor.pk) is None


def test_an_edit_that_changes_nothing_writes_nothing(ana: Patient, house: Cast) -> None:
    before = AuditEntry.objects.count()
    edit_patient(house.nurse.acting, ana.pk, facts_of(ana), at=DAY)
    assert AuditEntry.objects.count() == before


def test_an_edit_never_overwrites_what_someone_else_changed(ana: Patient, house: Cast) -> None:
    seen = fingerprint(facts_of(ana))
    edit_patient(house.nurse.acting, ana.pk, replace(facts_of(ana), gender="woman"), at=DAY, seen=seen)
    with pytest.raises(Refused, match="changed_meanwhile"):
        edit_patient(house.desk.acting, ana.pk, replace(facts_of(ana), pronouns="she"), at=DAY, seen=seen)


def test_an_edit_into_another_patient_is_refused(ana: Patient, house: Cast) -> None:
    other = register_patient(house.desk.acting, OTHER, at=DAY)
    with pytest.raises(Refused, match="patient_known"):
        edit_patient(house.desk.acting, other.pk, replace(ANA, mrn=other.mrn), at=DAY)
    with pytest.raises(Refused, match="mrn_taken"):
        edit_patient(house.desk.acting, other.pk, replace(OTHER, mrn=ana.mrn), at=DAY)


def test_another_clinic_cannot_edit(ana: Patient, house: Cast) -> None:
    with pytest.raises(Patient.DoesNotExist):
        edit_patient(house.outsider.acting, ana.pk, facts_of(ana), at=DAY)
