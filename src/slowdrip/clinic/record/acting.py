"""Who acts now, and the one way to change anything: `act`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import OperationalError, models, transaction

from . import chain, prepared
from .canonical import canonical, sha256
from .models import Void
from .refusal import Refused
from .tables import LogModel, row_text
from .tenancy import bind

Row = TypeVar("Row", bound=models.Model)
NOTHING_SAVED = "the database failed before the commit: nothing was saved"


@dataclass(frozen=True, slots=True)
class Acting:
    """An actor in a clinic with what it may do; `session_actor_id` is whoever holds the session, if someone else."""

    actor_id: UUID
    clinic_id: UUID
    kind: str
    label: str
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    session_actor_id: UUID | None = None

    def may(self, permission: str) -> bool:
        """Says whether this actor holds the permission."""
        return permission in self.permissions

    def must(self, permission: str) -> None:
        """Refuses with `not_permitted` unless the actor holds the permission."""
        if not self.may(permission):
            raise Refused("not_permitted", permission=permission)


@dataclass(slots=True)
class Tx:
    """One open action: collects audit entries and news for screens, written last under the clinic's head lock."""

    actor: Acting
    at: datetime
    entries: list[chain.Entry] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    # Everything is written and only the commit is left, of which a lost connection tells nothing.
    complete: bool = False

    def insert(self, row: Row) -> Row:
        """Saves a new row; a log row's digest enters the chain, so that a later edit of the row is found."""
        row.save(force_insert=True)
        if isinstance(row, LogModel):
            self.rows.append({"table": row._meta.label_lower, "id": str(row.pk), "sha256": digest(row)})
        return row

    def insert_all(self, rows: Sequence[Row]) -> None:
        """Saves new rows of one log in one statement; their digests enter the chain as with `insert`."""
        prepared.insert(rows)
        for row in rows:
            if isinstance(row, LogModel):
                self.rows.append({"table": row._meta.label_lower, "id": str(row.pk), "sha256": digest(row)})

    def change(self, row: Row, **values: Any) -> Row:
        """Edits a register row and audits what each named field was before and is after."""
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        shown = {name: [_shown(before[name]), _shown(value)] for name, value in values.items()}
        self.wrote(f"{row._meta.label_lower}.changed", row, changed=shown)
        return row

    def void(self, row: LogModel, *, reason: str) -> Void:
        """Voids a log row; a second void is refused."""
        if Void.objects.filter(clinic_id=self.actor.clinic_id, target_id=row.pk).exists():
            raise Refused("already_voided")
        void = Void(
            clinic_id=self.actor.clinic_id,
            target=row._meta.label_lower,
            target_id=row.pk,
            reason=reason,
            by_id=self.actor.actor_id,
            at=self.at,
        )
        self.insert(void)
        self.wrote(f"{row._meta.label_lower}.voided", row, reason=reason)
        return void

    def wrote(self, action: str, subject: models.Model | None = None, **detail: Any) -> None:
        """Adds an audit entry: ids, codes and numbers, never a name."""
        label = subject._meta.label_lower if subject is not None else ""
        subject_id = subject.pk if subject is not None else None
        self.entries.append(chain.Entry(action=action, subject=label, subject_id=subject_id, detail=detail))

    def publish(self, topic: str, subject_id: UUID | None = None) -> None:
        """Tells open screens that something changed: topic and id only."""
        self.entries.append(chain.Entry(action="", subject="", subject_id=subject_id, detail={}, topic=topic))

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Lets a block write in this action without being able to take the rest of it back.

        What it wrote and audited is kept when it goes through and undone, whole, when it fails; the error goes on.
        """
        rows, entries = len(self.rows), len(self.entries)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self.rows[rows:], self.entries[entries:]
            raise

    def flush(self) -> None:
        """Numbers and writes everything collected; the head lock is taken here and held to the commit."""
        if self.rows and not any(entry.action for entry in self.entries):
            raise AssertionError("a log row was written without an audit entry")
        chain.append(self.actor, self.at, self.entries, rows=self.rows)


@contextmanager
def act(actor: Acting, *, at: datetime) -> Iterator[Tx]:
    """Opens the durable transaction of one action; change, audit and outbox commit together or not at all.

    A database that fails before the commit says so in its exception: nothing was saved, and that may be told.
    """
    tx = Tx(actor=actor, at=at)
    try:
        with transaction.atomic(durable=True):
            bind(actor.clinic_id)
            yield tx
            tx.flush()
            tx.complete = True
    except OperationalError as why:
        if not tx.complete:
            why.add_note(NOTHING_SAVED)
        raise


def digest(row: LogModel) -> str:
    """Gives the SHA-256 of a log row's canonical columns."""
    return sha256(canonical({name: stored(value) for name, value in row_text(row).items()}))


def stored(value: Any) -> Any:
    """Gives a value as it reads back from any database: times in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _shown(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
