"""Whether a clinic can be opened in this database: an empty one is made ready, any other must be of this version."""

from pathlib import Path

import typer

from slowdrip.cli.databases import OWNER, owner_database, said
from slowdrip.cli.demo.home import MARK
from slowdrip.cli.installation import is_behind, migrate, owner_alias


def make_ready(place: Path) -> None:
    """Makes an empty database ready; refuses a demo's, an older version's, and one that does not answer."""
    from django.db import DatabaseError, connection

    if (place / MARK).exists():
        raise typer.BadParameter(
            f"{place} holds the demo, where everybody's sign-in is public. Choose another folder: --home FOLDER",
            param_hint="--home",
        )
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as why:
        raise _stop(f"The database does not answer: {said(owner_database())}. {why}") from why
    if not tables:
        _make(said(owner_database()))
    elif is_behind(owner_alias()):
        raise _stop(
            f"The database is not migrated to this version: {said(owner_database())}. "
            "Take a backup, start `slowdrip serve` once (it brings the database up to date), then run this again."
        )


def _make(where: str) -> None:
    from django.db import DatabaseError

    try:
        migrate()
    except DatabaseError as why:
        raise _stop(
            f"The tables could not be made in {where}: {why}Set {OWNER} to the role that owns the database."
        ) from why


def _stop(text: str) -> typer.Exit:
    typer.echo(" ".join(text.split()), err=True)
    return typer.Exit(1)
