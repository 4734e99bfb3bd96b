"""A series that began before Slowdrip is compared with what was told, or with nothing, and is in no series count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slowdrip.clinic.golive.tests.importing import NOW, imported
from slowdrip.clinic.golive.tests.tables import BARE, good
from slowdrip.clinic.outcomes.following import Told, follow
from slowdrip.clinic.outcomes.history import lines_of
from slowdrip.clinic.outcomes.models import Following
from slowdrip.clinic.outcomes.tests.asking import Asking
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress import courses, projecting
from slowdrip.clinic.progress.counting import left_out
from slowdrip.clinic.progress.models import PointOutcome
from slowdrip.clinic.progress.projecting import drifted
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total, settled
from slowdrip.clinic.progress.tracks import tracks_of
from slowdrip.clinic.record.acting import act
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNTOLD = {"baseline_phq9_total": "", "baseline_phq9_date": ""}


def ran(house: Cast, line: dict[str, str]) -> Patient:
    """An imported patient whose first drip here ran a day later, with a score before and one after it."""
    imported(house.director, line)
    patient = Patient.objects.get()
    asking = Asking(house, patient)
    visit = asking.expects(NOW + DAY, at=NOW)
    answered(house.nurse.acting, patient.pk, of_total(10), at=NOW + DAY / 2)
    asking.has_run(visit, NOW + DAY)
    ask = asked(house.nurse.acting, patient.pk, point="week_1", opens_at=NOW + 2 * DAY)
    answered(house.nurse.acting, patient.pk, of_total(4), at=NOW + 2 * DAY, ask=ask)
    settled(house.nurse.acting, patient.pk, at=NOW + 3 * DAY)
    return patient


def baselines(house: Cast, patient: Patient) -> list[int]:
    """What the page of scores compares PHQ-9 with."""
    found = next(each for each in tracks_of(house.nurse.acting, patient.pk, at=NOW + 4 * DAY) if each.name == "phq9")
    return [int(each.standing.value or 0) for each in found.scored if each.is_baseline]


def compared(house: Cast, patient: Patient) -> list[int]:
    """By how much the page of answers says that each PHQ-9 is better, the newest first."""
    lines = [each for each in lines_of(house.nurse.acting, patient.pk) if each.scale.name == "phq9"]
    return [int(each.change.better_by or 0) for each in lines if each.change is not None]


def test_only_a_told_baseline_counts_on_both_pages(house: Cast) -> None:
    patient = ran(house, good())
    assert baselines(house, patient) == [21]
    assert compared(house, patient) == [17, 11, 9]


def test_without_a_told_baseline_there_is_none(house: Cast) -> None:
    patient = ran(house, good(**UNTOLD))
    assert baselines(house, patient) == []
    assert compared(house, patient) == []


def test_planted_a_score_in_the_middle_of_a_series_would_be_its_baseline(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: nobody asks where the series began."""
    monkeypatch.setattr(courses, "_elsewhere_until", lambda earlier, row: None)
    patient = ran(house, good(**UNTOLD))
    assert baselines(house, patient) == [10]
    assert PointOutcome.objects.count() == 1


def test_its_points_are_in_no_count_and_the_page_says_how_many(house: Cast) -> None:
    patient = ran(house, good())
    late = asked(house.nurse.acting, patient.pk, point="week_2", opens_at=NOW + 3 * DAY)
    with act(house.nurse.acting, at=NOW + 7 * DAY) as tx:
        projecting.write_missed(tx, [late])
    assert PointOutcome.objects.count() == 0
    assert left_out(house.nurse.acting) == 1
    assert left_out(house.nurse.acting, since=NOW + 30 * DAY) == 0
    assert drifted(house.harbor.pk, at=NOW + 30 * DAY) == []


def test_a_series_that_is_told_anew_begins_here(house: Cast) -> None:
    imported(house.director, good())
    patient = Patient.objects.get()
    told = Told(phase=Following.Phase.SERIES, phase_since=NOW + DAY / 4)
    follow(house.nurse.acting, patient.pk, told, at=NOW + DAY / 4)
    asking = Asking(house, patient)
    visit = asking.expects(NOW + DAY, at=NOW)
    answered(house.nurse.acting, patient.pk, of_total(10), at=NOW + DAY / 2)
    asking.has_run(visit, NOW + DAY)
    settled(house.nurse.acting, patient.pk, at=NOW + 2 * DAY)
    assert baselines(house, patient) == [10]


def test_who_had_no_infusion_before_begins_here(house: Cast) -> None:
    patient = ran(house, {**BARE, "phq9_total": "12", "phq9_date": "2026-02-10"})
    assert baselines(house, patient) == [10]
    assert PointOutcome.objects.count() == 1
