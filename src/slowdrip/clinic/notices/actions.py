"""What people decide about messages, one function per intent; each is audited with the person's name."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.notices.course import begun_anew
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.notices.queueing import Body
from slowdrip.clinic.notices.sending import WordsBroken, made
from slowdrip.clinic.notices.steps import locked, moved, routed, stopped, to_hand
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused

S = Message.State
MAY: Final = "messages.send"
TOLD_HOW: Final = frozenset({"told", "handed_over"})
STOP_WHY: Final = frozenset({"said_stop", "came_back", "wrong_number"})


def words_for_hand(actor: Acting, message_id: UUID, *, at: datetime) -> Body | None:
    """Makes the words of a message that is handed over, to be shown once; None when nobody needs it any more."""
    actor.must(MAY)
    try:
        with act(actor, at=at) as tx:
            row = _by_hand(tx, message_id)
            body = made(tx, row)
            if body is None:
                moved(tx, row, S.WITHDRAWN, why="not_needed")
            else:
                tx.wrote("message.words_shown", row)
            return body
    except WordsBroken as why:
        raise Refused("message_without_words") from why


def told(actor: Acting, message_id: UUID, *, how: str, at: datetime) -> Message:
    """Says that the person was told, or was handed the words."""
    actor.must(MAY)
    if how not in TOLD_HOW:
        raise Refused("choose_one")
    with act(actor, at=at) as tx:
        return moved(tx, _by_hand(tx, message_id), S.SENT, why=how)


def not_reached(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Says that nobody could be reached; it stays on the list among what did not arrive."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        return moved(tx, _by_hand(tx, message_id), S.FAILED, why="not_reached")


def seen(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Takes a message off the screens of the colleague whom it is for; nobody else can."""
    actor.must("messages.see")
    with act(actor, at=at) as tx:
        row = _by_hand(tx, message_id)
        if row.to_staff_id != actor.actor_id:
            raise Message.DoesNotExist
        return moved(tx, row, S.SENT, why="seen")


def arrived(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Says that a message of which nobody knows did arrive."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        return moved(tx, _in(tx, message_id, {S.UNKNOWN}), S.SENT, why="said_arrived")


def send_again(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Sends a message once more, by the way that holds now: the only way in which one is told twice."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        row = _in(tx, message_id, {S.UNKNOWN, S.FAILED, S.BOUNCED})
        _must_be_in_time(row, at=at)
        return routed(tx, moved(tx, row, S.WAITING, why="asked_again", try_at=at, tries=begun_anew(row.tries)))


def by_hand(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Takes a message off its gateway: somebody tells the person."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        row = _in(tx, message_id, {S.UNKNOWN, S.FAILED, S.BOUNCED})
        _must_be_in_time(row, at=at)
        return to_hand(tx, moved(tx, row, S.WAITING, why="asked_again"), why="asked_again")


def let_go(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Takes a message that did not arrive off the list: nobody needs it any more."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        row = locked(tx, message_id)
        if row.state == S.WAITING and row.way != Message.Way.HAND:
            raise Refused("message_moved_on")
        return moved(tx, row, S.WITHDRAWN, why="let_go")


def mark_bounced(actor: Acting, message_id: UUID, *, at: datetime) -> Message:
    """Says that a message came back; nothing is sent to that contact until somebody lifts the stop."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        row = _in(tx, message_id, {S.SENT, S.UNKNOWN})
        if row.way == Message.Way.HAND:
            raise Refused("message_moved_on")
        moved(tx, row, S.BOUNCED, why="said_came_back")
        if row.contact is not None:
            stopped(tx, row.contact, why="came_back")
        return row


def stop(actor: Acting, contact_id: UUID, *, why: str, at: datetime) -> Stop:
    """Stops a contact: nothing is sent there any more, and what waits for it goes another way."""
    actor.must(MAY)
    if why not in STOP_WHY:
        raise Refused("choose_one", field="why")
    with act(actor, at=at) as tx:
        contact: Contact = Contact.objects.visible_to(actor).select_for_update().get(id=contact_id)
        return stopped(tx, contact, why=why)


def lift(actor: Acting, stop_id: UUID, *, at: datetime) -> Stop:
    """Lifts a stop: the person wants messages there again, or the address was mended."""
    actor.must(MAY)
    with act(actor, at=at) as tx:
        row: Stop = (
            Stop.objects.visible_to(actor).select_for_update(of=("self",)).select_related("contact").get(id=stop_id)
        )
        if row.lifted_at is not None:
            return row
        tx.change(row, lifted_at=at, lifted_by_id=actor.actor_id)
        tx.publish("patient", row.contact.patient_id)
        return row


def _in(tx: Tx, message_id: UUID, states: Collection[str]) -> Message:
    row = locked(tx, message_id)
    if row.state not in states:
        raise Refused("message_moved_on")
    return row


def _by_hand(tx: Tx, message_id: UUID) -> Message:
    row = _in(tx, message_id, {S.WAITING})
    if row.way != Message.Way.HAND:
        raise Refused("message_moved_on")
    return row


def _must_be_in_time(row: Message, *, at: datetime) -> None:
    if row.until is not None and row.until <= at:
        raise Refused("message_too_late")
