"""The generated pages are what the code gives."""

import pytest

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
