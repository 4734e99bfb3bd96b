"""The next visit starts from what earlier ones taught: of this patient, this clinic and these models alone."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.days import open_day
from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.twin import earlier, shown_models
from slowdrip.clinic.twin.earlier import Earlier, earlier_of
from slowdrip.clinic.twin.tests.signing import asked, chair_url, page_of, panel_url
from slowdrip.clinic.twin.tests.test_panel import PANEL_AT_MOST
from slowdrip.clinic.twin.weight import Weighed
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Learned
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

BETWEEN, AGAIN = DAY + timedelta(days=2), DAY + timedelta(days=4)
RISE = {5: 130, 15: 152, 25: 168, 35: 174}
PEOPLE = "starts from people in general"


def went_through(
    visit: walk.Visit, *, chair: Any, medicine_min: float | None = None, seen_by: Client | None = None
) -> walk.Visit:
    """A whole visit with a strong response, to the door; somebody looked at its panel while it ran, or nobody did."""
    walk.begin(visit, chair_id=chair)
    if seen_by is not None:
        page_of(seen_by, panel_url(visit.infusion.pk))
    for minute, sbp in RISE.items():
        walk.check(visit, minute, sbp_mmhg=sbp, dbp_mmhg=86)
    if medicine_min is not None:
        given = {"drug": "Labetalol", "dose": "10", "unit": "mg", "route": "iv", "indication": "pressure"}
        visit.chart((medicine_min, "medication_given", given))
    complete(visit)
    recover(visit)
    discharge(visit)
    return visit


@pytest.fixture
def first(house_on: House, nurse: Client) -> walk.Visit:
    """Ada's first visit, with a strong response; the nurse saw its panel while it ran, and she is home again."""
    return went_through(house_on.book(), chair=house_on.chairs[0], seen_by=nurse)


def came_again(house: House, *, minutes: tuple[int, ...] = ()) -> walk.Visit:
    """Her next visit, days later, under way, with usual pressures so far."""
    open_day(house.team, at=AGAIN - timedelta(hours=3))
    visit = house.book(AGAIN)
    walk.begin(visit, chair_id=house.chairs[0])
    for minute in minutes:
        walk.check(visit, minute)
    return visit


def seen_at(house: House, visit: walk.Visit, monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    """The panel as the nurse sees it, who has signed in that day."""
    return page_of(nurse_at(house, monkeypatch, at), panel_url(visit.infusion.pk), script=True)


def nurse_at(house: House, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Client:
    look_at(monkeypatch, at)
    return signed_in(Client(), house.cast.nurse.user)


def test_the_next_visit_has_an_own_line_before_its_first_reading(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = came_again(house_on)
    seen = seen_at(house_on, visit, monkeypatch, AGAIN + timedelta(minutes=2))
    assert "Systolic pressure of this patient, from 1 earlier visit" in seen
    assert re.search(r"starts from 1 earlier visit in this clinic with \d+ pressures, shown with the same models", seen)
    assert 'class="twin-own"' in seen
    assert PEOPLE not in seen


def test_readings_of_today_come_on_top(house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = came_again(house_on, minutes=(5, 10))
    seen = seen_at(house_on, visit, monkeypatch, AGAIN + timedelta(minutes=12))
    assert "Systolic pressure of this patient, after 2 readings and 1 earlier visit" in seen


def test_a_first_visit_starts_from_people_in_general_and_says_so(nurse: Client, running: walk.Visit) -> None:
    assert earlier_of(running.infusion) == Earlier()
    seen = page_of(nurse, panel_url(running.infusion.pk), script=True)
    assert f"{PEOPLE}: no earlier visit in this clinic has pressures" in seen


def test_a_visit_shown_with_other_models_is_not_carried_on_and_the_panel_says_so(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (("kamp2020", "f" * 64),)
    monkeypatch.setattr(shown_models, "in_use", lambda: other)
    visit = came_again(house_on)
    assert earlier_of(visit.infusion) == Earlier((), 1)
    seen = seen_at(house_on, visit, monkeypatch, AGAIN + timedelta(minutes=2))
    assert f"{PEOPLE}: earlier visits were shown with other models" in seen
    assert "twin-own" not in seen


def test_planted_fault_a_posterior_of_other_models_that_is_carried_on_is_caught(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "shown_with_these", lambda clinic, ids: frozenset(ids))
    with pytest.raises(AssertionError):
        test_a_visit_shown_with_other_models_is_not_carried_on_and_the_panel_says_so(house_on, first, monkeypatch)


def test_a_visit_that_was_never_shown_is_not_carried_on(house_on: House) -> None:
    """Predictions were off then, or nobody opened the chair: nothing says with which models it went."""
    went_through(house_on.book(), chair=house_on.chairs[0])
    assert earlier_of(came_again(house_on).infusion) == Earlier((), 1)


def test_a_visit_first_looked_at_after_its_end_is_not_carried_on_and_the_panel_says_so(
    house_on: House, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cared for the patient did not see it: a look at the record weeks later shows today's models."""
    ended = went_through(house_on.book(), chair=house_on.chairs[0])
    for url in (panel_url, chair_url):
        page_of(nurse, url(ended.infusion.pk))
    visit = came_again(house_on)
    assert earlier_of(visit.infusion) == Earlier((), 1)
    seen = seen_at(house_on, visit, monkeypatch, AGAIN + timedelta(minutes=2))
    assert f"{PEOPLE}: earlier visits were shown with other models than today&#x27;s, or without predictions" in seen


def test_planted_fault_a_look_after_the_end_that_admits_a_visit_is_caught(
    house_on: House, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_models, "_is_over", lambda phase: False)
    with pytest.raises(AssertionError):
        test_a_visit_first_looked_at_after_its_end_is_not_carried_on_and_the_panel_says_so(house_on, nurse, monkeypatch)


def test_a_look_after_the_end_with_other_models_takes_nothing_away(
    house_on: House, first: walk.Visit, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shown_models, "in_use", lambda: (("kamp2020", "f" * 64),))
        shown_models._document.cache_clear()
        page_of(nurse, panel_url(first.infusion.pk))
    shown_models._document.cache_clear()
    (found,) = earlier_of(came_again(house_on).infusion).visits
    assert {(float(minute), float(sbp)) for minute, sbp in RISE.items()} <= {
        (each.t_min, each.sbp_mmhg) for each in found.readings
    }


def test_a_visit_of_another_patient_or_another_clinic_is_not_carried_on(house_on: House, first: walk.Visit) -> None:
    visit = came_again(house_on)
    mine = Infusion.objects.select_related("patient").get(pk=visit.infusion.pk)
    assert len(earlier_of(mine).visits) == 1
    elsewhere = Infusion(clinic_id=house_on.cast.outside_system.clinic_id, patient=mine.patient, planned_at=AGAIN)
    assert earlier_of(elsewhere) == Earlier()
    somebody = Infusion(clinic_id=mine.clinic_id, patient_id=house_on.cast.outside_system.actor_id, planned_at=AGAIN)
    assert earlier_of(somebody) == Earlier()


def test_a_later_visit_teaches_an_earlier_one_nothing(house_on: House, first: walk.Visit) -> None:
    came_again(house_on)
    assert earlier_of(first.infusion) == Earlier()


def test_readings_after_a_medicine_are_not_carried_on(house_on: House, nurse: Client) -> None:
    visit = house_on.book()
    went_through(visit, chair=house_on.chairs[0], medicine_min=20, seen_by=nurse)
    (found,) = earlier_of(came_again(house_on).infusion).visits
    assert [each.t_min for each in found.readings] == [5.0, 15.0]


def test_a_voided_reading_is_not_carried_on(house_on: House, first: walk.Visit) -> None:
    visit = came_again(house_on)
    row = InfusionEvent.objects.filter(infusion=first.infusion, kind="vitals", occurred_at=first.at(25)).get()
    with act(house_on.cast.nurse.acting, at=AGAIN) as tx:
        tx.void(row, reason="wrong patient")
    (found,) = earlier_of(visit.infusion).visits
    assert 25.0 not in [each.t_min for each in found.readings]


def test_a_visit_ordered_for_another_weight_is_not_carried_on(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = came_again(house_on)
    monkeypatch.setattr(earlier, "weighings", lambda patient: [Weighed(100.0, DAY - timedelta(hours=1))])
    assert earlier_of(visit.infusion) == Earlier()


def test_many_earlier_visits_cost_no_more_queries_than_one(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_day(house_on.team, at=BETWEEN - timedelta(hours=3))
    seen_by = nurse_at(house_on, monkeypatch, BETWEEN + timedelta(minutes=2))
    went_through(house_on.book(BETWEEN), chair=house_on.chairs[1], seen_by=seen_by)
    visit = came_again(house_on)
    nurse = nurse_at(house_on, monkeypatch, AGAIN + timedelta(minutes=2))
    with monkeypatch.context() as patch:
        patch.setattr(earlier, "MOST_VISITS", 1)
        assert len(earlier_of(visit.infusion).visits) == 1
        with_one = asked(nurse, panel_url(visit.infusion.pk))
    assert len(earlier_of(visit.infusion).visits) == 2
    with_two = asked(nurse, panel_url(visit.infusion.pk))
    assert len(with_two) == len(with_one)
    assert len(with_two) <= PANEL_AT_MOST


def test_where_no_update_can_be_trusted_the_population_is_shown(
    house_on: House, first: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> Learned | NoPrediction:
        return NoPrediction("no_individual_update", {"effective": 12.0, "fewest": 50.0})

    visit = came_again(house_on)
    monkeypatch.setattr("slowdrip.clinic.twin.shown.learned_from", refused)
    seen = seen_at(house_on, visit, monkeypatch, AGAIN + timedelta(minutes=2))
    assert "too few of its tries agreed with the readings" in seen
    assert "twin-own" not in seen
