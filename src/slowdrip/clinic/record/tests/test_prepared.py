"""The prepared statements say what the ORM says of the same rows."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.models import Actor, AuditEntry, ClinicHead, Outbox, Signature
from slowdrip.clinic.record.tables import row_text, uuid7
from tests.cast import DAY, Cast

from .rows import links, sign_something

MANY = 400


def news(cast: Cast, seq: int, **values: Any) -> Outbox:
    """A row that was not written yet."""
    told = {"topic": "Ω “test”", "subject_id": None, "at": DAY + timedelta(microseconds=seq), **values}
    return Outbox(clinic_id=cast.harbor.pk, seq=seq, **told)


def written_reads_the_same(cast: Cast) -> None:
    rows = [news(cast, 10_000), news(cast, 10_001, subject_id=uuid7())]
    prepared.insert(rows)
    for row in rows:
        assert row_text(Outbox.objects.get(pk=row.pk)) == row_text(row)
        assert row_text(found(Outbox, id=row.pk)) == row_text(row)
        assert not row._state.adding


def found(model: type[models.Model], **by: Any) -> models.Model:
    row = prepared.one(model, **by)
    assert row is not None
    return row


def test_every_column_reads_as_the_orm_reads_it(cast: Cast) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    for model in (Actor, AuditEntry, ClinicHead, Outbox, Signature):
        kind: Any = model
        for row in kind.objects.filter(clinic_id=cast.harbor.pk):
            assert row_text(found(model, id=row.pk)) == row_text(row)


def test_what_is_written_reads_the_same(cast: Cast) -> None:
    written_reads_the_same(cast)


def test_a_value_that_went_to_the_wrong_column_would_be_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the values of a row are written in another order than its columns."""

    def mixed(model: type[models.Model]) -> list[str]:
        names = [field.attname for field in model._meta.concrete_fields]
        return [*names[:-1], names[-1]] if model is not Outbox else ["id", "clinic_id", "seq", "topic", "id", "at"]

    monkeypatch.setattr(prepared, "_columns", mixed)
    with pytest.raises(AssertionError):
        written_reads_the_same(cast)


def test_more_rows_than_one_statement_takes_are_all_written_and_found(cast: Cast) -> None:
    rows = [news(cast, 20_000 + number) for number in range(MANY)]
    prepared.insert(rows)
    ids = [row.pk for row in rows]
    assert Outbox.objects.filter(seq__gte=20_000).count() == MANY
    assert {row.pk for row in prepared.all_of(Outbox, [*ids * 3, uuid4()])} == set(ids)
    assert prepared.all_of(Outbox, []) == []


def test_nothing_to_write_asks_nothing(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        prepared.insert([])
    assert len(asked) == 0


def test_only_the_row_with_all_the_columns_is_found_and_changed(cast: Cast) -> None:
    head = ClinicHead.objects.get(clinic_id=cast.harbor.pk)
    assert prepared.one(ClinicHead, id=head.pk, clinic_id=uuid4()) is None
    assert prepared.update(ClinicHead, {"seq": 7}, id=head.pk, clinic_id=uuid4()) == 0
    assert prepared.update(ClinicHead, {"seq": head.seq + 1}, id=head.pk, clinic_id=head.clinic_id) == 1
    assert ClinicHead.objects.get(pk=head.pk).seq == head.seq + 1


def test_a_lock_is_taken_where_the_database_has_one(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert prepared.one_locked(ClinicHead, clinic_id=cast.harbor.pk) is not None
    assert asked.captured_queries[-1]["sql"].endswith("FOR NO KEY UPDATE") == connection.features.has_select_for_update


def test_a_lock_outside_an_action_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as briefly:
        briefly.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
        with pytest.raises(AssertionError):
            prepared.one_locked(ClinicHead, clinic_id=cast.harbor.pk)


def test_a_log_row_written_here_is_one_that_cannot_be_saved_again(cast: Cast) -> None:
    link = links(cast.system)[-1]
    row = AuditEntry(**{**row_text(link), "id": uuid7(), "seq": link.seq + 100})
    prepared.insert([row])
    with pytest.raises(Exception, match="is a log"):
        row.save()
