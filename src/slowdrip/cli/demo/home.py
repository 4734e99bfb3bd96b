"""Where a demo lives: a folder marked as a demo's, never the folder of a clinic."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "this-is-a-demo"
DATABASE = "slowdrip.sqlite3"
PARTIAL = "loading.sqlite3"


class NotADemo(Exception):
    """The folder holds an installation that was not made by `slowdrip demo`."""


def claim(place: Path) -> None:
    """Marks a folder as a demo's; refuses one in which a clinic lives, because a demo shows one-time codes."""
    if (place / MARK).exists():
        return
    if (place / DATABASE).exists():
        raise NotADemo(f"{place} holds an installation that is not a demo. Choose another folder: --home FOLDER")
    (place / MARK).write_text("Made by `slowdrip demo`. Nothing in this folder is about real people.\n")


def is_loaded(place: Path) -> bool:
    """Says whether the demo's database is there; it appears whole or not at all."""
    return (place / DATABASE).exists()


@contextmanager
def whole_or_not_at_all(place: Path) -> Iterator[None]:
    """Lets the block fill a new database in a side file, which takes its place at the end, once it is on the disk.

    Until then nothing is worth a sync per commit: a load that is cut off is thrown away and done again.
    """
    from django.db import connection

    partial, final = place / PARTIAL, place / DATABASE
    for left in place.glob(f"{PARTIAL}*"):
        left.unlink()
    connection.close()
    connection.settings_dict["NAME"] = partial
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA journal_mode=MEMORY")
    yield
    connection.close()
    _to_disk(partial)
    partial.rename(final)
    _to_disk(place)
    connection.settings_dict["NAME"] = final


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
