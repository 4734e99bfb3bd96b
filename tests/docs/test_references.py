"""The generated pages are what the code gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from slowdrip.cli.reference import commands, events
from slowdrip.science.infusion.events import KINDS, Kind
from tests.architecture.tree import REPO

FOLDER = REPO / "docs" / "reference"
AGAIN = "write it anew: python -m slowdrip.cli.reference {0} > docs/reference/{0}.md"


def test_the_page_of_event_kinds_is_the_one_the_kinds_give() -> None:
    assert (FOLDER / "events.md").read_text("utf-8") == events.page(), AGAIN.format("events")


def test_the_page_of_commands_is_the_one_the_commands_give() -> None:
    assert (FOLDER / "cli.md").read_text("utf-8") == commands.page(), AGAIN.format("cli")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_kind_is_there_with_every_field(kind: Kind) -> None:
    section = events.page().partition(f"\n### {kind.code}\n")[2].partition("\n### ")[0]
    assert section.count("\n| `") == len(kind.fields)
    assert all(f"| `{field.name}` |" in section for field in kind.fields)


def test_every_command_says_what_it_does() -> None:
    assert all(command.__doc__ for command in commands.commands().values())


def silent(command: Callable[..., Any]) -> list[str]:
    """What a command can be given without saying what it is."""
    return [name for name, text in commands.meanings(command).items() if not text]


@pytest.mark.parametrize("name", commands.commands())
def test_every_argument_of_a_command_says_what_it_means(name: str) -> None:
    assert silent(commands.commands()[name]) == []


def test_planted_fault_an_argument_without_a_meaning_is_found() -> None:
    def restore(file: Path, home: Annotated[Path | None, typer.Option(help="Where.")] = None) -> None: ...

    assert silent(restore) == ["file"]
