"""From the bytes of a file to its rows by column name, with every problem of its form; no bytes make it fail."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from slowdrip.clinic.golive.columns import BY_NAME, NEEDED, plain_name
from slowdrip.clinic.golive.problems import WHOLE_FILE, Problem, shown

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 500
SEPARATORS: Final = (",", ";", "\t")
OTHER_FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How a workbook, an old workbook and a PDF begin."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its cells by the name of their column, trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read, and what is wrong with its form."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns by their place; a column that is not known has an empty name.

    `blank` are the places over which nothing stands at all.
    """

    names: tuple[str, ...]
    blank: frozenset[int]
    problems: tuple[Problem, ...]


def read(content: bytes) -> Table:
    """Gives the rows of a table and every problem of its form at once."""
    refused = _not_a_table(content)
    if refused is not None:
        return Table((), (refused,))
    text, refused = _text(content)
    if refused is not None:
        return Table((), (refused,))
    records, broken = _records(text)
    if not records:
        return Table((), tuple(broken) or (Problem(WHOLE_FILE, "", "empty_file"),))
    (line, first), *rest = records
    heading = _heading(line, first)
    return _table(heading, rest, broken)


def _not_a_table(content: bytes) -> Problem | None:
    if len(content) > MOST_BYTES:
        return Problem(WHOLE_FILE, "", "file_too_large", params={"most": MOST_BYTES // 1000})
    if content.startswith(OTHER_FILES):
        return Problem(WHOLE_FILE, "", "not_csv")
    return None


def _text(content: bytes) -> tuple[str, Problem | None]:
    """Line ends of every system become one kind, so that a line number is the one that an editor shows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        return "", Problem(
            content[: why.start].count(b"\n") + 1, "", "not_utf8", shown(repr(content[why.start : why.end]))
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _records(text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Rows that hold anything, each with its first line; reading ends where the quotes cannot be told apart."""
    source = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    found, line = list[tuple[int, list[str]]](), 1
    try:
        for cells in source:
            if any(cell.strip() for cell in cells):
                found.append((line, [cell.strip() for cell in cells]))
            line = source.line_num + 1
    except csv.Error:
        return found, [Problem(line, "", "broken_quotes")]
    return found, []


def _separator(text: str) -> str:
    """The sign between cells is the one that makes most known names out of the first line."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(SEPARATORS, key=lambda sign: sum(plain_name(name.strip('" ')) in BY_NAME for name in first.split(sign)))


def _heading(line: int, cells: list[str]) -> Heading:
    names, problems = list[str](), list[Problem]()
    for cell in cells:
        name = plain_name(cell)
        if name in names and name:
            problems.append(Problem(line, name, "column_twice", shown(cell)))
        elif cell and name not in BY_NAME:
            problems.append(_unknown(line, cell, name))
        names.append(name if name in BY_NAME and name not in names else "")
    problems += [Problem(line, name, "column_missing") for name in NEEDED if name not in names]
    blank = frozenset(place for place, cell in enumerate(cells) if not cell)
    return Heading(tuple(names), blank, tuple(problems))


def _unknown(line: int, cell: str, name: str) -> Problem:
    near = get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
    if near:
        return Problem(line, shown(cell), "column_unknown_near", shown(cell), {"near": near[0]})
    return Problem(line, shown(cell), "column_unknown", shown(cell))


def _table(heading: Heading, records: list[tuple[int, list[str]]], broken: list[Problem]) -> Table:
    problems = [*heading.problems, *broken]
    if not records:
        problems.append(Problem(WHOLE_FILE, "", "no_rows"))
    if len(records) > MOST_ROWS:
        params = {"most": MOST_ROWS, "has": len(records)}
        problems.append(Problem(records[MOST_ROWS][0], "", "too_many_rows", params=params))
        records = records[:MOST_ROWS]
    rows = []
    for line, cells in records:
        wrong = list(_misshapen(heading, line, cells))
        problems += wrong
        if not wrong:
            rows.append(Row(line, dict(_named(heading, cells))))
    return Table(tuple(rows), tuple(problems))


def _named(heading: Heading, cells: list[str]) -> Iterator[tuple[str, str]]:
    return ((name, cell) for name, cell in zip(heading.names, cells, strict=False) if name)


def _misshapen(heading: Heading, line: int, cells: list[str]) -> Iterator[Problem]:
    wanted = len(heading.names)
    if len(cells) < wanted or any(cells[wanted:]):
        yield Problem(line, "", "wrong_number_of_cells", params={"has": len(cells), "wanted": wanted})
    lost = next((cells[place] for place in sorted(heading.blank) if place < len(cells) and cells[place]), "")
    if lost:
        yield Problem(line, "", "cell_without_heading", shown(lost))
