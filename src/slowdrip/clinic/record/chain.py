"""The audit chain: one numbered, hash-linked sequence per clinic, shared by audit and outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from . import prepared
from .canonical import canonical, sha256
from .models import AuditEntry, ClinicHead, Outbox

if TYPE_CHECKING:
    from .acting import Acting


@dataclass(frozen=True, slots=True)
class Entry:
    """What an action wants numbered: an audit entry, or news for screens when `topic` is set."""

    action: str
    subject: str
    subject_id: UUID | None
    detail: dict[str, Any] = field(default_factory=dict)
    topic: str = ""


def append(actor: Acting, at: datetime, entries: list[Entry], *, rows: list[dict[str, str]]) -> None:
    """Writes entries in order under the clinic's head lock; needs an open transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise AssertionError("the chain is written inside an action only")
    if not entries:
        return
    head = prepared.one_locked(ClinicHead, clinic_id=actor.clinic_id)
    if head is None:
        raise ClinicHead.DoesNotExist
    audits: list[AuditEntry] = []
    news: list[Outbox] = []
    pending = rows
    for entry in entries:
        head.seq += 1
        if entry.topic:
            news.append(_news(actor, at, entry, seq=head.seq))
            continue
        detail = {**entry.detail, "rows": pending} if pending else entry.detail
        pending = []
        row = _audit(actor, at, entry, seq=head.seq, prev_hash=head.hash, detail=canonical(detail))
        head.hash = row.hash
        audits.append(row)
    prepared.insert(audits)
    prepared.insert(news)
    prepared.update(ClinicHead, {"seq": head.seq, "hash": head.hash}, id=head.pk)


def link_hash(row: AuditEntry) -> str:
    """Gives the hash that binds an entry to the one before it."""
    return sha256(
        canonical(
            {
                "clinic": row.clinic_id,
                "seq": row.seq,
                "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": row.actor_id,
                "session_actor": row.session_actor_id,
                "action": row.action,
                "subject": row.subject,
                "subject_id": row.subject_id,
                "detail": row.detail,
                "prev": row.prev_hash,
            }
        )
    )


def _audit(actor: Acting, at: datetime, entry: Entry, *, seq: int, prev_hash: str, detail: str) -> AuditEntry:
    row = AuditEntry(
        clinic_id=actor.clinic_id,
        seq=seq,
        at=at,
        actor_id=actor.actor_id,
        session_actor_id=actor.session_actor_id,
        action=entry.action,
        subject=entry.subject,
        subject_id=entry.subject_id,
        detail=detail,
        prev_hash=prev_hash,
    )
    row.hash = link_hash(row)
    return row


def _news(actor: Acting, at: datetime, entry: Entry, *, seq: int) -> Outbox:
    return Outbox(clinic_id=actor.clinic_id, seq=seq, topic=entry.topic, subject_id=entry.subject_id, at=at)
