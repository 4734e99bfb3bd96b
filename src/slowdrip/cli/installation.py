"""Opens an installation: where it lives, its settings, its database brought up to date."""

import os
from pathlib import Path

DEFAULT_HOME = Path("var")


def open_installation(home: Path | None = None) -> Path:
    """Sets up Django for the installation under `home` (else $SLOWDRIP_HOME, else ./var) and gives the folder."""
    chosen = (home or Path(os.environ.get("SLOWDRIP_HOME", DEFAULT_HOME))).resolve()
    chosen.mkdir(parents=True, exist_ok=True)
    (chosen / "static").mkdir(exist_ok=True)
    os.environ["SLOWDRIP_HOME"] = str(chosen)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
    import django

    django.setup()
    return chosen


def migrate() -> None:
    """Brings the database to this version's schema and reinstalls its guards.

    On PostgreSQL the application's role owns nothing, so the owner does it: $SLOWDRIP_OWNER_DATABASE_URL.
    """
    from django.core.management import call_command
    from django.db import connections

    from slowdrip.clinic.record import guards

    alias = owner_alias()
    if is_behind(alias):
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    guards.install(connections[alias])


def is_behind(alias: str) -> bool:
    """Says whether a migration is still to be applied; a start with nothing to do should be quick."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def owner_alias() -> str:
    """Gives the connection of whoever owns the tables: its own where the environment names one."""
    from django.conf import settings

    return "owner" if "owner" in settings.DATABASES else "default"
