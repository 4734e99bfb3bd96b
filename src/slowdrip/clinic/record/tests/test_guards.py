"""Logs are append-only: the model refuses, and the database refuses whoever goes round the model."""

import pytest
from django.db import DatabaseError, connection, models, transaction

from slowdrip.clinic.record import guards
from slowdrip.clinic.record.guards import install, log_models, missing_triggers
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.tables import AppendOnly
from tests.cast import DAY, Cast

from .rows import guards_off, sign_something


def run(sql: str) -> None:
    """Runs SQL in a savepoint, so that a refusal does not end the test's transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["record_auditentry", "record_signature"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET clinic_id = clinic_id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_log_row(cast: Cast, table: str, sql: str) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql.format(table))


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", ["record_auditentry", "record_signature", "record_void"])
def test_postgresql_refuses_to_truncate_a_log(cast: Cast, table: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_every_log_table_has_every_trigger() -> None:
    assert {AuditEntry} <= set(log_models())
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_a_missing_trigger_is_named_and_put_back() -> None:
    with guards_off():
        assert "record_auditentry UPDATE" in missing_triggers(connection)
    assert missing_triggers(connection) == []


def test_planted_fault_without_the_trigger_a_log_row_can_be_changed(cast: Cast) -> None:
    with guards_off():
        run("UPDATE record_auditentry SET action = 'edited'")
    assert not AuditEntry.objects.exclude(action="edited").exists()


@pytest.mark.django_db
def test_planted_fault_a_log_model_that_is_not_guarded_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loose(models.Model):
        class Meta:
            app_label = "record_test"
            db_table = "record_loose"

    monkeypatch.setattr(guards, "log_models", lambda: [Loose])
    assert "record_loose UPDATE" in missing_triggers(connection)


@pytest.mark.django_db
def test_installing_twice_changes_nothing() -> None:
    install(connection)
    install(connection)
    assert missing_triggers(connection) == []


def test_a_log_row_cannot_be_saved_twice(cast: Cast) -> None:
    row = AuditEntry.objects.visible_to(cast.system).earliest("seq")
    with pytest.raises(AppendOnly):
        row.save()


def test_a_log_row_cannot_be_deleted(cast: Cast) -> None:
    row = AuditEntry.objects.visible_to(cast.system).earliest("seq")
    with pytest.raises(AppendOnly):
        row.delete()
