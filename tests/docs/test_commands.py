"""What the pages tell people to type exists."""

import pytest

from tests.docs.commands import untrue
from tests.docs.pages import Line, all_shell_lines, shell_lines


def test_every_line_to_type_exists() -> None:
    assert untrue(all_shell_lines()) == []


def test_the_pages_have_lines_to_type() -> None:
    assert {"make demo", "make test", "slowdrip verify"} <= {line.text for line in all_shell_lines()}


@pytest.mark.parametrize(
    "text",
    [
        "make nonsense",
        "slowdrip fly",
        ".venv/bin/slowdrip backup --nowhere x",
        "python -m slowdrip.cli.nowhere",
        "pytest tests/nowhere.py",
        "curl example.org",
    ],
)
def test_a_planted_line_that_does_not_exist_is_found(text: str) -> None:
    assert untrue([Line("page.md", text)]) == [f"page.md: {text}"]


def test_a_variable_set_in_front_is_no_command() -> None:
    assert untrue([Line("page.md", "SLOWDRIP_REQUIRE=browser,postgres make test")]) == []


def test_only_shell_blocks_are_read() -> None:
    text = "```\nnot this\n```\n```sh\nmake demo\n\nmake test\n```\n"
    assert [line.text for line in shell_lines(text, page="p")] == ["make demo", "make test"]
