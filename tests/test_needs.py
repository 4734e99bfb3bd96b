"""What a run does when the machine lacks something, and that a warning is an error."""

import warnings

import pytest

from tests import needs


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.needs.shutil.which", lambda name: None)
    monkeypatch.delenv("SLOWDRIP_REQUIRE", raising=False)


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_browser_skips_when_nothing_is_required() -> None:
    with pytest.raises(pytest.skip.Exception):
        needs.meet("browser")


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_browser_fails_when_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOWDRIP_REQUIRE", "browser,postgres")
    with pytest.raises(pytest.fail.Exception):
        needs.meet("browser")


def test_a_misspelt_requirement_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOWDRIP_REQUIRE", "browzer")
    with pytest.raises(pytest.UsageError):
        needs.required()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(RuntimeWarning):
        warnings.warn("planted", RuntimeWarning, stacklevel=1)
