"""`python -m bench`: prints the tables for the database that the environment names; SQLite when it names none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from slowdrip.cli.installation import migrate, open_installation

RUNNING_ON_BOARD = 12
DRIPS_TO_CHART = 24


def main() -> None:
    """Measures and prints."""
    place = open_installation()
    migrate()
    from django.db import connection

    from bench.machine import machine

    print(f"\n## {'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'}\n\n{machine(place)}", end="")
    if connection.vendor == "sqlite":
        on_sqlite(place)
        return
    on_postgres()


def on_sqlite(place: Path) -> None:
    """Fold, board and charting on the embedded database."""
    from bench import bare, board, charting, fold, starting
    from bench.clinic import add_drips, open_house, unhurried
    from bench.timing import markdown

    print(markdown("Fold", fold.figures()), end="", flush=True)
    at = datetime.now(UTC)
    with unhurried():
        house = open_house(running=RUNNING_ON_BOARD, at=at)
    print(markdown("Pages, server time through the test client", board.figures(house)), end="", flush=True)
    print(markdown("Starting, and changing hands", starting.figures(house)), end="", flush=True)
    with unhurried():
        house = add_drips(house, DRIPS_TO_CHART, at=at)
    bare.prepare()
    title = "Durable events; bare: one insert per event, the same commits"
    print(markdown(title, charting.figures(house, since=at + timedelta(minutes=1))), end="", flush=True)


def on_postgres() -> None:
    """Charting on the database server."""
    from bench import bare, charting
    from bench.clinic import add_drips, open_house
    from bench.timing import markdown

    at = datetime.now(UTC)
    house = add_drips(open_house(running=RUNNING_ON_BOARD, at=at), DRIPS_TO_CHART, at=at)
    bare.prepare()
    title = "Durable events; bare: one insert per event, the same commits"
    print(markdown(title, charting.figures(house, since=at + timedelta(minutes=1))), end="", flush=True)


if __name__ == "__main__":
    main()
