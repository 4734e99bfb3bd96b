"""Fixtures: a house with a running drip in a database of its own; built once, copied for each test that uses it up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from slowdrip.cli.demo.walk import Visit, begin
from tests.cast import build_cast
from tests.drips import House, build_house
from tests.own_database import new_database, own_database, using


@dataclass(frozen=True, slots=True)
class Prototype:
    """A database that is only ever copied: its name, and what is in it."""

    name: str
    house: House
    drip: Visit


@pytest.fixture(scope="session")
def prototype(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Prototype]:
    """Ada's drip, running since `DAY`, in a database that nobody has open."""
    with django_db_blocker.unblock(), new_database(tmp_path_factory.mktemp("prototype")) as name:
        with using(name):
            call_command("migrate", interactive=False, verbosity=0)
            house = build_house(build_cast())
            drip = house.book()
            begin(drip, chair_id=house.chairs[0])
        yield Prototype(name, house, drip)


@pytest.fixture
def committed(prototype: Prototype, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Prototype]:
    """A copy of the prototype, in which commits are real."""
    with django_db_blocker.unblock(), own_database(tmp_path, like=prototype.name):
        yield prototype
