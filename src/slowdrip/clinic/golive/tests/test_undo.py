"""An import can be taken back while nothing else happened; nothing is deleted, and whoever stays is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.golive import later
from slowdrip.clinic.golive.actions import undo_batch
from slowdrip.clinic.golive.models import GoLiveBatch, NextBooster, PriorTreatment
from slowdrip.clinic.golive.previewing import leaving
from slowdrip.clinic.golive.tests.importing import NOW, imported, uploaded
from slowdrip.clinic.golive.tests.tables import good, people
from slowdrip.clinic.infusion.actions.visits import expect
from slowdrip.clinic.outcomes.models import Answer, Following, Response, Score
from slowdrip.clinic.outcomes.tests.asking import look
from slowdrip.clinic.people.actions import add_allergy, add_contact, add_medicine, confirm_allergies, edit_patient
from slowdrip.clinic.people.facts import PatientFacts, facts_of
from slowdrip.clinic.people.models import Contact, Measurement, Patient
from slowdrip.clinic.people.queries import patients
from slowdrip.clinic.record.models import AuditEntry, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety.actions import note_concern
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def undone(house: Cast, batch: GoLiveBatch) -> object:
    return undo_batch(house.director.acting, batch.pk, reason="wrong file", at=LATER)


def test_an_undo_voids_and_ends_everything_and_deletes_nothing(house: Cast) -> None:
    batch = imported(house.director, *people(2))
    counts = {table: table.objects.count() for table in (Patient, PriorTreatment, Response, Answer, Score, Contact)}
    undone(house, batch)
    assert {table: table.objects.count() for table in counts} == counts
    for log in (PriorTreatment, Measurement, Answer, Score):
        assert log.objects.all().current().count() == 0
    assert set(Void.objects.values_list("reason", flat=True)) == {"wrong file"}
    assert set(Following.objects.values_list("phase", flat=True)) == {"ended"}
    assert not Contact.objects.filter(ended_at=None).exists()
    assert not NextBooster.objects.filter(withdrawn_at=None).exists()
    assert patients(house.desk.acting).patients == []
    batch.refresh_from_db()
    assert (batch.undone, batch.undone_at, batch.undone_why) == (2, LATER, "wrong file")
    assert verify_chain(house.harbor.pk) is None


def test_after_an_undo_the_same_table_can_come_in_anew(house: Cast) -> None:
    undone(house, imported(house.director, good()))
    imported(house.director, good(), at=LATER)
    assert [patient.mrn for patient in patients(house.desk.acting).patients] == ["A-1"]


def test_an_undo_is_for_the_director_with_a_reason_and_once(house: Cast) -> None:
    batch = imported(house.director, good())
    with pytest.raises(Refused, match="not_permitted"):
        undo_batch(house.prescriber.acting, batch.pk, reason="x", at=LATER)
    with pytest.raises(Refused, match="missing"):
        undo_batch(house.director.acting, batch.pk, reason="  ", at=LATER)
    undone(house, batch)
    with pytest.raises(Refused, match="golive_undone"):
        undone(house, batch)
    with pytest.raises(Refused, match="golive_not_imported"):
        undone(house, uploaded(house.director, good(reference="Z")))


Happening = Callable[[Cast, Patient], object]
HAPPENINGS: dict[str, tuple[Happening, str]] = {
    "a visit": (lambda house, who: expect(house.nurse.acting, who.pk, planned_at=LATER, at=NOW), "a visit"),
    "a medicine": (
        lambda house, who: add_medicine(house.nurse.acting, who.pk, substance="Lithium", at=NOW),
        "a medicine",
    ),
    "an allergy": (
        lambda house, who: add_allergy(house.nurse.acting, who.pk, substance="Latex", reaction="", at=NOW),
        "an allergy",
    ),
    "a contact": (
        lambda house, who: add_contact(house.desk.acting, who.pk, kind="phone", value="555 0100", safe=False, at=NOW),
        "a contact",
    ),
    "a worry": (
        lambda house, who: note_concern(house.nurse.acting, who.pk, "Said goodbye", "review", at=NOW),
        "a case of suicide risk",
    ),
    "asked for allergies": (
        lambda house, who: confirm_allergies(house.nurse.acting, who.pk, seen=frozenset(), at=NOW),
        "something that came with the import was changed",
    ),
    "a new name": (
        lambda house, who: edit_patient(house.desk.acting, who.pk, renamed(who), at=NOW),
        "something that came with the import was changed",
    ),
}


def renamed(who: Patient) -> PatientFacts:
    return replace(facts_of(who), preferred_name="Reni")


@pytest.mark.parametrize("name", sorted(HAPPENINGS))
def test_whoever_something_was_recorded_on_stays_and_is_named(house: Cast, name: str) -> None:
    batch = imported(house.director, *people(2))
    happening, why = HAPPENINGS[name]
    kept = Patient.objects.get(mrn="A-1")
    happening(house, kept)
    told = leaving(house.director.acting, batch)
    (stays,) = told.stay
    assert (told.go, stays.patient) == (1, kept)
    assert why in stays.why
    undone(house, batch)
    assert patients(house.desk.acting).patients == [kept]
    batch.refresh_from_db()
    assert (batch.undone, batch.undone_at) == (1, None)
    with pytest.raises(Refused, match="golive_nobody_to_undo"):
        undone(house, batch)


def test_a_look_and_a_plan_of_the_clock_are_no_activity(house: Cast) -> None:
    batch = imported(house.director, good(phase="maintenance"))
    look(house, NOW + timedelta(minutes=1))
    assert AuditEntry.objects.filter(action="asks.planned").exists()
    assert leaving(house.director.acting, batch).go == 1
    undone(house, batch)
    assert Patient.objects.get().entered_in_error_at == LATER


def test_planted_an_undo_that_looks_at_no_other_table_takes_a_treated_patient_back(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: nothing that points at a patient counts as activity."""
    batch = imported(house.director, good())
    expect(house.nurse.acting, Patient.objects.get().pk, planned_at=LATER, at=NOW)
    assert leaving(house.director.acting, batch).go == 0
    monkeypatch.setattr(later, "tables_of_patients", list)
    assert leaving(house.director.acting, batch).go == 1


def test_every_table_of_a_patient_is_looked_at() -> None:
    names = {model._meta.label_lower for model, _ in later.tables_of_patients()}
    assert {"infusion.infusion", "treatment.order", "safety.riskcase", "notices.message", "portal.patientlink"} <= names


def test_an_undo_takes_a_few_statements_however_many_there_are(house: Cast) -> None:
    few = imported(house.director, *people(2))
    many = [{**line, "reference": f"B{line['reference']}", "given_name": "Other"} for line in people(40)]
    batch = imported(house.director, *many)
    with CaptureQueriesContext(connection) as small:
        undone(house, few)
    with CaptureQueriesContext(connection) as large:
        undone(house, batch)
    assert len(large) <= len(small) + 8 <= 90
