"""A house with people and a patient, looked at by day."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cast import DAY, Cast
from tests.drips import House, build_house
from tests.fixtures import signed_in
from tests.pages import look_at

NOW = DAY + timedelta(minutes=1)


@pytest.fixture
def house(cast: Cast) -> House:
    """Harbor with its team and Ada, no drip."""
    return build_house(cast)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Lets every page believe that it is a minute after the house was opened."""
    look_at(monkeypatch, NOW)
    return NOW


@pytest.fixture
def nurse(house: House, now: datetime) -> Client:
    """The nurse at a screen."""
    return signed_in(Client(), house.cast.nurse.user)


@pytest.fixture
def director(house: House, now: datetime) -> Client:
    """The director at a screen."""
    return signed_in(Client(), house.cast.director.user)
