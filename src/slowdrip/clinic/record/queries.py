"""Reads of the record: the system actor, heartbeats, the outbox."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from . import prepared
from .acting import Acting
from .actions import system_acting
from .models import Actor, ClinicHead, Heartbeat, Outbox

SILENT_AFTER = timedelta(seconds=5)


def system_of(clinic_id: UUID) -> Acting:
    """Gives the clinic's system actor."""
    actor = prepared.one(Actor, clinic_id=clinic_id, kind=Actor.Kind.SYSTEM)
    if actor is None:
        raise Actor.DoesNotExist
    return system_acting(actor)


def last_beat(clinic_id: UUID, process: str) -> datetime | None:
    """Gives when the process last did its work for this clinic to the end, or None."""
    found: datetime | None = (
        Heartbeat.objects.filter(clinic_id=clinic_id, process=process).values_list("at", flat=True).first()
    )
    return found


def failing(clinic_id: UUID, process: str) -> frozenset[UUID]:
    """Gives what the process could not watch at its last beat."""
    text = Heartbeat.objects.filter(clinic_id=clinic_id, process=process).values_list("failing", flat=True).first()
    return frozenset(map(UUID, json.loads(text or "[]")))


def shows_life(beat: datetime | None, at: datetime) -> bool:
    """Says whether a process beat within five seconds of now; one ahead of it (a clock set back) is no life."""
    return beat is not None and abs(at - beat) <= SILENT_AFTER


def head_seq(clinic_id: UUID) -> int:
    """Gives the clinic's newest sequence number; needs the tenancy bound."""
    return int(ClinicHead.objects.values_list("seq", flat=True).get(clinic_id=clinic_id))


def news_after(clinic_id: UUID, seq: int, *, limit: int = 500) -> list[Outbox]:
    """Gives the clinic's outbox rows after a sequence number, oldest first."""
    return list(Outbox.objects.filter(clinic_id=clinic_id, seq__gt=seq).order_by("seq")[:limit])
