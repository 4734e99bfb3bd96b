"""Installations for the tests of the command."""

import pytest

from slowdrip.clinic.record.lease import beat
from slowdrip.clinic.record.moment import now
from tests.drips import House
from tests.houses import Prototype, committed, prototype

__all__ = ["committed", "prototype"]


@pytest.fixture
def installation(committed: Prototype) -> House:
    """A clinic with one running drip and real commits; the clock beat a moment ago."""
    house = committed.house
    for clinic in (house.cast.harbor, house.cast.northside):
        beat(clinic.pk, "clock", "test", at=now())
    return house
