"""A table comes in and waits for a decision; nothing of it is a patient yet."""

import hashlib
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.golive.models import KEPT_FOR, GoLiveBatch, GoLiveText
from slowdrip.clinic.golive.reading import MOST_BYTES, read
from slowdrip.clinic.golive.steps import PERMISSION, locked_batch, waiting_batch
from slowdrip.clinic.people.steps import one_registration_at_a_time
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant

MOST_NAME = 120


def upload_batch(actor: Acting, content: bytes, *, name: str, at: datetime) -> GoLiveBatch:
    """Keeps a table for its preview; the one that waited before is discarded.

    A file that was imported before, byte for byte, is refused until somebody of it was taken back: from then on those
    who stayed are named line by line as here already.
    """
    actor.must(PERMISSION)
    if not content:
        raise Refused("golive_empty", field="file")
    if len(content) > MOST_BYTES:
        raise Refused("file_too_large", field="file", most=MOST_BYTES // 1000)
    digest = hashlib.sha256(content).hexdigest()
    with act(actor, at=at) as tx:
        one_registration_at_a_time(tx)
        _refuse_imported(actor, digest)
        for waiting in GoLiveBatch.objects.visible_to(actor).filter(confirmed_at=None, discarded_at=None):
            _discard(tx, waiting)
        batch = GoLiveBatch(
            clinic_id=actor.clinic_id,
            name=name[:MOST_NAME] or "table.csv",
            sha256=digest,
            size_bytes=len(content),
            rows=len(read(content).rows),
            by_id=actor.actor_id,
            at=at,
        )
        tx.insert(batch)
        tx.insert(GoLiveText(clinic_id=actor.clinic_id, batch=batch, text=content))
        tx.wrote("golive.uploaded", batch, sha256=digest, lines=batch.rows)
    return batch


def discard_batch(actor: Acting, batch_id: UUID, *, at: datetime) -> GoLiveBatch:
    """Throws an uploaded table away; that it was there stays noted."""
    actor.must(PERMISSION)
    with act(actor, at=at) as tx:
        batch = waiting_batch(tx, batch_id)
        _discard(tx, batch)
    return batch


def expire_waiting(clinic_id: UUID, at: datetime) -> None:
    """Discards, as the clinic itself, the tables on which nobody decided for a week."""
    with tenant(clinic_id):
        rows = GoLiveBatch.objects.filter(clinic_id=clinic_id, confirmed_at=None, discarded_at=None)
        old = rows.filter(at__lte=at - KEPT_FOR).order_by("pk").values_list("pk", flat=True)
        due = [(system_of(clinic_id), batch_id) for batch_id in old]
    for system, batch_id in due:
        _expire(system, batch_id, at=at)


def _expire(system: Acting, batch_id: UUID, *, at: datetime) -> None:
    with act(system, at=at) as tx:
        batch = locked_batch(tx, batch_id)
        # Somebody may have decided between the look and the lock.
        if batch.confirmed_at is None and batch.discarded_at is None:
            _discard(tx, batch)
            tx.wrote("golive.expired", batch, sha256=batch.sha256)


def _discard(tx: Tx, batch: GoLiveBatch) -> None:
    tx.change(batch, discarded_at=tx.at)
    GoLiveText.objects.visible_to(tx.actor).filter(batch=batch).delete()


def _refuse_imported(actor: Acting, digest: str) -> None:
    rows = GoLiveBatch.objects.visible_to(actor).filter(sha256=digest, confirmed_at__isnull=False, undone=0)
    found = rows.order_by("confirmed_at").first()
    if found is not None:
        raise Refused("golive_same_file", field="file", day=f"{found.confirmed_at:%Y-%m-%d}")
