"""The sounds are tested as part of opening the day: who heard what on which screen; nothing waits for it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.infusion.models import SoundCheck
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs, signed_in
from tests.pages import look_at


@pytest.fixture
def station(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, DAY)
    client = Client()
    client.cookies[DEVICE_COOKIE] = enrol(cast.nurse.acting, name="Station 1", kind="station", at=DAY).token
    return signed_in(client, cast.nurse.user)


def day(client: Client) -> str:
    return client.get("/harbor/day/").content.decode()


def test_a_day_without_a_test_says_so_and_lets_everything_happen(station: Client) -> None:
    page = day(station)
    assert "not tested today" in page
    assert page.count("data-sound-pattern") == 4
    assert "data-sound-heard hidden" in page


def test_a_test_names_screen_person_and_time(cast: Cast, station: Client) -> None:
    station.post("/harbor/day/sound/", {"heard": "yes"})
    page = day(station)
    assert f"on Station 1 by {cast.nurse.member.name}" in page
    assert "not tested today" not in page
    check = SoundCheck.objects.get()
    assert (check.heard, str(check.device and check.device.name), check.at) == (True, "Station 1", DAY)
    assert AuditEntry.objects.filter(action="sound.checked", subject_id=check.pk).exists()


def test_a_screen_that_nobody_heard_is_pointed_out_until_it_is_heard(station: Client) -> None:
    answer = station.post("/harbor/day/sound/", {"heard": "no"}, follow=True).content.decode()
    assert "Turn up the volume" in answer
    assert "Not heard at" in answer
    station.post("/harbor/day/sound/", {"heard": "yes"})
    assert "Not heard at" not in day(station)


def test_each_screen_has_its_own_line_and_yesterday_counts_no_more(
    cast: Cast, station: Client, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.post("/harbor/day/sound/", {"heard": "yes"})
    client_as(cast.second_nurse).post("/harbor/day/sound/", {"heard": "yes"})
    assert day(station).count("Sound tested at") == 2
    assert "on a screen that is not enrolled" in day(station)
    look_at(monkeypatch, DAY + timedelta(days=1))
    assert "not tested today" in day(signed_in(Client(), cast.nurse.user))


def test_an_answer_that_is_none_stores_nothing(station: Client) -> None:
    for typed in ({}, {"heard": "perhaps"}):
        station.post("/harbor/day/sound/", typed)
    assert not SoundCheck.objects.exists()


def test_who_may_not_open_the_day_has_no_key(cast: Cast, station: Client, client_as: ClientAs) -> None:
    auditor = client_as(cast.auditor)
    assert "data-sound-test" not in day(auditor)
    assert auditor.post("/harbor/day/sound/", {"heard": "yes"}).status_code == 403


def test_a_stored_test_cannot_be_edited(station: Client) -> None:
    station.post("/harbor/day/sound/", {"heard": "no"})
    with pytest.raises(DatabaseError), transaction.atomic():
        SoundCheck.objects.update(heard=True)
