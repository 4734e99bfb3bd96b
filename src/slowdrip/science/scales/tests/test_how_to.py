"""The scale and the code on the page about adding one are true."""

import re
from pathlib import Path

import pytest

from slowdrip.knowledge.scales import load_scale
from slowdrip.science.scales.tests.telling import told, told_of_change

PAGE = (Path(__file__).parents[5] / "docs" / "how-to" / "add-a-scale.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The only block of a language on the page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_scale_on_the_page_loads_and_proves_itself() -> None:
    one = load_scale(block("toml"), name="rest_check")
    assert [told(one, each) for each in one.examples] == [dict(each.expects) for each in one.examples]
    assert [told_of_change(one, each) for each in one.changes] == [dict(each.expects) for each in one.changes]


def test_the_code_on_the_page_says_what_it_gives(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block("python"), "page", "exec"), {})  # noqa: S102  # the page of this repository, nothing from outside
    assert capsys.readouterr().out.splitlines() == [
        "18 moderately_severe",
        "None 8 11 ('q9',)",
        "refused current_missing",
    ]
