"""What the record's tests share: an action that leaves rows, and a database with its guards off."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.guards import install, log_models
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.steps import Proof, sign


def sign_something(actor: Acting, *, at: datetime, text: str = "yes") -> Signature:
    """Writes one signature, its audit entry and one piece of news."""
    with act(actor, at=at) as tx:
        subject = AuditEntry.objects.visible_to(actor).earliest("seq")
        signature = sign(tx, Proof(actor, "pin", at), subject, meaning="test.signed", document={"text": text})
        tx.publish("test", subject.pk)
    return signature


def links(actor: Acting) -> list[AuditEntry]:
    """Gives the clinic's chain in order."""
    return list(AuditEntry.objects.visible_to(actor).order_by("seq"))


@contextmanager
def guards_off() -> Iterator[None]:
    """Drops every trigger, as an intruder with the owner's rights would; the test's rollback brings them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in _drops():
            cursor.execute(statement)
    yield
    install(connection)


def _drops() -> list[str]:
    tables = [model._meta.db_table for model in log_models()]
    if connection.vendor == "sqlite":
        return [f'DROP TRIGGER "refuse_{verb}_{table}"' for table in tables for verb in ("update", "delete")]
    verbs = ("update", "delete", "truncate")
    return [f'DROP TRIGGER "refuse_{verb}_{table}" ON "{table}"' for table in tables for verb in verbs]
