"""The story table, read from the few forms of YAML that it uses; anything else in it is a mistake."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.tree import REPO

TABLE = REPO / "stories.yaml"
FIRST = re.compile(r"- (story): (.+)")
NEXT = re.compile(r"  (hazard|held_by): (.+)")
TEST = re.compile(r"    - (\S+\.py)::(test_\w+)")


@dataclass(slots=True)
class Story:
    """What a person does, what could hurt somebody, what stands against it, and the tests that prove it."""

    story: str
    hazard: str = ""
    held_by: str = ""
    tests: list[tuple[str, str]] = field(default_factory=list)


class Unreadable(ValueError):
    """A line of the table that is none of its forms."""


def read(text: str) -> list[Story]:
    """The stories of the table."""
    stories: list[Story] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if not _take(line, stories):
            raise Unreadable(f"line {number}: {line}")
    return stories


def _take(line: str, stories: list[Story]) -> bool:
    """Adds what the line says; says False for a line of no known form or in no story."""
    if first := FIRST.fullmatch(line):
        stories.append(Story(first[2]))
        return True
    if not stories:
        return False
    if test := TEST.fullmatch(line):
        stories[-1].tests.append((test[1], test[2]))
        return True
    if line == "  tests:":
        return True
    named = NEXT.fullmatch(line)
    if named is None or getattr(stories[-1], named[1]):
        return False
    setattr(stories[-1], named[1], named[2])
    return True


def incomplete(stories: list[Story]) -> list[str]:
    """Stories that lack a hazard, what holds it, or a test."""
    return [one.story for one in stories if not (one.hazard and one.held_by and one.tests)]


def missing_tests(stories: list[Story], *, root: Path = REPO) -> list[str]:
    """Tests that a story names and that are not there."""
    named = {test for one in stories for test in one.tests}
    return sorted(f"{path}::{name}" for path, name in named if name not in functions_of(root / path))


def functions_of(path: Path) -> frozenset[str]:
    """The test functions of a file; none when the file is not there."""
    if not path.exists():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
