"""What the tests of this folder stand on: an installation for each file, whose entries carry the name of their test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.crash.killing import times
from tests.crash.stage import Stage, staged
from tests.houses import prototype

__all__ = ["prototype", "times"]


@pytest.fixture(scope="module")
def stage(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """The installation, fresh, so that nobody's screen has locked; this process may read its database meanwhile."""
    with django_db_blocker.unblock():
        yield staged(tmp_path_factory.mktemp("crash"))
