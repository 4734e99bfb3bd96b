"""The database's own guards: triggers that keep logs append-only, and row-level security on PostgreSQL."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from .tables import ClinicTable, LogModel

REFUSALS = ("UPDATE", "DELETE")


def install_after_migrate(*, app_config: AppConfig, using: str, **_: Any) -> None:
    """Installs all guards once the last of our apps has migrated."""
    if app_config.label == "record":
        return
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every guard in place that is missing; safe to run again."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, tables):
            cursor.execute(statement)


def statements(vendor: str, tables: set[str]) -> list[str]:
    """Gives the SQL that guards the tables which exist."""
    logs = [model._meta.db_table for model in log_models() if model._meta.db_table in tables]
    if vendor == "sqlite":
        return [_sqlite_trigger(table, verb) for table in logs for verb in REFUSALS]
    owned = [model for model in clinic_models() if model._meta.db_table in tables]
    return [POSTGRES_REFUSE, *_postgres_triggers(logs), *_postgres_tenancy(owned), *_postgres_grants(logs)]


def log_models() -> list[type[models.Model]]:
    """Gives every concrete append-only model."""
    return [model for model in apps.get_models() if issubclass(model, LogModel)]


def clinic_models() -> list[type[models.Model]]:
    """Gives every concrete model whose rows belong to one clinic."""
    return [model for model in apps.get_models() if issubclass(model, ClinicTable)]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names the guards that should exist and do not, as `table VERB`."""
    if connection.vendor == "sqlite":
        query, verbs = "SELECT name FROM sqlite_master WHERE type = 'trigger'", list(REFUSALS)
    else:
        query, verbs = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal", [*REFUSALS, "TRUNCATE"]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = [(model._meta.db_table, verb) for model in log_models() for verb in verbs]
    return [f"{table} {verb}" for table, verb in wanted if _name(table, verb) not in present]


def _name(table: str, verb: str) -> str:
    return f"refuse_{verb.lower()}_{table}"


def _sqlite_trigger(table: str, verb: str) -> str:
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{_name(table, verb)}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END"
    )


POSTGRES_REFUSE = """
CREATE OR REPLACE FUNCTION slowdrip_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $$
"""


def _postgres_triggers(logs: list[str]) -> list[str]:
    each = {"UPDATE": "ROW", "DELETE": "ROW", "TRUNCATE": "STATEMENT"}
    return [
        f'CREATE OR REPLACE TRIGGER "{_name(table, verb)}" BEFORE {verb} ON "{table}" '
        f"FOR EACH {level} EXECUTE FUNCTION slowdrip_refuse()"
        for table in logs
        for verb, level in each.items()
    ]


def _postgres_tenancy(owned: list[type[models.Model]]) -> list[str]:
    out: list[str] = []
    for model in owned:
        table = model._meta.db_table
        own = "clinic_id = nullif(current_setting('slowdrip.clinic', true), '')::uuid"
        extra = getattr(model, "also_visible_sql", "")
        seen = f"({own}) OR ({extra})" if extra else own
        out += [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'DROP POLICY IF EXISTS tenant ON "{table}"',
            f'CREATE POLICY tenant ON "{table}" USING ({seen}) WITH CHECK ({own})',
        ]
    return out


def _postgres_grants(logs: list[str]) -> list[str]:
    role = settings.SLOWDRIP_APP_ROLE
    if not role:
        return []
    return [
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        *(f'REVOKE UPDATE, DELETE ON "{table}" FROM "{role}"' for table in logs),
    ]
