"""Who watches a clinic, and the proof that it did: a lease taken before the work, a heartbeat written after it."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from .canonical import canonical
from .models import Heartbeat
from .tenancy import bind

LEASE = timedelta(seconds=5)


def take(clinic_id: UUID, process: str, holder: str, *, at: datetime) -> bool:
    """Takes or keeps the watch over a clinic; says False while another holder's lease is younger than five seconds.

    Nothing is written while the holder's own lease is young: a holder whose work keeps failing loses its turn.
    """
    with transaction.atomic(durable=True):
        row = _row(clinic_id, process, holder, at=at)
        # A lease far in the future is as dead as an old one: the wall clock was set back, and nobody may wait for it.
        young = abs(at - row.leased_at) < LEASE
        if row.holder != holder and young:
            return False
        if row.holder != holder or not young:
            row.holder, row.leased_at = holder, at
            row.save(update_fields=["holder", "leased_at"])
        return True


def beat(
    clinic_id: UUID, process: str, holder: str, *, at: datetime, failing: Collection[UUID] = ()
) -> frozenset[UUID]:
    """Says that the work was done, except for what failed; gives what began or ceased to fail since the last beat.

    A holder that lost the watch meanwhile writes nothing.
    """
    with transaction.atomic(durable=True):
        row = _row(clinic_id, process, holder, at=at)
        if row.holder != holder:
            return frozenset()
        before = frozenset(map(UUID, json.loads(row.failing)))
        row.leased_at = row.at = at
        row.failing = canonical(sorted(map(str, failing)))
        row.save(update_fields=["leased_at", "at", "failing"])
        return before ^ frozenset(failing)


def _row(clinic_id: UUID, process: str, holder: str, *, at: datetime) -> Heartbeat:
    """Gives the clinic's row under its lock, made where it is missing."""
    bind(clinic_id)
    row: Heartbeat = Heartbeat.objects.select_for_update().get_or_create(
        clinic_id=clinic_id, process=process, defaults={"holder": holder, "leased_at": at}
    )[0]
    return row
