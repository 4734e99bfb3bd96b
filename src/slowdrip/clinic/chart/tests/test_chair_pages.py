"""The page of the chairs, the chairs on the page of the day, and the first steps of a clinic without any."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import begin
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.policy.actions import adopt_default
from tests.cast import DAY, Cast
from tests.drips import House
from tests.fixtures import ClientAs

pytestmark = pytest.mark.usefixtures("minute_twelve")
PAGE = "/harbor/day/chairs/"
AT_MOST = 20


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def of(house: House, number: int, what: str) -> str:
    return f"{PAGE}{house.chairs[number]}/{what}/"


def test_a_director_adds_a_chair_and_the_board_shows_it(house: House, client_as: ClientAs) -> None:
    client = client_as(house.cast.director)
    assert PAGE in text(client, "/harbor/day/")
    assert client.post(PAGE, {"name": "Window"})["Location"] == PAGE
    assert "Chair Window is on the board." in text(client, PAGE)
    assert "Window" in text(client_as(house.cast.nurse), "/harbor/")


def test_a_name_that_is_taken_keeps_what_was_typed(house: House, client_as: ClientAs) -> None:
    client = client_as(house.cast.director)
    added = client.post(PAGE, {"name": "2"})
    assert added.status_code == 422
    assert "There is a chair 2 already" in added.content.decode()
    assert 'value="2"' in added.content.decode()
    renamed = client.post(of(house, 0, "rename"), {"name": "2"})
    assert renamed.status_code == 422
    assert 'value="2" aria-invalid="true"' in renamed.content.decode()
    assert client.post(PAGE, {"name": "x" * 21}).status_code == 422


def test_a_chair_is_renamed_retired_and_used_again(house: House, client_as: ClientAs) -> None:
    client, nurse = client_as(house.cast.director), client_as(house.cast.nurse)
    assert client.post(of(house, 1, "rename"), {"name": "Garden"}).status_code == 302
    assert client.post(of(house, 1, "retire")).status_code == 302
    assert "Garden" not in text(nurse, "/harbor/")
    assert client.post(of(house, 1, "again")).status_code == 302
    assert "Garden" in text(nurse, "/harbor/")


def test_a_chair_with_a_running_drip_is_not_retired_and_the_fix_is_said(house: House, client_as: ClientAs) -> None:
    begin(house.book(), chair_id=house.chairs[0])
    answer = client_as(house.cast.director).post(of(house, 0, "retire"))
    assert answer.status_code == 422
    assert "Move the patient to another chair" in answer.content.decode()
    assert Chair.objects.get(pk=house.chairs[0]).in_use


def test_the_chairs_of_another_clinic_are_not_found(house: House, client_as: ClientAs) -> None:
    theirs = actions.add_chair(house.cast.outside_system, name="1", at=DAY)
    client = client_as(house.cast.director)
    for what in ("rename", "retire", "again"):
        assert client.post(f"{PAGE}{theirs.pk}/{what}/", {"name": "Mine"}).status_code == 404
        assert client_as(house.cast.outsider).post(of(house, 0, what), {"name": "Mine"}).status_code == 404
    assert client.post(f"{PAGE}{theirs.pk}/rename/", {"name": ""}).status_code == 404
    assert Chair.objects.get(pk=theirs.pk).name == "1"


@pytest.mark.parametrize("who", ["nurse", "prescriber", "desk"])
def test_others_see_the_chairs_of_the_day_and_no_key(house: House, client_as: ClientAs, who: str) -> None:
    client = client_as(getattr(house.cast, who))
    assert PAGE not in text(client, "/harbor/day/")
    refused = client.post(PAGE, {"name": "Mine"})
    assert refused.status_code == 403
    assert "Dr Dana Whitfield" in refused.content.decode()


def test_who_is_planned_in_a_chair_that_left_the_board_is_still_on_it(house: House, client_as: ClientAs) -> None:
    visit = house.book(start=DAY + timedelta(hours=1))
    visit.infusion.chair_id = house.chairs[0]
    visit.infusion.save()
    Chair.objects.filter(pk=house.chairs[0]).update(in_use=False)
    assert "Expected, no chair yet" in text(client_as(house.cast.nurse), "/harbor/")


def test_a_board_without_chairs_tells_the_director_the_first_steps(cast: Cast, client_as: ClientAs) -> None:
    adopt_default(cast.system, at=DAY)
    page = text(client_as(cast.director), "/harbor/")
    assert all(f'href="/harbor/{path}/"' in page for path in ("day/chairs", "staff", "policy", "devices", "day"))
    assert "The medical director adds them under Day." in text(client_as(cast.nurse), "/harbor/")


def queries(client: Client, path: str) -> int:
    """How many statements the second look at a page takes, without those that open the transaction."""
    text(client, path)
    with CaptureQueriesContext(connection) as asked:
        text(client, path)
    return len(
        [one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]]
    )


def test_the_page_asks_as_often_for_twelve_chairs_as_for_two(house: House, client_as: ClientAs) -> None:
    client = client_as(house.cast.director)
    two = {path: queries(client, path) for path in (PAGE, "/harbor/day/")}
    for number in range(3, 13):
        actions.add_chair(house.cast.system, name=str(number), position=number, at=DAY)
    assert {path: queries(client, path) for path in two} == two
    assert two[PAGE] <= AT_MOST
