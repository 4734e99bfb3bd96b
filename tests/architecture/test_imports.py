"""The direction of imports."""

import pytest

from tests.architecture.imports import (
    backward_imports,
    borrowed_pages,
    compiling_pages,
    rightward_imports,
    unlisted_apps,
)
from tests.architecture.tree import Source, source, sources

RULE = "src/slowdrip/science/rules/alarms.py"
RECORD = "src/slowdrip/clinic/record/steps.py"


@pytest.fixture(scope="module")
def house() -> tuple[Source, ...]:
    return sources(".py")


def test_no_room_imports_a_room_built_on_it(house: tuple[Source, ...]) -> None:
    assert backward_imports(house) == []


def test_no_app_imports_a_later_app(house: tuple[Source, ...]) -> None:
    assert rightward_imports(house) == []


def test_no_app_borrows_the_pages_of_another(house: tuple[Source, ...]) -> None:
    assert borrowed_pages(house) == []


def test_no_page_compiles(house: tuple[Source, ...]) -> None:
    assert compiling_pages(house) == []


def test_every_package_has_its_place_in_the_order(house: tuple[Source, ...]) -> None:
    assert unlisted_apps(house) == []


@pytest.mark.parametrize(
    "line",
    [
        "import slowdrip.clinic.record.models",
        "from slowdrip.clinic.record import models",
        "from slowdrip import clinic",
        "from ...clinic import record",
        "def late():\n    from slowdrip.site import settings",
        "importlib.import_module('slowdrip.cli.main')",
    ],
)
def test_a_planted_backward_import_is_found(line: str) -> None:
    assert backward_imports((source(RULE, line),)) != []


def test_a_planted_import_between_neighbours_is_found() -> None:
    assert backward_imports((source("src/slowdrip/live/hub.py", "from slowdrip.exchange import fhir"),)) != []


def test_forward_imports_and_tests_are_let_through() -> None:
    clinic = source("src/slowdrip/clinic/chart/views.py", "from slowdrip.science.rules import alarms")
    test = source("src/slowdrip/clinic/record/tests/test_chain.py", "from slowdrip.site import settings")
    assert backward_imports((clinic, test)) == []


@pytest.mark.parametrize("line", ["from slowdrip.clinic.infusion import steps", "from ..chart.queries import board"])
def test_a_planted_rightward_import_is_found(line: str) -> None:
    assert rightward_imports((source(RECORD, line),)) != []


@pytest.mark.parametrize("line", ["from slowdrip.clinic.people.views import card", "from ..people import forms"])
def test_a_planted_borrowed_page_is_found(line: str) -> None:
    assert borrowed_pages((source("src/slowdrip/clinic/chart/urls.py", line),)) != []


@pytest.mark.parametrize("path", ["src/slowdrip/attic/__init__.py", "src/slowdrip/clinic/moods/__init__.py"])
def test_a_planted_unlisted_package_is_found(path: str) -> None:
    assert unlisted_apps((source(path, ""),)) != []


@pytest.mark.parametrize("path", ["live/hub.py", "site/asgi.py", "exchange/listener/store.py", "clinic/twin/views.py"])
def test_a_planted_compiling_page_is_found(path: str) -> None:
    line = "def late():\n    from slowdrip.population import stream"
    assert compiling_pages((source(f"src/slowdrip/{path}", line),)) != []
    assert compiling_pages((source("src/slowdrip/exchange/populations/simulating.py", line),)) == []
