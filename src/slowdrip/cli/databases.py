"""Which database a command works on, as whom, and in plain words."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

OWNER = "SLOWDRIP_OWNER_DATABASE_URL"
REHEARSAL = "SLOWDRIP_REHEARSAL_URL"


def owner_database() -> Mapping[str, Any]:
    """Gives the database as its owner sees it: row-level security would hide rows from the application's own role."""
    from django.conf import settings

    from slowdrip.cli.installation import owner_alias

    found: Mapping[str, Any] = settings.DATABASES[owner_alias()]
    return found


def is_sqlite(database: Mapping[str, Any]) -> bool:
    """Says whether the database is a file."""
    return str(database["ENGINE"]).endswith("sqlite3")


def said(database: Mapping[str, Any]) -> str:
    """Gives the database in words, without its password."""
    if is_sqlite(database):
        return f"the file {database['NAME']}"
    server = ":".join(str(part) for part in (database["HOST"] or "this machine", database["PORT"]) if part)
    return f"the PostgreSQL database {database['NAME']} on {server}, as {database['USER']}"


def environment_urls() -> list[str]:
    """Names the variables of the environment that point at a database."""
    return sorted(name for name in os.environ if is_database_url(name) and os.environ[name])


def is_database_url(name: str) -> bool:
    """Says whether a variable of the environment points at a database of the clinic."""
    return name.startswith("SLOWDRIP_") and name.endswith("DATABASE_URL")


@contextmanager
def rehearsal_database() -> Iterator[str]:
    """Gives the address of an empty database to rehearse in; empty where the rehearsal's own folder will do.

    On PostgreSQL $SLOWDRIP_REHEARSAL_URL names one; else the owner makes one and drops it.
    """
    database = owner_database()
    given = os.environ.get(REHEARSAL, "")
    if given or is_sqlite(database):
        yield given
        return
    name = f"slowdrip_rehearsal_{secrets.token_hex(4)}"
    _on_server(database, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield _url(database, name)
    finally:
        _on_server(database, *dropping(name))


def dropping(name: str) -> tuple[str, str]:
    """Gives the statements that drop a PostgreSQL database with whatever of the same role is still connected to it.

    Not `WITH (FORCE)`: that also asks to end the server's own autovacuum worker, which only a superuser may, and fails
    when one happens to be there. A plain drop sends that worker away by itself.
    """
    theirs = f"datname = '{name}' AND backend_type = 'client backend' AND pg_has_role(usesysid, 'MEMBER')"
    end_sessions = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {theirs}"  # noqa: S608 - our name
    return end_sessions, f'DROP DATABASE "{name}"'


def _on_server(database: Mapping[str, Any], *statements: str) -> None:
    import psycopg

    from slowdrip.cli.dumps import DumpFailed

    where = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: str(database[key]) for name, key in where.items() if database[key]}
    try:
        with psycopg.connect(**given, autocommit=True) as server:  # type: ignore[arg-type]  # every value is a text
            for statement in statements:
                server.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege as why:
        raise DumpFailed(
            f"a rehearsal needs an empty database: set {REHEARSAL} to one, "
            f"or set {OWNER} to a role with CREATEDB, which makes one and drops it"
        ) from why


def _url(database: Mapping[str, Any], name: str) -> str:
    who = ":".join(quote(str(database[key]), safe="") for key in ("USER", "PASSWORD"))
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{who}@{database['HOST']}{port}/{name}"
