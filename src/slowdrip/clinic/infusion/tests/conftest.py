"""One house per file of tests: built once, every test's changes rolled back to it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from slowdrip.cli.demo.walk import Visit, begin
from tests.cast import build_cast
from tests.drips import House, build_house
from tests.houses import committed, prototype

__all__ = ["committed", "prototype"]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, in a transaction that lasts as long as the file's tests."""
    with django_db_blocker.unblock():
        whole_file = transaction.atomic()
        whole_file._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase: an action may be durable inside
        with whole_file:
            yield build_house(build_cast())
            transaction.set_rollback(True)


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
