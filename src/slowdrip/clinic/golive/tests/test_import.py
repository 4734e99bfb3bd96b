"""A table becomes patients as a whole or not at all; what came from elsewhere is never a drip of this record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.golive import checking, making
from slowdrip.clinic.golive.actions import confirm_batch, confirming, discard_batch, upload_batch
from slowdrip.clinic.golive.example import EXAMPLE
from slowdrip.clinic.golive.models import GoLiveBatch, GoLiveText, NextBooster, PriorTreatment
from slowdrip.clinic.golive.previewing import Preview
from slowdrip.clinic.golive.reads import before
from slowdrip.clinic.golive.tests.importing import NOW, confirmed, imported, previewed, uploaded
from slowdrip.clinic.golive.tests.tables import BARE, good, people, table
from slowdrip.clinic.infusion.actions.visits import expect
from slowdrip.clinic.infusion.models import Infusion, InfusionState
from slowdrip.clinic.outcomes.models import Answer, Following, Response, Score
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Contact, Measurement, Patient
from slowdrip.clinic.progress.tracks import tracks_of
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety.models import RiskCase
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db


def codes(found: Preview) -> list[tuple[int, str]]:
    return [(one.problem.line, one.problem.code) for one in found.problems]


def test_a_whole_line_stands_where_each_part_of_it_belongs(house: Cast) -> None:
    batch = imported(house.director, good())
    patient, told = Patient.objects.get(), PriorTreatment.objects.get()
    assert (patient.mrn, str(patient), patient.birth_date) == ("A-1", "Irene Sandoval", date(1979, 4, 2))
    assert (told.lifetime_infusions, told.series_infusions, told.last_dose_ug) == (6, 4, 38_500)
    assert (told.batch_id, told.line, told.last_infusion_on) == (batch.pk, 2, date(2026, 3, 1))
    assert Infusion.objects.count() == 0
    following, weight = Following.objects.get(), Measurement.objects.get()
    assert (following.phase, following.indication) == ("series", "depression")
    assert (weight.value, weight.how) == (77_200, "stated")
    assert set(Contact.objects.values_list("kind", "safe")) == {("phone", True), ("email", True)}
    assert NextBooster.objects.get().due_on == date(2026, 4, 1)
    rows = Score.objects.order_by("scale", "answered_at").values_list("scale", "total_milli", "status")
    assert list(rows) == [("gad7", 9_000, "complete"), ("phq9", 21_000, "complete"), ("phq9", 12_000, "complete")]
    assert set(Response.objects.values_list("way", flat=True)) == {"import"}
    assert verify_chain(house.harbor.pk) is None


def test_the_example_of_the_documentation_can_be_imported(house: Cast) -> None:
    batch = upload_batch(house.director.acting, EXAMPLE.encode("utf-8-sig"), name="example.csv", at=NOW)
    assert codes(previewed(house.director, batch)) == []
    assert confirmed(house.director, batch).imported == 3
    assert list(Contact.objects.values_list("safe", flat=True).order_by("value")) == [True, False]
    assert Following.objects.get(phase="maintenance").phase_since.date() == date(2025, 10, 6)


def test_nothing_is_a_patient_before_somebody_looked_and_decided(house: Cast) -> None:
    batch = uploaded(house.director, good())
    assert (Patient.objects.count(), GoLiveText.objects.count()) == (0, 1)
    discard_batch(house.director.acting, batch.pk, at=NOW)
    assert (Patient.objects.count(), GoLiveText.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="golive_discarded"):
        confirm_batch(house.director.acting, batch.pk, seen="", leave_out=True, at=NOW)


def test_a_second_table_replaces_the_one_that_waited(house: Cast) -> None:
    first = uploaded(house.director, good())
    uploaded(house.director, good(reference="B"))
    first.refresh_from_db()
    assert (first.discarded_at, GoLiveText.objects.count()) == (NOW, 1)


def test_one_bad_line_holds_all_back_unless_it_is_left_out(house: Cast) -> None:
    batch = uploaded(house.director, *people(2), good(reference="C", given_name=""))
    with pytest.raises(Refused, match="golive_has_problems"):
        confirmed(house.director, batch)
    assert Patient.objects.count() == 0
    found = confirmed(house.director, batch, leave_out=True)
    assert (found.imported, found.left_out, Patient.objects.count()) == (2, 1, 2)


def test_a_table_without_a_good_line_imports_nothing(house: Cast) -> None:
    with pytest.raises(Refused, match="golive_nothing_good"):
        confirmed(house.director, uploaded(house.director, good(phase="x")), leave_out=True)


def test_the_second_of_two_confirmations_is_refused(house: Cast) -> None:
    batch = uploaded(house.director, good())
    seen = previewed(house.director, batch).mark
    confirm_batch(house.director.acting, batch.pk, seen=seen, leave_out=False, at=NOW)
    with pytest.raises(Refused, match="golive_confirmed"):
        confirm_batch(house.director.acting, batch.pk, seen=seen, leave_out=False, at=NOW)
    assert (Patient.objects.count(), PriorTreatment.objects.count()) == (1, 1)


def test_the_same_file_is_not_taken_twice(house: Cast) -> None:
    imported(house.director, good())
    with pytest.raises(Refused, match="golive_same_file"):
        uploaded(house.director, good())


def test_who_is_here_already_is_named_and_never_merged(house: Cast) -> None:
    facts = PatientFacts(
        legal_given="Irene", legal_family="Sandoval", birth_date=date(1979, 4, 2), sex_for_dosing="female", mrn="a-9"
    )
    known = register_patient(house.desk.acting, facts, at=DAY)
    lines = (good(), good(reference="A-9", family_name="Other"), good(reference="A-8", family_name="New"))
    found = previewed(house.director, uploaded(house.director, *lines))
    assert codes(found) == [(2, "person_here"), (3, "reference_here")]
    assert (found.here, [line.line for line in found.lines]) == ((known.pk,), [4])


def test_two_lines_of_one_person_are_both_named(house: Cast) -> None:
    lines = (good(), good(reference="a-1", family_name="Other"), good(reference="A-2", family_name="Sándoval"))
    found = previewed(house.director, uploaded(house.director, *lines))
    assert codes(found) == [
        (2, "reference_twice"),
        (2, "person_twice"),
        (3, "reference_twice"),
        (4, "person_twice"),
    ]


def test_the_houses_own_rules_hold_for_a_line_too(house: Cast) -> None:
    lines = (
        good(reference="?", family_name="A"),
        good(reference="2", family_name="B", birth_date="2015-01-01", baseline_phq9_date="2026-01-05"),
        good(reference="3", family_name="C", phone="none"),
        good(reference="4", family_name="D", email="none"),
        good(reference="5", family_name="E", weight_kg="900"),
        good(reference="6", family_name="F", last_dose_mg="385"),
    )
    wanted = ["mrn_form", "not_adult", "phone_form", "email_form", "weight_out_of_range", "dose_impossible"]
    found = codes(previewed(house.director, uploaded(house.director, *lines)))
    assert [code for _, code in found] == wanted


def test_what_changed_since_the_preview_is_shown_anew(house: Cast) -> None:
    batch = uploaded(house.director, good())
    seen = previewed(house.director, batch).mark
    facts = PatientFacts(
        legal_given="Irene", legal_family="Sandoval", birth_date=date(1979, 4, 2), sex_for_dosing="female"
    )
    register_patient(house.desk.acting, facts, at=NOW)
    with pytest.raises(Refused, match="golive_changed"):
        confirm_batch(house.director.acting, batch.pk, seen=seen, leave_out=True, at=NOW)


def test_another_clinic_has_its_own_patients_and_sees_no_batch(house: Cast) -> None:
    batch = uploaded(house.director, good())
    stranger = house.outsider.member
    stranger.roles = ["medical_director"]
    acting = stranger.acting()
    with pytest.raises(GoLiveBatch.DoesNotExist):
        confirm_batch(acting, batch.pk, seen="", leave_out=True, at=NOW)
    confirmed(house.director, batch)
    other = upload_batch(acting, table(good()), name="x.csv", at=NOW)
    assert other.rows == 1
    assert before(acting, Patient.objects.get(), at=NOW) is None


@pytest.mark.parametrize("role", ["nurse", "prescriber", "desk", "auditor"])
def test_only_the_director_may(house: Cast, role: str) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        uploaded(getattr(house, role), good())


def test_a_question_that_was_not_told_is_unknown_and_never_0(house: Cast) -> None:
    imported(house.director, good())
    response = Response.objects.filter(scale="phq9").latest("answered_at")
    assert list(Answer.objects.filter(response=response).values_list("item", "value")) == [("score.total", "12")]
    assert '"item9":{"fired":"unanswered"' in Score.objects.get(response=response).document
    found = before(house.nurse.acting, Patient.objects.get(), at=NOW)
    assert found is not None
    assert found.screen_is_due


def test_a_recent_total_without_its_question_9_opens_a_case_and_an_old_one_is_history(house: Cast) -> None:
    lines = (
        good(reference="1", family_name="Old"),
        good(reference="2", family_name="New", phq9_date="2026-03-05"),
        good(reference="3", family_name="Clear", phq9_date="2026-03-05", phq9_item9="0"),
        good(reference="4", family_name="Positive", phq9_date="2026-03-05", phq9_item9="2"),
    )
    batch = uploaded(house.director, *lines)
    assert previewed(house.director, batch).expected.unknown == 1
    confirmed(house.director, batch)
    found = RiskCase.objects.values_list("patient__legal_family", flat=True).order_by("patient__legal_family")
    assert list(found) == ["New", "Positive"]


def test_planted_an_import_that_tells_nobody_loses_the_sign(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: everything imported counts as history."""
    monkeypatch.setattr("slowdrip.clinic.golive.actions.confirming.is_history", lambda response, *, at: True)
    imported(house.director, good(phq9_date="2026-03-05", phq9_item9="3"))
    assert RiskCase.objects.count() == 0


def test_planted_an_unknown_question_9_written_as_0_would_close_the_screen(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: items that were not told are filled with 0."""
    whole = making.Making._score
    monkeypatch.setattr(
        making.Making,
        "_score",
        lambda self, made, each: whole(self, made, replace(each, items={"q9": 0})),
    )
    imported(house.director, good(phq9_date="2026-03-05", gad7_total="", gad7_date=""))
    found = before(house.nurse.acting, Patient.objects.get(), at=NOW)
    assert found is not None
    assert not found.screen_is_due


def test_the_told_baseline_is_what_scores_are_compared_with(house: Cast) -> None:
    imported(house.director, good())
    track = next(
        each for each in tracks_of(house.nurse.acting, Patient.objects.get().pk, at=NOW) if each.name == "phq9"
    )
    assert [(int(each.standing.value or 0), each.is_baseline) for each in track.scored] == [(21, True), (12, False)]
    assert track.scored[1].judged.better_by == 9


def test_recent_scores_come_in_by_the_hundred(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_RECENT", 2)
    lines = [*people(3, phq9_date="2026-03-05"), good(reference="Z")]
    assert codes(previewed(house.director, uploaded(house.director, *lines))) == [(4, "too_many_recent")]


def test_a_long_table_waits_while_a_drip_runs(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "MOST_WHILE_RUNNING", 2)
    imported(house.director, good(reference="Z"))
    visit = expect(house.nurse.acting, Patient.objects.get().pk, planned_at=NOW, at=NOW)
    told = {"clinic_id": visit.clinic_id, "infusion": visit, "state": "{}", "events": 0}
    InfusionState.objects.update_or_create(infusion=visit, defaults={**told, "phase": "running"})
    batch = uploaded(house.director, *people(3))
    with pytest.raises(Refused, match="golive_drip_runs"):
        confirmed(house.director, batch)
    InfusionState.objects.update(phase="ended")
    assert confirmed(house.director, batch).imported == 3


def test_an_import_takes_a_few_statements_however_long_it_is(house: Cast) -> None:
    old = {"phq9_date": "2026-02-01"}
    few, many = uploaded(house.director, *people(2, **old)), people(40, **old)
    with CaptureQueriesContext(connection) as small:
        confirmed(house.director, few)
    for line in many:
        line["reference"], line["given_name"] = f"B{line['reference']}", "Other"
    batch = uploaded(house.director, *many)
    with CaptureQueriesContext(connection) as large:
        confirmed(house.director, batch)
    assert len(large) <= len(small) + 8 <= 60


def test_each_patient_has_an_entry_that_names_every_row(house: Cast) -> None:
    imported(house.director, good(), {**BARE, "reference": "B", "family_name": "Ito"})
    entries = AuditEntry.objects.filter(action="patient.registered")
    assert entries.count() == 2
    assert "outcomes.score" in entries.earliest("seq").detail
    assert not any(name in entry.detail for entry in AuditEntry.objects.all() for name in ("Sandoval", "Irene"))
