"""What the clock does for messages, without a network: gives up on what a crash left, withdraws what comes too late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from slowdrip.clinic.notices.course import SENDING_LASTS
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.steps import moved
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant

S = Message.State
MOST_AT_ONCE: Final = 200


def sweep(clinic_id: UUID, *, at: datetime) -> None:
    """Brings into their state the messages that time alone has moved; nothing is sent here."""
    for rows, state, why in (
        (_left_in_sending(clinic_id, at=at), S.UNKNOWN, "no_word"),
        (_too_late(clinic_id, at=at), S.WITHDRAWN, "too_late"),
        (_overtaken(clinic_id, at=at), S.WITHDRAWN, "newer_one"),
    ):
        with tenant(clinic_id):
            found = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
        if found:
            _move(clinic_id, found, rows, state=state, why=why, at=at)


def _move(
    clinic_id: UUID, found: Iterable[UUID], rows: QuerySet[Message], *, state: str, why: str, at: datetime
) -> None:
    """Looks again under the lock: an answer may have come between the look and the write."""
    with tenant(clinic_id):
        system = system_of(clinic_id)
    with act(system, at=at) as tx:
        for row in rows.filter(pk__in=list(found)).select_for_update(of=("self",)).order_by("pk"):
            moved(tx, row, state, why=why)


def _left_in_sending(clinic_id: UUID, *, at: datetime) -> QuerySet[Message]:
    rows: QuerySet[Message] = Message.objects.filter(clinic_id=clinic_id, state=S.SENDING)
    return rows.filter(sending_at__lte=at - SENDING_LASTS)


def _due(clinic_id: UUID, *, at: datetime) -> QuerySet[Message]:
    rows: QuerySet[Message] = Message.objects.filter(clinic_id=clinic_id, state=S.WAITING)
    return rows.filter(try_at__lte=at)


def _too_late(clinic_id: UUID, *, at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(clinic_id=clinic_id, state=S.WAITING, until__lte=at)


def _overtaken(clinic_id: UUID, *, at: datetime) -> QuerySet[Message]:
    """Due messages with a newer due one of their kind: after an outage a patient gets one, not a flood.

    A colleague may be told of several patients by one kind of message, so there the subject counts too.
    """
    newer = _due(clinic_id, at=at).filter(
        Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__gt=OuterRef("pk")),
        kind=OuterRef("kind"),
    )
    of_patient = Q(Exists(newer.filter(patient_id=OuterRef("patient_id"))))
    of_staff = Q(Exists(newer.filter(to_staff_id=OuterRef("to_staff_id"), subject_id=OuterRef("subject_id"))))
    return _due(clinic_id, at=at).filter(of_patient | of_staff)
