"""The pages about the models are what the files say."""

from pathlib import Path

import pytest

from slowdrip.knowledge.models import model, model_names
from slowdrip.knowledge.models.cards import card, index_page, page_of
from slowdrip.knowledge.models.words import CONFIRM

FOLDER = Path(__file__).parents[5] / "docs" / "reference"
AGAIN = "write it anew: python -m slowdrip.knowledge.models.cards {0} > docs/reference/models/{0}.md"


def test_the_list_is_the_one_the_files_give() -> None:
    assert (FOLDER / "models.md").read_text(encoding="utf-8") == index_page()


@pytest.mark.parametrize("name", model_names())
def test_the_page_of_a_model_is_the_one_its_file_gives(name: str) -> None:
    page = FOLDER / "models" / f"{name}.md"
    assert page.read_text(encoding="utf-8") == card(model(name)), AGAIN.format(name)


def test_no_page_is_left_of_a_model_that_is_gone() -> None:
    assert {page.stem for page in (FOLDER / "models").glob("*.md")} == set(model_names())


@pytest.mark.parametrize("name", model_names())
def test_a_page_shows_every_number_with_its_source_and_who_confirms_it(name: str) -> None:
    shown = page_of([name])
    for key, each in model(name).parameters.items():
        row = next(line for line in shown.splitlines() if line.startswith(f"| `{key}` |"))
        assert f"| {each.unit} |" in row
        assert each.source.name in row
        assert (CONFIRM in row) == (each.confidence == "proposal")


def test_asking_for_an_unknown_model_says_which_there_are() -> None:
    with pytest.raises(SystemExit, match="kamp2020"):
        page_of(["kamp"])
