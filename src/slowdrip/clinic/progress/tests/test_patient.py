"""The page of one patient's scores: missing first, lines with their source, open scores as a stretch."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.progress.drawing import NAME_HIGH
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total, settled
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

DAYS = timedelta(days=1)
MOST_QUERIES = 40


@pytest.fixture
def client(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, running.at(0) + 40 * DAYS)
    return signed_in(Client(), house.cast.nurse.user)


def page_of(client: Client, visit: Visit) -> str:
    answer = client.get(f"/harbor/people/{visit.infusion.patient_id}/progress/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_nothing_asked_is_said_plainly(client: Client, running: Visit) -> None:
    page = page_of(client, running)
    assert "No question is over yet." in page
    assert "mg" in page


def test_scores_stand_with_their_baseline_their_lines_and_what_is_missing(
    house: House, client: Client, running: Visit
) -> None:
    nurse, who, start = house.cast.nurse.acting, running.infusion.patient_id, running.at(0)
    answered(nurse, who, of_total(20), at=start - DAYS)
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    answered(nurse, who, of_total(10), at=start + 7 * DAYS, ask=ask)
    asked(nurse, who, point="week_2", opens_at=start + 14 * DAYS)
    answered(nurse, who, of_total(8)[:8], at=start + 20 * DAYS)
    settled(nurse, who, at=start + 21 * DAYS)
    page = page_of(client, running)
    assert "Asked 2, answered 1, <strong>not answered 1</strong>." in page
    assert "Response at 10 or below" in page
    assert "Remission at 4 or below" in page
    assert "Meaningful change at 14 or below" in page
    assert "PMID 33261932 (published)" in page
    assert "confirm with your medical director" in page
    assert "baseline" in page
    assert "8 to 11, answers are missing" in page
    assert 'class="progress-missed"' in page
    assert 'class="progress-open"' in page
    assert "Asks about the last 14 days: 2 scores share days with the one before them." in page


def test_scores_that_look_back_on_days_of_their_own_say_nothing_of_it(
    house: House, client: Client, running: Visit
) -> None:
    nurse, who, start = house.cast.nurse.acting, running.infusion.patient_id, running.at(0)
    answered(nurse, who, of_total(20), at=start - DAYS)
    answered(nurse, who, of_total(10), at=start + 13 * DAYS)
    assert "Asks about the last" not in page_of(client, running)


def test_many_scores_cost_no_more_queries_than_few(house: House, client: Client, running: Visit) -> None:
    nurse, who, start = house.cast.nurse.acting, running.infusion.patient_id, running.at(0)
    answered(nurse, who, of_total(20), at=start - DAYS)
    page_of(client, running)
    with CaptureQueriesContext(connection) as few:
        page_of(client, running)
    for day in range(1, 9):
        answered(nurse, who, of_total(20 - day), at=start + day * DAYS)
    with CaptureQueriesContext(connection) as many:
        page_of(client, running)
    assert len(many) <= len(few) <= MOST_QUERIES


def test_what_the_next_answer_will_pin_stands_as_baseline_and_open_forms_have_no_track(
    house: House, client: Client, running: Visit
) -> None:
    nurse, who, start = house.cast.nurse.acting, running.infusion.patient_id, running.at(0)
    answered(nurse, who, of_total(20), at=start - DAYS)
    asked(nurse, who, point="week_6", opens_at=start + 39 * DAYS)
    page = page_of(client, running)
    assert 'class="progress-baseline"' in page
    assert "Response at 10 or below" in page
    assert "still open" not in page
    assert page.count('id="track-') == 1


def test_names_of_lines_that_are_close_do_not_stand_on_each_other(house: House, client: Client, running: Visit) -> None:
    nurse, who, start = house.cast.nurse.acting, running.infusion.patient_id, running.at(0)
    answered(nurse, who, of_total(17), at=start - DAYS)
    page = page_of(client, running)
    names = ("meaningful change", "response", "remission")
    places = sorted(float(y) for name in names for y in re.findall(rf'y="([0-9.]+)"[^>]*>{name}<', page))
    assert len(places) == 3
    assert all(later - sooner >= NAME_HIGH for sooner, later in pairwise(places))
