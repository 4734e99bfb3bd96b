"""A house whose roster names the nurse first and the second nurse as backup, and one where nobody is on call."""

from datetime import timedelta

import pytest

from slowdrip.cli.demo.walk import Visit, begin
from tests.cases import on_call
from tests.cast import DAY
from tests.drips import House
from tests.houses import committed, prototype

__all__ = ["committed", "prototype"]


@pytest.fixture
def rostered(house: House) -> House:
    """Harbor with somebody on call for a month."""
    until = DAY + timedelta(days=30)
    on_call(house.cast, house.cast.nurse, since=DAY - timedelta(days=1), until=until)
    on_call(house.cast, house.cast.second_nurse, since=DAY - timedelta(days=1), until=until, place="backup")
    return house


@pytest.fixture
def running(rostered: House) -> Visit:
    """Ada's drip, running since `DAY`."""
    visit = rostered.book()
    begin(visit, chair_id=rostered.chairs[0])
    return visit
