"""The example of the how-to and the cells of the notebook run, and say what the pages say they say."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.tree import REPO

PAGE = REPO / "docs" / "how-to" / "use-the-engine.md"
NOTEBOOKS = tuple((REPO / "docs" / "tutorial").glob("*.ipynb"))
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code_of(notebook: Path) -> list[str]:
    """The code of each code cell."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run(*cells: str) -> None:
    """Runs cells one after the other in one namespace, as a notebook does."""
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in cells:
        exec(compile(cell, "cell", "exec"), names)  # noqa: S102  # the pages of this repository, nothing from outside


def test_the_example_has_ten_lines_and_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = PYTHON.findall(PAGE.read_text("utf-8"))
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    run(example)
    assert capsys.readouterr().out.splitlines()[0] == "[[109.3 252.9  73.7]] arterial"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_every_cell_of_a_notebook_runs(notebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(*code_of(notebook))
    said = capsys.readouterr().out
    assert "at 40 min: 253 ng/mL arterial, 203 ng/mL venous" in said
    assert "dose_above_range" in said


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_output(notebook: Path) -> None:
    page = json.loads(notebook.read_text("utf-8"))
    assert (page["nbformat"], notebook.stat().st_size < 20_000) == (4, True)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in page["cells"])


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


def test_planted_fault_a_cell_that_breaks_is_found() -> None:
    with pytest.raises(AttributeError):
        run("from slowdrip.science import pharmacology", "pharmacology.no_such_name")
