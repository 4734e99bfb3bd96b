"""Sizes and names."""

import pytest

from tests.architecture.shape import empty_names, long_files, long_functions
from tests.architecture.tree import Source, source, sources

LONG_FUNCTION = "def go():\n" + "    x = 1\n" * 40


@pytest.fixture(scope="module")
def house() -> tuple[Source, ...]:
    return sources(".py", ".js")


def test_no_file_is_past_the_stop(house: tuple[Source, ...]) -> None:
    assert long_files(house) == []


def test_no_function_is_past_the_stop(house: tuple[Source, ...]) -> None:
    assert long_functions(house) == []


def test_every_name_says_what_is_inside(house: tuple[Source, ...]) -> None:
    assert empty_names(house) == []


@pytest.mark.parametrize(("name", "most"), [("src/slowdrip/science/a.py", 400), ("src/slowdrip/site/static/a.js", 200)])
def test_a_planted_long_file_is_found_just_past_the_stop(name: str, most: int) -> None:
    assert long_files((source(name, "\n" * most),)) == []
    assert long_files((source(name, "\n" * (most + 1)),)) != []


def test_a_planted_long_function_is_found_just_past_the_stop() -> None:
    assert long_functions((source("src/slowdrip/science/a.py", LONG_FUNCTION),)) != []
    assert long_functions((source("src/slowdrip/science/a.py", LONG_FUNCTION.removesuffix("    x = 1\n")),)) == []


def test_migrations_and_vendored_files_keep_their_length() -> None:
    migration = source("src/slowdrip/clinic/record/migrations/0001_first.py", "\n" * 900)
    library = source("src/slowdrip/site/static/vendor/htmx.js", "\n" * 900)
    assert long_files((migration, library)) == []


@pytest.mark.parametrize("path", ["src/slowdrip/clinic/utils.py", "src/slowdrip/common/doses.py", "tests/helpers.py"])
def test_a_planted_empty_name_is_found(path: str) -> None:
    assert empty_names((source(path, ""),)) != []
