"""What the tests of this folder stand on: one installation, whose entries carry the name of their test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.crash.killing import times
from tests.crash.stage import Stage, staged
from tests.houses import prototype

__all__ = ["prototype", "times"]


@pytest.fixture(scope="session")
def stage(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """The installation; this process may read its database while the tests run."""
    with django_db_blocker.unblock():
        yield staged(tmp_path_factory.mktemp("crash"))
