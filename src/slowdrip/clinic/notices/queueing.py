"""Wanting a message: a row with its key, written in the action that wants it; and taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from slowdrip.clinic.notices import ways
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import Actor

TOPIC: Final = "message"
STAFF_TOPIC: Final = "notice"


@dataclass(frozen=True, slots=True)
class Body:
    """The words of one message: plain, nothing about health; a text message has no subject."""

    subject: str
    text: str


Build = Callable[[Tx, Message], Body | None]
"""Makes the words in the transaction that writes `sending`, so that a link made for them commits with it.

It runs once per try, and again when staff asks for the words. None says that nobody needs it any more.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: who makes its words, what staff calls it, and the page of a clinic that it is about."""

    build: Build
    name: str | Promise = ""
    page: str = ""


_kinds: dict[str, Kind] = {}


def register_words(kind: str, build: Build, *, name: str | Promise = "", page: str = "") -> None:
    """Says who makes the words of a kind; `name` is what the outbox calls it, `page` the URL name it leads staff to."""
    _kinds[kind] = Kind(build, name, page)


def kind_of(kind: str) -> Kind | None:
    """Gives a registered kind; None for one whose part of the program is gone."""
    return _kinds.get(kind)


def queue(
    tx: Tx,
    *,
    kind: str,
    key: str,
    patient: Patient | UUID | None = None,
    to_staff: Actor | UUID | None = None,
    subject_id: UUID | None = None,
    params: Mapping[str, Any] | None = None,
    due_at: datetime,
    until: datetime | None = None,
) -> Message:
    """Writes a message that is due then, once per key: the same key again gives the row that is there.

    Way and contact are chosen here and looked at again when it is sent. `params` are ids and numbers for the words.
    """
    _must_be_sendable(kind, patient, to_staff)
    known = _known(tx, key)
    if known is not None:
        return known
    patient_id, staff_id = _id(patient), _id(to_staff)
    way, contact = ways.chosen(tx.actor.clinic_id, patient_id=patient_id, staff_id=staff_id)
    row = Message(
        clinic_id=tx.actor.clinic_id,
        kind=kind,
        key=key,
        patient_id=patient_id,
        to_staff_id=staff_id,
        contact=contact,
        way=way,
        subject_id=subject_id,
        params=canonical(params or {}),
        due_at=due_at,
        try_at=due_at,
        until=until,
        at=tx.at,
    )
    return _stored(tx, row)


def _must_be_sendable(kind: str, patient: Patient | UUID | None, to_staff: Actor | UUID | None) -> None:
    if (patient is None) == (to_staff is None):
        raise ValueError("a message goes to one patient or to one person of the staff")
    if kind not in _kinds:
        raise ValueError(f"nobody registered words for messages of the kind {kind}")


def _id(who: Patient | Actor | UUID | None) -> UUID | None:
    return who if who is None or isinstance(who, UUID) else who.pk


def _known(tx: Tx, key: str) -> Message | None:
    return prepared.one(Message, clinic_id=tx.actor.clinic_id, key=key)


def _stored(tx: Tx, row: Message) -> Message:
    """Inserts the row; whoever was a moment sooner with the same key wins, and theirs is given."""
    try:
        with transaction.atomic():
            tx.insert_all([row])
    except IntegrityError:
        known = _known(tx, row.key)
        if known is None:
            raise
        return known
    tx.wrote("message.queued", row, kind=row.kind, way=row.way)
    publish(tx, row)
    return row


def publish(tx: Tx, row: Message) -> None:
    """Tells open screens: the outbox, the patient's page, and the screens of the colleague whom it is for."""
    tx.publish(TOPIC, row.pk)
    if row.to_staff_id is not None:
        tx.publish(STAFF_TOPIC, row.to_staff_id)


def withdraw(tx: Tx, *, key: str, why: str) -> Message | None:
    """Takes back a message that still waits; gives it, or None when there is none or it has already gone."""
    rows = Message.objects.visible_to(tx.actor).select_for_update().filter(key=key, state=Message.State.WAITING)
    row: Message | None = rows.first()
    if row is None:
        return None
    tx.change(row, state=Message.State.WITHDRAWN, why=why, done_at=tx.at)
    publish(tx, row)
    return row
