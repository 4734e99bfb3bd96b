"""The pages, and the shell lines in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import REPO, tracked

SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line to type, and the page it stands on."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """Its words, without variables set in front."""
        words = self.text.split()
        while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
            words = words[1:]
        return words


def pages() -> list[Path]:
    """Every Markdown page of the repository."""
    return [path for path in tracked() if path.suffix == ".md"]


def shell_lines(text: str, *, page: str) -> Iterator[Line]:
    """The lines of a page's shell blocks."""
    for block in SHELL.findall(text):
        yield from (Line(page, line.strip()) for line in block.splitlines() if line.strip())


def all_shell_lines() -> list[Line]:
    """The lines of every page's shell blocks."""
    return [line for path in pages() for line in shell_lines(path.read_text("utf-8"), page=str(path.relative_to(REPO)))]


def targets(makefile: str) -> frozenset[str]:
    """What `make` can be asked for."""
    return frozenset(TARGET.findall(makefile))
