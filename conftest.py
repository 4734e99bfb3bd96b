"""Rules for every test of the house, those beside their packages and those in tests/."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.needs import meet, required

pytest_plugins = ["tests.fixtures"]

LONG = os.environ.get("SLOWDRIP_LONG", "") == "1"

# Derandomized: the same commit gives the same verdict. Health checks on speed would judge the machine, not the code.
settings.register_profile(
    "short", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("short"), max_examples=2000)
settings.load_profile("long" if LONG else "short")


def on_postgres() -> bool:
    """Whether this run's database is PostgreSQL."""
    return os.environ.get("SLOWDRIP_DATABASE_URL", "").startswith("postgres")


def unwanted_marks() -> frozenset[str]:
    """The marks of tests that belong to another run than this one."""
    other_database = "sqlite_only" if on_postgres() else "postgres_only"
    return frozenset({other_database} if LONG else {other_database, "long"})


def pytest_configure(config: pytest.Config) -> None:
    """Refuses a misspelt SLOWDRIP_REQUIRE before a test runs."""
    required()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves tests of another run out; they are counted as deselected, never as skipped."""
    unwanted = unwanted_marks()
    out = [item for item in items if any(mark.name in unwanted for mark in item.iter_markers())]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Looks for what the test needs before its fixtures start."""
    for mark in item.iter_markers("needs"):
        meet(mark.args[0])


@pytest.fixture(scope="session")
def is_long_run() -> bool:
    """Whether `make test-long` asked for the larger numbers of cases."""
    return LONG
