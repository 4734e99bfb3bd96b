"""How often the busiest pages ask the database: no more with twelve chairs than with two."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.booking import booked
from slowdrip.cli.demo.loading import register
from slowdrip.cli.demo.patients import PATIENTS
from slowdrip.cli.demo.walk import begin, check
from slowdrip.clinic.chart.cards import card
from slowdrip.clinic.infusion.actions import add_chair
from slowdrip.clinic.infusion.house import zone_of
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import ClientAs

pytestmark = pytest.mark.usefixtures("minute_twelve")
BOARD_AT_MOST = 26
CHAIR_AT_MOST = 33


def fill(house: House, first: int, last: int) -> UUID:
    """Starts one drip per chair; gives the last one's id."""
    for number in range(first, last + 1):
        patient = [each for each in PATIENTS if each.weight_g][number]
        chair = add_chair(house.cast.system, name=f"C{number}", position=10 + number, at=DAY)
        patient_id = register(house.team, patient, at=DAY - timedelta(hours=2))
        visit = booked(house.team, patient, patient_id, start=DAY)
        begin(visit, chair_id=chair.pk)
        check(visit, 5)
    found: UUID = visit.infusion.pk
    return found


def queries(client: Client, path: str) -> list[str]:
    """The statements of the second look at a page, without those that open and bind the transaction on PostgreSQL."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    told = (each["sql"] for each in asked.captured_queries)
    return [sql for sql in told if "SAVEPOINT" not in sql and "set_config" not in sql]


def test_the_board_asks_as_often_for_twelve_chairs_as_for_two(house: House, client_as: ClientAs) -> None:
    client = client_as(house.cast.nurse)
    fill(house, 0, 1)
    two = queries(client, "/harbor/")
    fill(house, 2, 11)
    twelve = queries(client, "/harbor/")
    assert len(twelve) == len(two)
    assert len(twelve) <= BOARD_AT_MOST


def test_a_question_asked_per_chair_would_be_found(
    house: House, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: each card looks up the clinic's zone by itself."""

    def careless(infusion: Any, state: Any, *, at: Any) -> Any:
        zone_of(infusion.clinic_id)
        return card(infusion, state, at=at)

    monkeypatch.setattr("slowdrip.clinic.chart.board.card", careless)
    with pytest.raises(AssertionError):
        test_the_board_asks_as_often_for_twelve_chairs_as_for_two(house, client_as)


def test_a_chair_page_asks_as_often_for_a_long_story_as_for_a_short_one(house: House, client_as: ClientAs) -> None:
    client = client_as(house.cast.nurse)
    page = f"/harbor/drips/{fill(house, 0, 0)}/"
    short = queries(client, page)
    for odd in (True, False) * 3:
        means = "symptom_started" if odd else "symptom_ended"
        client.post(f"{page}tap/", {means: "nausea"}, headers={"HX-Request": "true"})
    long = queries(client, page)
    assert len(long) == len(short)
    assert len(long) <= CHAIR_AT_MOST
