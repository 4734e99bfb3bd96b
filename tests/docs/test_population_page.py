"""The examples of the page on many patients run, and the first has ten lines."""

import pytest

from tests.architecture.tree import REPO
from tests.docs.test_engine_pages import PYTHON, run

PAGE = REPO / "docs" / "how-to" / "many-patients.md"


def test_the_examples_run_and_the_first_has_ten_lines(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = PYTHON.findall(PAGE.read_text("utf-8"))
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
    run(first)
    low, middle, high = (float(each) for each in capsys.readouterr().out.strip("[] .\n").replace(".", "").split())
    assert low < 253 < high
    assert low < middle < high
    run(second)
    assert capsys.readouterr().out.startswith("[ True  True]")
