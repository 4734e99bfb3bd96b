"""A table of a text file, row by row with its line numbers; everything wrong with it is said at once."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from slowdrip.exchange.populations.problems import Problem, Refused, refuse

MISSING = frozenset({"", ".", "NA"})
MOST_PROBLEMS = 50
LARGEST = 1e9
"""No weight, time or amount of a table is larger; what is, is a slip."""


@dataclass(slots=True)
class Noted:
    """The problems of one file so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: str, found: str, fix: str) -> None:
        """Notes one problem of one cell."""
        self.problems.append(Problem(f"{self.file}, line {line}, {column}", found, fix))

    def raise_any(self) -> None:
        """Refuses the file when anything was noted; a long list is cut and says how much more there is."""
        if len(self.problems) > MOST_PROBLEMS:
            more = len(self.problems) - MOST_PROBLEMS
            raise Refused(
                (*self.problems[:MOST_PROBLEMS], Problem(self.file, f"{more} more problems", "mend these first"))
            )
        if self.problems:
            raise Refused(self.problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and its cells by column name in capitals."""

    line: int
    cells: dict[str, str]

    def says(self, column: str) -> bool:
        """Whether the column is there and not missing; an empty cell, a point and NA are missing."""
        return self.cells.get(column, "") not in MISSING

    def text(self, column: str) -> str:
        """The cell, empty when it is missing."""
        return self.cells[column] if self.says(column) else ""

    def number(self, column: str, noted: Noted, *, default: float | None = None) -> float:
        """The number of a cell; a problem is noted when there is none, and nan is given."""
        if not self.says(column):
            if default is not None:
                return default
            noted.add(self.line, column, "the number is missing", "fill it in")
            return math.nan
        try:
            value = float(self.cells[column])
        except ValueError:
            value = math.nan
        if not abs(value) <= LARGEST:
            noted.add(self.line, column, f"{self.cells[column]!r} is not a number", "write it plainly, such as 70.5")
            return math.nan
        return value


def rows_of(path: Path, *, needs: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of a CSV file; lines that start with # and empty lines are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise refuse(str(path), f"the file cannot be read ({wrong})", "give a CSV file in UTF-8") from wrong
    return table_of(text, path.name, needs=needs)


def table_of(text: str, name: str, *, needs: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    """The same from the text of a file."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if _is_content(line)]
    if not lines:
        raise refuse(name, "the table is empty", f"give a head with {', '.join(needs)}, and rows")
    columns = _columns(lines[0], name, needs)
    noted = Noted(name)
    rows = [row for number, line in lines[1:] if (row := _row(number, line, columns, noted)) is not None]
    noted.raise_any()
    if not rows:
        raise refuse(name, "the table has a head and no rows", "add a row for each person or event")
    return columns, rows


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _cells(line: str) -> list[str]:
    """The cells of a line; none when it cannot be parted, so that it is refused for their number."""
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(line)))]
    except csv.Error:
        return []


def _columns(head: tuple[int, str], name: str, needs: Sequence[str]) -> tuple[str, ...]:
    number, line = head
    columns = tuple(cell.upper() for cell in _cells(line))
    noted = Noted(name)
    for column in (each for each in needs if each not in columns):
        noted.add(
            number,
            column,
            f"there is no such column among {', '.join(columns)}",
            "add it; columns are set apart by commas",
        )
    for column in sorted({each for each in columns if columns.count(each) > 1}):
        noted.add(number, column, "this column is there twice", "remove one or rename it")
    noted.raise_any()
    return columns


def _row(number: int, line: str, columns: tuple[str, ...], noted: Noted) -> Row | None:
    cells = _cells(line)
    if len(cells) == len(columns):
        return Row(number, dict(zip(columns, cells, strict=True)))
    noted.add(number, "row", f"{len(cells)} cells under {len(columns)} columns", "give each column a cell, or a point")
    return None
