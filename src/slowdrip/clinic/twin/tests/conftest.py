"""What the tests of predictions stand on: a drip under way, with predictions signed on or left off."""

from datetime import timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.clinic.twin.tests.signing import signed_on
from tests.cast import DAY, Cast
from tests.drips import House, build_house
from tests.fixtures import ClientAs
from tests.pages import look_at

TWELVE = DAY + timedelta(minutes=12)


@pytest.fixture
def house(cast: Cast) -> House:
    """A house with two chairs and a patient; predictions are off, as shipped."""
    return build_house(cast)


@pytest.fixture
def house_on(house: House) -> House:
    """The same, and the director signed a version with predictions on."""
    signed_on(house, at=DAY - timedelta(hours=2))
    return house


@pytest.fixture
def off(house: House) -> walk.Visit:
    """Ada's drip of 40 mg in 40 minutes, looked at in minute 5 and 10, in a house without predictions."""
    return under_way(house)


@pytest.fixture
def running(house_on: House) -> walk.Visit:
    """The same drip in a house with predictions."""
    return under_way(house_on)


def under_way(house: House) -> walk.Visit:
    """A drip that runs since `DAY`."""
    visit = house.book()
    walk.begin(visit, chair_id=house.chairs[0])
    for minute in (5, 10):
        walk.check(visit, minute)
    return visit


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The nurse's browser, twelve minutes into the drip."""
    look_at(monkeypatch, TWELVE)
    return client_as(cast.nurse)
