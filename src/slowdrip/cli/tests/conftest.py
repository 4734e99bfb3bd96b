"""Installations for the tests of the command."""

import pytest

from slowdrip.clinic.monitors.actions import receive
from slowdrip.clinic.monitors.heard import Heard
from slowdrip.clinic.record.lease import beat
from slowdrip.clinic.record.moment import now
from tests.cast import DAY
from tests.drips import House
from tests.houses import Prototype, committed, prototype

__all__ = ["committed", "prototype"]


@pytest.fixture
def installation(committed: Prototype) -> House:
    """A clinic with one running drip, a monitor that spoke, and real commits; the clock beat a moment ago."""
    house = committed.house
    receive(house.cast.system, [Heard(raw=b"MSH|hello", received_at=DAY, device="0080ABCD", control_id="1")], at=DAY)
    for clinic in (house.cast.harbor, house.cast.northside):
        beat(clinic.pk, "clock", "test", at=now())
    return house
