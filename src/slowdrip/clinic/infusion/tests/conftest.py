"""One house per file of tests: built once, every test's changes rolled back to it."""

import pytest

from slowdrip.cli.demo.walk import Visit, begin
from tests.cast import Cast
from tests.drips import House, build_house
from tests.houses import committed, prototype

__all__ = ["committed", "prototype"]


@pytest.fixture(scope="module")
def built(filed_cast: Cast) -> House:
    """The house, for as long as the file's tests."""
    return build_house(filed_cast)


@pytest.fixture
def house(built: House, db: None) -> House:
    """The house for one test."""
    return built


@pytest.fixture
def visit(house: House) -> Visit:
    """Ada's visit, expected."""
    return house.book()


@pytest.fixture
def running(visit: Visit, house: House) -> Visit:
    """Ada's drip, running since `DAY`."""
    begin(visit, chair_id=house.chairs[0])
    return visit
