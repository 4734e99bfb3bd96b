"""What was not answered stands before any number: on the patient's page, and on the patient's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.outcomes.tests.asked import in_house_at_noon, patient_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress import panels
from slowdrip.clinic.progress.shown import Asked
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total
from slowdrip.clinic.progress.tests.test_own import PAGE, phone_of, with_code
from tests.cast import DAY, Cast
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
CASES = [
    (1, 1, "We asked you once, and you answered."),
    (3, 3, "We asked you 3 times, and you answered each time."),
    (1, 0, "We asked you once. One was left open. That is okay."),
    (8, 6, "We asked you 8 times, and you answered 6. 2 were left open. That is okay."),
    (2, 1, "We asked you 2 times, and you answered 1. One was left open. That is okay."),
]


def two_of_three(house: House, visit: Visit) -> None:
    """Asked three times: whole, in part, and not at all."""
    nurse, who, start = house.cast.nurse.acting, visit.infusion.patient_id, visit.at(0)
    for number, answers in enumerate((of_total(10), of_total(12)[:3], None), start=1):
        at = start + 7 * number * DAYS
        ask = asked(nurse, who, point=f"week_{number}", opens_at=at)
        if answers is not None:
            answered(nurse, who, answers, at=at, ask=ask)


def panel_of(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> str:
    look_at(monkeypatch, visit.at(0) + 40 * DAYS)
    client = signed_in(Client(), house.cast.nurse.user)
    page = client.get(f"/harbor/people/{visit.infusion.patient_id}/").content.decode()
    return str(page[page.index('aria-labelledby="scores"') :].partition("</section>")[0])


def test_the_panel_says_what_is_missing_before_its_first_score(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_of_three(house, running)
    panel = panel_of(house, running, monkeypatch)
    said = "Asked 3, answered 2, <strong>not answered 1</strong>."
    assert said in panel
    assert panel.index(said) < panel.index("<ul")


def test_planted_a_panel_that_takes_the_missing_for_answered_is_noticed(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "asked_of", lambda tracks: Asked(3, 3))
    with pytest.raises(AssertionError):
        test_the_panel_says_what_is_missing_before_its_first_score(house, running, monkeypatch)


def test_a_panel_of_nobody_asked_says_so(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No question is over yet." in panel_of(house, running, monkeypatch)


def test_what_is_missing_costs_the_panel_no_query_more(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel_of(house, running, monkeypatch)
    with CaptureQueriesContext(connection) as before:
        panel_of(house, running, monkeypatch)
    two_of_three(house, running)
    panel_of(house, running, monkeypatch)
    with CaptureQueriesContext(connection) as after:
        panel_of(house, running, monkeypatch)
    mine = [sum("outcomes_ask" in each["sql"] for each in found) for found in (before, after)]
    assert mine[1] <= mine[0]


@pytest.fixture
def patient(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Patient:
    in_house_at_noon(cast, monkeypatch)
    return patient_of(cast)


def test_the_patients_own_page_says_it_in_kind_words_before_any_number(cast: Cast, patient: Patient) -> None:
    nurse = cast.nurse.acting
    for day in (20, 13, 6):
        ask = asked(nurse, patient.pk, point="week", opens_at=DAY - day * DAYS)
        if day != 13:
            answered(nurse, patient.pk, of_total(17), at=DAY - day * DAYS, ask=ask, recorded_at=DAY)
    phone, link = phone_of(cast, patient)
    page = with_code(cast, phone, link).get(PAGE).content.decode()
    said = "We asked you 3 times, and you answered 2. One was left open. That is okay."
    assert said in page
    assert page.index(said) < page.index("<b>17</b>")


@pytest.mark.parametrize(("asked_of_them", "answered_of_them", "said"), CASES)
def test_each_number_has_its_own_words(asked_of_them: int, answered_of_them: int, said: str) -> None:
    seen = Asked(asked_of_them, answered_of_them)
    shown = {"seen": seen, "tracks": [], "clinic": {"slug": "harbor", "name": "Harbor"}}
    assert said in render_to_string("progress/own.html", shown)
