"""The card of the last time: from the last ended drip that was started, dated, and in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from slowdrip.clinic.chart.last_time import last_time
from slowdrip.clinic.chart.tests.drips import START, Visit, renee, visit_of, whole_day
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.acting import act
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=6)


@pytest.fixture
def day(cast: Cast) -> Visit:
    """A day of one test alone: what other tests call last time must not be this one."""
    return whole_day(cast)


def today(visit: Visit, *, number: int = 2) -> Infusion:
    """The next visit of the same patient, of which nothing is known yet."""
    earlier = visit.infusion
    with act(visit.cast.system, at=visit.at(200)) as tx:
        infusion = tx.insert(
            Infusion(clinic=visit.cast.harbor, patient=earlier.patient, planned_at=LATER, number=number)
        )
        tx.wrote("infusion.expected", infusion)
    return infusion


def stopped_early(cast: Cast, *more: tuple[int, str, Mapping[str, Any]]) -> Visit:
    """25 of 40 mg: paused from 12 to 15 minutes, stopped at 28, then home."""
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    visit.chart([
        (0, "started", {"rate_ul_per_h": 150_000}),
        (12, "paused", {}),
        (15, "resumed", {}),
        (20, "vitals", {"sbp_mmhg": 171, "dbp_mmhg": 99}),
        *more,
        (28, "stopped", {"reason": "patient_request"}),
        (90, "left_against_advice", {"risks_explained": True}),
    ])  # fmt: skip
    return visit


def test_a_whole_day_in_a_few_words(day: Visit) -> None:
    found = last_time(day.cast.nurse.acting, today(day))
    assert found is not None
    assert (found.on, found.number) == (date(2026, 3, 10), 1)
    assert found.dose == "0.50 mg/kg, 40.0 mg"
    assert found.peak == "184/112 at 29 min"
    assert found.worst == "Nausea, moderate"
    assert (found.done, found.worst_ended) == ("Ondansetron 4 mg IV; gone after 12 min", True)
    assert found.site == "left forearm, 22 G"
    card = render_to_string("chart/parts/last_time.html", {"last_time": found})
    assert "10 Mar 2026" in card
    assert "What helped" in card
    assert "<input" not in card


def test_an_early_stop_says_what_was_given_of_what(cast: Cast) -> None:
    visit = stopped_early(cast, (21, "symptom_started", {"symptom": "headache", "action": "rate_lowered"}))
    found = last_time(cast.nurse.acting, today(visit))
    assert found is not None
    assert found.dose == "0.31 mg/kg, 25.0 of 40 mg"
    assert (found.worst, found.done, found.worst_ended) == ("Headache", "rate lowered; not gone by the end", False)


def test_the_peak_is_that_of_the_drip_not_of_the_door(cast: Cast) -> None:
    visit = stopped_early(cast)
    visit.enter("vitals", {"sbp_mmhg": 190, "dbp_mmhg": 100}, minute=-12)
    found = last_time(cast.nurse.acting, today(visit))
    assert found is not None
    assert found.peak == "171/99 at 20 min"
    assert (found.worst, found.done) == ("", "")


def test_a_visit_that_was_never_started_is_passed_over(cast: Cast) -> None:
    visit = visit_of(cast, renee(cast))
    visit.chart([(-20, "checked_in", {}), (-5, "not_started", {"why": "no_escort"})])
    assert last_time(cast.nurse.acting, today(visit)) is None


def test_a_drip_that_still_runs_and_a_later_one_are_not_last_time(cast: Cast) -> None:
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    visit.chart([(0, "started", {"rate_ul_per_h": 150_000})])
    assert last_time(cast.nurse.acting, today(visit)) is None
    visit.chart([(28, "stopped", {}), (90, "left_unseen", {})])
    assert last_time(cast.nurse.acting, visit.infusion) is None


def test_another_clinic_sees_nothing_of_it(cast: Cast) -> None:
    visit = stopped_early(cast)
    assert last_time(cast.outsider.acting, today(visit)) is None
