"""The call list: from 24 to 72 hours after the visit until somebody was reached, and while a symptom has not gone."""

from copy import copy
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models.base import ModelState
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters import calls_due
from slowdrip.clinic.encounters.actions import void_note
from slowdrip.clinic.encounters.tests.pages import called, of, text_of
from slowdrip.clinic.encounters.views import due as due_page
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.actions import add_contact
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House

PAGE = "/harbor/calls-due/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def well(over: Visit) -> Visit:
    """The same drip, when the dizziness had gone before the door."""
    nurse = over.team.nurse.acting()
    ended = Draft("symptom_ended", {"symptom": "dizziness"}, over.at(60))
    actions.chart(nurse, over.infusion.pk, [ended], at=over.at(110))
    return over


def ended_at(visit: Visit) -> datetime:
    ending = visit.state().ending
    assert ending is not None
    return ending.at


def due(visit: Visit, at: datetime) -> bool:
    found = calls_due.calls_due(visit.team.nurse.acting(), at=at)
    return [one.infusion.pk for one in found] == [visit.infusion.pk]


@pytest.mark.parametrize(
    ("after", "is_due"),
    [
        (timedelta(hours=24) - SECOND, False),
        (timedelta(hours=24), True),
        (timedelta(hours=24) + SECOND, True),
        (timedelta(hours=72) - SECOND, True),
        (timedelta(hours=72), True),
        (timedelta(hours=72) + SECOND, False),
    ],
)
def test_a_drip_is_due_within_the_hours_of_the_policy(well: Visit, after: timedelta, is_due: bool) -> None:
    assert due(well, ended_at(well) + after) is is_due


def test_reaching_the_patient_takes_the_drip_off_the_list_and_an_attempt_does_not(house: House, well: Visit) -> None:
    at = ended_at(well) + timedelta(hours=30)
    nurse = house.cast.nurse.acting
    called(nurse, house.patient_id, at=at, reached=False)
    assert due(well, at)
    reached = called(nurse, house.patient_id, at=at)
    assert not due(well, at)
    void_note(nurse, reached.pk, reason="other patient", outcome="x", proof=shown_by(nurse, at=at), at=at)
    assert due(well, at)


def test_a_call_from_before_the_visit_ended_counts_for_nothing(house: House, well: Visit) -> None:
    called(house.cast.nurse.acting, house.patient_id, at=ended_at(well) - SECOND)
    assert due(well, ended_at(well) + timedelta(hours=30))


def stays_until_gone(house: House, visit: Visit) -> None:
    """From the end of the visit, also after a call, also after the hours; until the symptom ended."""
    nurse, end = house.cast.nurse.acting, ended_at(visit)
    assert due(visit, end + timedelta(minutes=1))
    called(nurse, house.patient_id, at=end + timedelta(hours=30))
    assert due(visit, end + timedelta(hours=31))
    assert due(visit, end + timedelta(hours=100))
    ended = Draft("symptom_ended", {"symptom": "dizziness"}, end + timedelta(hours=50))
    actions.chart(nurse, visit.infusion.pk, [ended], at=end + timedelta(hours=101))
    assert not due(visit, end + timedelta(hours=102))


def test_an_open_symptom_stays_on_the_list_until_it_is_gone(house: House, over: Visit) -> None:
    stays_until_gone(house, over)


def test_planted_fault_a_list_that_forgets_symptoms_after_the_hours_is_found(
    house: House, over: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = calls_due._due
    monkeypatch.setattr(
        calls_due, "_due", lambda row, state, called_at, *, at: None if called_at else honest(row, state, None, at=at)
    )
    with pytest.raises(AssertionError):
        stays_until_gone(house, over)


def test_a_drip_that_runs_or_never_started_is_not_called(house: House, running: Visit) -> None:
    assert not due(running, running.at(60 * 30))


def names_symptom_and_number(nurse: Client, house: House, over: Visit) -> None:
    add_contact(house.cast.nurse.acting, house.patient_id, kind="phone", value="+1 555 0171", safe=False, at=over.at(0))
    page = text_of(nurse, PAGE)
    assert "dizziness" in page.lower()
    assert "+1 555 0171 · NOT SAFE" in page
    assert of(house.patient_id, f"calls/new/?infusion={over.infusion.pk}") in page


def test_the_page_names_the_symptom_the_number_and_leads_to_the_form(nurse: Client, house: House, over: Visit) -> None:
    names_symptom_and_number(nurse, house, over)


def test_planted_fault_a_number_without_its_mark_is_found(
    nurse: Client, house: House, over: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_page, "phone_words", lambda contact: contact.value)
    with pytest.raises(AssertionError):
        names_symptom_and_number(nurse, house, over)


def test_the_page_asks_as_often_for_six_drips_as_for_one(nurse: Client, over: Visit) -> None:
    def asked() -> int:
        text_of(nurse, PAGE)
        with CaptureQueriesContext(connection) as queries:
            text_of(nurse, PAGE)
        return len(queries)

    one, row = asked(), Infusion.objects.select_related("state").get(pk=over.infusion.pk)
    for _ in range(5):
        twin, state = copy(row), copy(row.state)
        twin.pk, twin._state = uuid7(), ModelState()
        twin.save(force_insert=True)
        state.pk, state.infusion_id, state._state = uuid7(), twin.pk, ModelState()
        state.save(force_insert=True)
    assert text_of(nurse, PAGE).count("calls/new/") == 6
    assert asked() == one


def test_another_clinic_has_its_own_list(house: House, over: Visit) -> None:
    at = ended_at(over) + timedelta(hours=30)
    assert calls_due.calls_due(house.cast.outsider.acting, at=at) == []
    assert due(over, at)
