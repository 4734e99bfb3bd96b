"""A database of a test's own, whose commits are real: for what a rolled-back transaction cannot show."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from slowdrip.cli.databases import dropping


@contextmanager
def own_database(folder: Path, *, like: str | None = None) -> Iterator[dict[str, Any]]:
    """Gives the settings of a new database that every thread uses as its only one: migrated, or a copy of another."""
    with new_database(folder, like=like) as name, using(name) as there:
        if like is None:
            call_command("migrate", interactive=False, verbosity=0)
        yield there


@contextmanager
def empty_database(folder: Path) -> Iterator[dict[str, Any]]:
    """As `own_database`, without a table in it."""
    with new_database(folder) as name, using(name) as there:
        yield there


@contextmanager
def new_database(folder: Path, *, like: str | None = None) -> Iterator[str]:
    """Gives the name of a new database, empty or a copy of one that nobody has open; it is gone afterwards."""
    if connection.vendor == "sqlite":
        yield _new_file(folder, like=like)
        return
    name = f"slowdrip_own_{secrets.token_hex(4)}"
    run_on_server(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))
    try:
        yield name
    finally:
        run_on_server(*dropping(name))


def _new_file(folder: Path, *, like: str | None) -> str:
    path = folder / f"{secrets.token_hex(4)}.sqlite3"
    if like is not None:
        shutil.copy(like, path)
    return str(path)


@contextmanager
def using(name: str | Path) -> Iterator[dict[str, Any]]:
    """Lets every thread of this process use the database of that name, or (SQLite) the file at that place.

    The wrapper of the usual test database is put aside, not closed: in memory, closing would empty it.
    """
    usual_wrapper, usual = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**usual, "NAME": str(name)}
    del connections["default"]
    try:
        yield connections.settings["default"]
    finally:
        connection.close()
        connections.settings["default"] = usual
        connections["default"] = usual_wrapper


def run_on_server(*statements: str) -> None:
    """Runs statements about whole databases, which no transaction may hold."""
    usual = settings.DATABASES["default"]
    where = {"host": usual["HOST"], "port": usual["PORT"], "user": usual["USER"], "password": usual["PASSWORD"]}
    with psycopg.connect(dbname="template1", autocommit=True, **where) as server:
        for statement in statements:
            server.execute(statement.encode())
