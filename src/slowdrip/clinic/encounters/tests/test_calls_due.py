"""The call list: from 24 hours after the visit until somebody was reached, and while a symptom has not gone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters import calls_due
from slowdrip.clinic.encounters.actions import void_note
from slowdrip.clinic.encounters.tests.pages import called, of, text_of, twin
from slowdrip.clinic.encounters.views import due as due_page
from slowdrip.clinic.encounters.visits import ended_at as told_end
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import fold_anew, state_of
from slowdrip.clinic.people.actions import add_contact
from slowdrip.science.infusion import InfusionState
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

PAGE = "/harbor/calls-due/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def well(over: Visit) -> Visit:
    """The same drip, when the dizziness had gone before the door."""
    nurse = over.team.nurse.acting()
    ended = Draft("symptom_ended", {"symptom": "dizziness"}, over.at(60))
    actions.chart(nurse, over.infusion.pk, [ended], at=over.at(110))
    return over


@pytest.fixture
def calm(running: Visit) -> Visit:
    """A drip that is over, in which nothing was felt."""
    complete(running)
    recover(running)
    discharge(running)
    return running


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
        (timedelta(hours=72), True),
        (timedelta(hours=72) + SECOND, True),
        (timedelta(days=30), True),
        (timedelta(days=30) + SECOND, False),
    ],
)
def test_a_drip_is_due_from_the_hours_of_the_policy_for_thirty_days(
    well: Visit, after: timedelta, is_due: bool
) -> None:
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


def a_jacket_is_no_call_after_the_drip(house: House, visit: Visit) -> None:
    """The patient rings half an hour later, and once more a second before the hours of the policy begin."""
    nurse, end = house.cast.nurse.acting, ended_at(visit)
    for after in (-SECOND, timedelta(minutes=30), timedelta(hours=24) - SECOND):
        called(nurse, house.patient_id, at=end + after, who="patient_called", reason="other")
        assert due(visit, end + timedelta(hours=30))
    called(nurse, house.patient_id, at=end + timedelta(hours=24))
    assert not due(visit, end + timedelta(hours=30))


def test_only_a_call_within_the_hours_or_later_counts(house: House, well: Visit) -> None:
    a_jacket_is_no_call_after_the_drip(house, well)


def test_planted_fault_a_list_that_takes_any_call_is_found(
    house: House, well: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls_due.Ended, "was_called", property(lambda one: one.last_call_at is not None))
    with pytest.raises(AssertionError):
        a_jacket_is_no_call_after_the_drip(house, well)


def test_a_patient_who_rang_within_the_hours_was_reached_and_a_relative_is_not_the_patient(
    house: House, well: Visit
) -> None:
    nurse, at = house.cast.nurse.acting, ended_at(well) + timedelta(hours=30)
    called(nurse, house.patient_id, at=at, who="relative_called")
    assert due(well, at)
    called(nurse, house.patient_id, at=at, who="patient_called", reached=False)
    assert not due(well, at)


def nobody_vanishes_at_the_end_of_the_hours(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    end = ended_at(visit)
    for after, late in ((timedelta(hours=72), False), (timedelta(hours=72) + SECOND, True), (timedelta(days=29), True)):
        look_at(monkeypatch, end + after)
        page = text_of(signed_in(Client(), house.cast.nurse.user), PAGE)
        assert of(visit.infusion.patient_id, f"calls/new/?infusion={visit.infusion.pk}") in page
        assert ("late, not called" in page) is late


def test_nobody_vanishes_at_the_end_of_the_hours(house: House, well: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_vanishes_at_the_end_of_the_hours(house, well, monkeypatch)
    called(house.cast.nurse.acting, house.patient_id, at=ended_at(well) + timedelta(days=29))
    assert not due(well, ended_at(well) + timedelta(days=29))


def test_planted_fault_a_list_that_ends_with_the_hours_is_found(
    house: House, well: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls_due, "_waits", lambda one, *, at: one.first <= at <= one.until)
    with pytest.raises(AssertionError, match="calls/new/"):
        nobody_vanishes_at_the_end_of_the_hours(house, well, monkeypatch)


def test_whoever_is_late_stands_below_whoever_can_still_be_called_in_time(calm: Visit) -> None:
    end, other = ended_at(calm), twin(calm.infusion.pk, without=("discharged",))
    stored = InfusionEvent.objects.get(infusion=calm.infusion, kind="discharged")
    again = {"clinic_id": stored.clinic_id, "infusion_id": other.pk, "by_id": stored.by_id, "payload": "{}"}
    later = end + timedelta(hours=24)
    InfusionEvent(**again, kind="discharged", occurred_at=later, recorded_at=later).save()
    found = calls_due.calls_due(calm.team.nurse.acting(), at=end + timedelta(hours=80))
    assert [(one.infusion.pk, one.late) for one in found] == [(other.pk, False), (calm.infusion.pk, True)]


def test_only_visits_that_may_wait_for_a_call_are_decoded(
    house: House, calm: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, nurse = ended_at(calm), house.cast.nurse.acting
    decoded: list[StateRow | None] = []

    def noticed(row: StateRow | None) -> InfusionState:
        decoded.append(row)
        return state_of(row)

    monkeypatch.setattr(calls_due, "state_of", noticed)

    def read(after: timedelta) -> int:
        decoded.clear()
        calls_due.calls_due(nurse, at=end + after)
        return len(decoded)

    waits = timedelta(hours=30)
    assert [read(each) for each in (timedelta(hours=1), waits, timedelta(days=31))] == [0, 1, 0]
    called(nurse, house.patient_id, at=end + waits)
    assert read(waits) == 0


def test_a_visit_that_was_planned_long_ago_counts_from_its_end(well: Visit) -> None:
    early = well.infusion.planned_at - timedelta(days=60)
    Infusion.objects.filter(pk=well.infusion.pk).update(planned_at=early)
    assert due(well, ended_at(well) + timedelta(hours=30))


def test_the_end_by_the_columns_is_the_end_by_the_fold(well: Visit) -> None:
    first, pk = ended_at(well), well.infusion.pk

    def by_columns() -> object:
        return Infusion.objects.annotate(over_at=told_end()).get(pk=pk).over_at

    assert by_columns() == first
    stored = InfusionEvent.objects.get(infusion=pk, kind="discharged")
    again = {"clinic_id": stored.clinic_id, "infusion_id": pk, "by_id": stored.by_id, "payload": "{}"}
    later = first + timedelta(hours=1)
    InfusionEvent(**again, kind="left_unseen", occurred_at=later, recorded_at=later).save()
    ending = fold_anew(pk).ending
    assert ending is not None
    assert by_columns() == ending.at == later


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
    monkeypatch.setattr(calls_due, "_may_be_due", calls_due._waits)
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

    one = asked()
    for _ in range(5):
        twin(over.infusion.pk)
    assert text_of(nurse, PAGE).count("calls/new/") == 6
    assert asked() == one


def test_another_clinic_has_its_own_list(house: House, over: Visit) -> None:
    at = ended_at(over) + timedelta(hours=30)
    assert calls_due.calls_due(house.cast.outsider.acting, at=at) == []
    assert due(over, at)
