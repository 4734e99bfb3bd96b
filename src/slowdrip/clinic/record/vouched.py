"""Remembers on disk which log rows a chain vouches for, so that memory stays bounded however long the chain is."""

import sqlite3
from collections.abc import Iterable
from types import TracebackType
from typing import Self

KEPT = "CREATE TABLE vouched (name TEXT, id TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID"


class Vouched:
    """Table names and row ids in a private file without a name: SQLite spills there and removes it at the end."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("PRAGMA synchronous=OFF")
        self._kept.execute("PRAGMA journal_mode=OFF")
        self._kept.execute(KEPT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, at: TracebackType | None) -> None:
        self._kept.close()

    def add(self, name: str, row_id: str) -> bool:
        """Says False when this row was vouched for before."""
        done = self._kept.execute("INSERT OR IGNORE INTO vouched VALUES (?, ?)", (name, row_id))
        return done.rowcount == 1

    def first_stranger(self, name: str, row_ids: Iterable[str]) -> str | None:
        """Gives the first of these rows that nothing vouches for, or None."""
        return next((row_id for row_id in row_ids if not self._knows(name, row_id)), None)

    def _knows(self, name: str, row_id: str) -> bool:
        found = self._kept.execute("SELECT 1 FROM vouched WHERE name = ? AND id = ?", (name, row_id))
        return found.fetchone() is not None
