"""What the tests of the chart stand on: one whole day at a chair, a visit under way, or a house with drips."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.clinic.chart.tests.drips import Visit, renee, visit_of, whole_day
from tests import visit as built
from tests.cast import DAY, Cast
from tests.drips import House, build_house
from tests.fixtures import ClientAs
from tests.pages import look_at


@pytest.fixture(scope="module")
def filed_day(filed_cast: Cast) -> Visit:
    """The day, built once for a file of tests."""
    return whole_day(filed_cast)


@pytest.fixture
def day(filed_day: Visit, db: None) -> Visit:
    """A drip from the door to home. It stands in the database for all tests of a file that asks for it."""
    return deepcopy(filed_day)


@pytest.fixture
def prepared(cast: Cast) -> Visit:
    """A drip that waits for its start."""
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    return visit


@pytest.fixture
def visit(cast: Cast) -> built.Visit:
    """One visit with a running drip, under way now."""
    return built.build_visit(cast)


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs) -> Client:
    """The nurse's browser."""
    return client_as(cast.nurse)


@pytest.fixture
def second(cast: Cast, client_as: ClientAs) -> Client:
    """The second nurse's browser."""
    return client_as(cast.second_nurse)


@pytest.fixture
def house(cast: Cast) -> House:
    """A house with two chairs and a patient."""
    return build_house(cast)


@pytest.fixture
def running(house: House) -> walk.Visit:
    """Ada's drip, running since `DAY`."""
    visit = house.book()
    walk.begin(visit, chair_id=house.chairs[0])
    return visit


@pytest.fixture
def minute_twelve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is looked at twelve minutes into the day of drips."""
    look_at(monkeypatch, DAY + timedelta(minutes=12))
