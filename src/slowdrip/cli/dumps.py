"""Copies of a running database: SQLite's online backup, PostgreSQL's own dump; and back."""

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from slowdrip.cli.databases import OWNER, is_sqlite

AS_OWNER = f"Dump and restore work as the role that owns the tables. Set {OWNER} to its address."
REFUSALS = ("row-level security", "permission denied", "must be owner")


class DumpFailed(Exception):
    """The database program refused; its own words are in the message."""


def dump(settings: Mapping[str, Any], target: Path) -> str:
    """Writes a consistent copy of the running database to `target`; gives its form: sqlite or postgresql."""
    if is_sqlite(settings):
        _copy_sqlite(Path(settings["NAME"]), target)
        return "sqlite"
    _run_postgres(settings, ["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])
    return "postgresql"


def load(settings: Mapping[str, Any], source: Path, *, form: str) -> None:
    """Fills an empty database from a copy; a database that holds something is refused.

    Rights are left out of a copy: the roles of its first server may not exist here, and the guards grant them anew.
    """
    wanted = "sqlite" if is_sqlite(settings) else "postgresql"
    if form != wanted:
        raise DumpFailed(f"this backup is of {form}, the installation uses {wanted}")
    if form == "postgresql":
        whole = ["pg_restore", "--single-transaction", "--no-owner", "--no-privileges"]
        _run_postgres(settings, [*whole, f"--dbname={settings['NAME']}", str(source)])
        return
    path = Path(settings["NAME"])
    if path.exists() and path.stat().st_size:
        raise DumpFailed(f"{path} exists; restore into an empty folder: slowdrip restore FILE --home NEW_FOLDER")
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy_sqlite(source, path)


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)  # in one pass: a stepwise copy starts again at every commit
        (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        raise DumpFailed(f"the copy of {source} is damaged: {answer}")


def _run_postgres(settings: Mapping[str, Any], command: list[str]) -> None:
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = {**os.environ, **{name: str(settings[key]) for name, key in given.items() if settings.get(key)}}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip() or f"{command[0]} failed"
        raise DumpFailed(f"{said}\n{AS_OWNER}" if any(word in said for word in REFUSALS) else said)
