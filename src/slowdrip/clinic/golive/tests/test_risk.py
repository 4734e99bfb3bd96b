"""What an import says of suicide risk: which cases it opens, which it does not, and what the pages say instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from slowdrip.clinic.golive import making, reads
from slowdrip.clinic.golive.actions import undo_batch
from slowdrip.clinic.golive.reads import Screen, before
from slowdrip.clinic.golive.tests.importing import NOW, confirmed, imported, previewed, uploaded
from slowdrip.clinic.golive.tests.tables import good
from slowdrip.clinic.golive.totals import totals_of
from slowdrip.clinic.outcomes.models import Answer
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.safety.models import CaseState, RiskCase
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.pages import look_at

pytestmark = pytest.mark.django_db
NEW, OLD = "2026-03-05", "2026-02-10"
EARLY = {"baseline_phq9_date": "2026-02-26"}
"""Told as the baseline of a series that is younger than two weeks."""
LINES: dict[str, tuple[dict[str, str], bool, Screen]] = {
    "old unknown": ({}, False, Screen.UNKNOWN),
    "old positive": ({"phq9_item9": "2"}, False, Screen.POSITIVE),
    "old zero": ({"phq9_item9": "0"}, False, Screen.OLD),
    "new unknown": ({"phq9_date": NEW}, True, Screen.UNKNOWN),
    "new positive": ({"phq9_date": NEW, "phq9_item9": "2"}, True, Screen.POSITIVE),
    "new zero": ({"phq9_date": NEW, "phq9_item9": "0"}, False, Screen.NONE),
    "new zero with a new baseline": ({**EARLY, "phq9_date": NEW, "phq9_item9": "0"}, False, Screen.NONE),
    "a new baseline alone": ({**EARLY, "phq9_total": "", "phq9_date": ""}, True, Screen.UNKNOWN),
    "a new baseline alone with 0": (
        {**EARLY, "phq9_total": "", "phq9_date": "", "baseline_phq9_item9": "0"},
        False,
        Screen.NONE,
    ),
    "new and much worse": (
        {"phq9_date": NEW, "phq9_item9": "0", "phq9_total": "20", "baseline_phq9_total": "4"},
        True,
        Screen.NONE,
    ),
}


def table_of() -> list[dict[str, str]]:
    return [good(reference=f"R{n}", family_name=name, **LINES[name][0]) for n, name in enumerate(sorted(LINES))]


def test_each_line_opens_a_case_or_says_that_a_screen_is_due_as_its_preview_said(house: Cast) -> None:
    batch = uploaded(house.director, *table_of())
    told = previewed(house.director, batch).expected
    confirmed(house.director, batch)
    opened = set(RiskCase.objects.values_list("patient__legal_family", flat=True))
    assert opened == {name for name, (_, opens, _) in LINES.items() if opens}
    screens = {}
    for patient in Patient.objects.all():
        found = before(house.nurse.acting, patient, at=NOW)
        assert found is not None
        screens[patient.legal_family] = found.screen
    assert screens == {name: screen for name, (_, _, screen) in LINES.items()}
    urgent = CaseState.objects.filter(state__contains='"urgent"').count()
    assert (told.cases, told.urgent, told.unknown, told.positive, told.old) == (len(opened), urgent, 2, 2, 1)


def test_planted_a_known_answer_that_silences_the_page_hides_an_old_positive(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: any answer to question 9 counts as asked."""
    monkeypatch.setattr(reads, "_screen", answered_once)
    with pytest.raises(AssertionError):
        test_each_line_opens_a_case_or_says_that_a_screen_is_due_as_its_preview_said(house)


def answered_once(actor: Acting, patient: Patient, *, at: datetime) -> Screen:
    asked = Answer.objects.filter(response__patient=patient, item="q9").exists()
    return Screen.NONE if asked else Screen.UNKNOWN


def test_planted_a_baseline_that_is_told_as_a_sign_opens_a_false_case(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: every score of a line is told to the house as if it were the newest."""
    line = good(**EARLY, phq9_date=NEW, phq9_item9="0")
    monkeypatch.setattr(making, "totals_of", lambda line: [replace(each, is_newest=True) for each in totals_of(line)])
    imported(house.director, line)
    assert RiskCase.objects.count() == 1


def test_the_pages_count_cases_and_positives_and_show_every_value(
    house: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, NOW)
    director: Client = client_as(house.director)
    lines = (good(phq9_item9="2"), good(reference="B", family_name="Ito", phq9_date=NEW, phq9_item9="1"))
    batch = uploaded(house.director, *lines)
    path = f"/harbor/go-live/{batch.pk}/"
    page = director.get(path).content.decode()
    for part in ("1 case of suicide risk will open", "2 patients answered question 9 with more than 0", "1979-04-02"):
        assert part in page
    for part in (
        "irene@example.org",
        "+1 555 0141",
        "contact_consent",
        "baseline_phq9_total",
        "kept until 17 Mar 2026",
    ):
        assert part in page
    confirmed(house.director, batch)
    assert "1 patient has one and cannot be taken back" in director.get(path).content.decode()
    old = Patient.objects.get(legal_family="Sandoval")
    assert "was not 0" in director.get(f"/harbor/people/{old.pk}/").content.decode()


def test_a_file_of_which_somebody_was_taken_back_comes_in_again_line_by_line(house: Cast) -> None:
    lines = (good(), good(reference="B", family_name="Ito", phq9_date=NEW, phq9_item9="1"))
    batch = imported(house.director, *lines)
    undo_batch(house.director.acting, batch.pk, reason="wrong", at=NOW)
    again = previewed(house.director, uploaded(house.director, *lines))
    assert [one.problem.code for one in again.problems] == ["reference_here"]
    assert [line.reference for line in again.lines] == ["A-1"]
