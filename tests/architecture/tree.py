"""The sources that the checks read."""

import ast
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

REPO = Path(__file__).resolve().parents[2]
NOT_SOURCE = frozenset(
    {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
    | {"__pycache__", "dist", "test-results", "var"}
)
PACKAGE = ("src", "slowdrip")


@dataclass(frozen=True, slots=True)
class Source:
    """One text file: its path below the repository's root, and what it says."""

    path: PurePosixPath
    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the name, outermost first."""
        return self.path.parts

    @property
    def is_test(self) -> bool:
        """Whether this file proves the product rather than being part of it."""
        return "tests" in self.parts[:-1] or self.path.name == "conftest.py"

    @property
    def inside(self) -> tuple[str, ...]:
        """The path inside the slowdrip package, or nothing for a file elsewhere."""
        return self.parts[2:] if self.parts[:2] == PACKAGE else ()

    def tree(self) -> ast.Module:
        """The parsed Python."""
        return ast.parse(self.text, filename=str(self.path))


def source(path: str, text: str) -> Source:
    """A source written down in a test."""
    return Source(PurePosixPath(path), text)


def tracked(root: Path = REPO) -> tuple[Path, ...]:
    """The files that git tracks or would add; without git, all but the ones made by tools."""
    asked = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and (root / ".git").exists():
        found: Iterable[Path] = (root / name for name in listed.stdout.split("\0") if name)
    else:
        found = (path for path in root.rglob("*") if not NOT_SOURCE.intersection(path.relative_to(root).parts))
    return tuple(sorted(path for path in found if path.is_file()))


def read(paths: Iterable[Path], *, root: Path = REPO) -> tuple[Source, ...]:
    """The text files among the paths; pictures and fonts are left out."""
    sources = []
    for path in paths:
        content = path.read_bytes()
        if b"\0" not in content:
            name = PurePosixPath(path.relative_to(root).as_posix())
            sources.append(Source(name, content.decode("utf-8", errors="replace")))
    return tuple(sources)


def sources(*suffixes: str, root: Path = REPO) -> tuple[Source, ...]:
    """All sources of the repository whose names end like this; every text file when no ending is given."""
    return read((path for path in tracked(root) if not suffixes or path.name.endswith(suffixes)), root=root)
