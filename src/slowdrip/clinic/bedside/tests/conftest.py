"""What the tests of the bedside stand on: a drip in chair 1, another visit in chair 2, and a screen for each hand."""

from datetime import timedelta
from functools import partial

import pytest

from slowdrip.cli.demo import walk
from slowdrip.clinic.bedside.tests.screens import Bed, given
from slowdrip.clinic.infusion import actions
from tests.cast import DAY, Cast
from tests.drips import House, build_house
from tests.pages import look_at


@pytest.fixture
def house(cast: Cast) -> House:
    """A house with two chairs and a patient."""
    return build_house(cast)


@pytest.fixture
def running(house: House) -> walk.Visit:
    """Ada's drip in chair 1, running since `DAY` for forty minutes, and looked at in time."""
    visit = house.book()
    walk.begin(visit, chair_id=house.chairs[0])
    for minute in (5, 10):
        walk.check(visit, minute)
    return visit


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> partial[None]:
    """Lets every page be looked at so many minutes into the drip."""

    def turn(minutes: float) -> None:
        look_at(monkeypatch, DAY + timedelta(minutes=minutes))

    turn(12)
    return partial(turn)


@pytest.fixture
def bed(house: House, running: walk.Visit, minute: partial[None]) -> Bed:
    """The patient's screen of chair 1, given by the nurse on that very device."""
    return given(house, chair=house.chairs[0])


@pytest.fixture
def other(house: House, running: walk.Visit) -> walk.Visit:
    """Another visit, in chair 2."""
    visit = house.book(start=running.at(60))
    actions.check_in(house.team.nurse.acting(), visit.infusion.pk, chair_id=house.chairs[1], at=running.at(5))
    return visit
