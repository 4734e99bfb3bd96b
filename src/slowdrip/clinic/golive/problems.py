"""What is wrong in a table: which line and column, what was found, and a code that a page puts into words."""

from dataclasses import dataclass, field
from typing import Any, Final

WHOLE_FILE: Final = 1
"""What concerns the file as a whole is said of its first line."""
MOST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; `line` counts from 1 as a text editor does, `column` is empty where it is the whole line."""

    line: int
    column: str
    code: str
    found: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def shown(text: str) -> str:
    """Gives what was found, cut so that a page can hold it, without signs that nobody can see."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in text[: MOST_SHOWN + 1])
    return f"{clean[:MOST_SHOWN]}…" if len(clean) > MOST_SHOWN else clean
