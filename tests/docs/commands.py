"""What a page tells people to type, against what exists."""

import importlib.util
from collections.abc import Mapping

from slowdrip.cli.reference.commands import commands, spellings
from tests.architecture.tree import REPO
from tests.docs.pages import Line, targets

SYSTEM = frozenset({"sudo", "cp"})


def untrue(lines: list[Line]) -> list[str]:
    """Lines that name a target, command, option or module that is not there."""
    makefile = targets((REPO / "Makefile").read_text("utf-8"))
    options = {name: frozenset(spellings(command).values()) for name, command in commands().items()}
    return [f"{line.page}: {line.text}" for line in lines if not _is_true(line, makefile, options)]


def _is_true(line: Line, makefile: frozenset[str], options: Mapping[str, frozenset[str]]) -> bool:
    match [word.removeprefix(".venv/bin/") for word in line.words]:
        case ["make", *asked]:
            return set(asked) <= makefile
        case ["slowdrip", command, *rest]:
            return command in options and {word for word in rest if word.startswith("--")} <= options[command]
        case ["python", "-m", module, *_]:
            return importlib.util.find_spec(module) is not None
        case ["pytest", path, *_]:
            return (REPO / path.partition("::")[0]).exists()
        case [program, *_]:
            return program in SYSTEM
    return False
