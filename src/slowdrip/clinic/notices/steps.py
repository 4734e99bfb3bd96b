"""Writes that actions and the sending share; each needs the open transaction it is given."""

from typing import Any
from uuid import UUID

from slowdrip.clinic.notices import course, ways
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.notices.queueing import publish
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.refusal import Refused

ENDED = frozenset({Message.State.SENT, Message.State.WITHDRAWN})


def locked(tx: Tx, message_id: UUID) -> Message:
    """Gives the message under its lock: whoever comes second sees what the first one wrote."""
    row: Message = Message.objects.visible_to(tx.actor).select_for_update().get(id=message_id)
    return row


def moved(tx: Tx, row: Message, state: str, *, why: str = "", **more: Any) -> Message:
    """Brings a message into another state; a step that does not exist is refused."""
    if not course.may_follow(row.state, state):
        raise Refused("message_moved_on")
    if state in ENDED:
        more = {"done_at": tx.at, **more}
    tx.change(row, state=state, why=why, **more)
    publish(tx, row)
    return row


def routed(tx: Tx, row: Message) -> Message:
    """Chooses way and contact anew, by what holds now."""
    way, contact = ways.chosen(row.clinic_id, patient_id=row.patient_id, staff_id=row.to_staff_id)
    if (way, contact.pk if contact else None) != (row.way, row.contact_id):
        tx.change(row, way=way, contact=contact)
        publish(tx, row)
    return row


def to_hand(tx: Tx, row: Message, *, why: str) -> Message:
    """Leaves a message to a person: it waits, and no gateway takes it."""
    tx.change(row, way=Message.Way.HAND, contact=None, why=why, try_at=tx.at)
    publish(tx, row)
    return row


def stopped(tx: Tx, contact: Contact, *, why: str) -> Stop:
    """Stops a contact; one that is stopped already stays so, with the first reason."""
    rows = Stop.objects.visible_to(tx.actor).filter(contact=contact, lifted_at=None)
    known: Stop | None = rows.first()
    if known is not None:
        return known
    row: Stop = tx.insert(
        Stop(clinic_id=tx.actor.clinic_id, contact=contact, why=why, at=tx.at, by_id=tx.actor.actor_id)
    )
    tx.wrote("contact.stopped", row, contact=contact.pk, why=why)
    tx.publish("patient", contact.patient_id)
    return row
