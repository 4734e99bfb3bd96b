"""The house of the drips' tests, with a drip running in it, and one that is over."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

__all__ = ["built", "house", "running", "visit"]
LATER = DAY + timedelta(hours=30)


@pytest.fixture
def over(running: Visit) -> Visit:
    """Ada's drip, over and discharged, while she is still dizzy."""
    running.chart((20, "symptom_started", {"symptom": "dizziness", "grade": "mild"}))
    complete(running)
    recover(running)
    discharge(running)
    return running


@pytest.fixture
def later() -> datetime:
    """Inside the time in which the clinic calls."""
    return LATER


@pytest.fixture
def nurse(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The nurse at a screen a day after."""
    look_at(monkeypatch, LATER)
    return signed_in(Client(), house.cast.nurse.user)
