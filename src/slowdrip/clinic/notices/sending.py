"""The sending of one message: `sending` is committed, then the call is made, then its answer is committed."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

from slowdrip.clinic.notices import configured, ways
from slowdrip.clinic.notices.course import wait_after
from slowdrip.clinic.notices.due import Round, due
from slowdrip.clinic.notices.gateways import Bounced, Gateway, Outcome, Refused, Sent, Unsure, gateways
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.plain import problems_of
from slowdrip.clinic.notices.queueing import Body, kind_of
from slowdrip.clinic.notices.steps import locked, moved, routed, stopped, to_hand
from slowdrip.clinic.notices.sweeping import sweep
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant

log = logging.getLogger("slowdrip.messages")
S = Message.State
TURN_S: Final = 10.0
"""So long one clinic sends before the others, and the messages to colleagues, have their turn again."""


class WordsBroken(Exception):
    """The words of a message could not be made; nothing of it was written or sent."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to a gateway: made in the transaction that wrote `sending`, and not kept."""

    message_id: UUID
    tries: int
    way: str
    to: str
    body: Body


def tick(clinic_id: UUID, at: datetime) -> None:
    """Does what the clock does for messages: no network, so nothing here waits for a gateway."""
    sweep(clinic_id, at=at)


def deliver(
    clinic_id: UUID,
    *,
    now: Callable[[], datetime],
    by: Mapping[str, Gateway] | None = None,
    this_round: Round | None = None,
) -> int:
    """Sends what is due in one clinic, to colleagues first; gives how many calls were made. Only the courier does this.

    A gateway that did not take a message is left alone until the next round, which a clinic shares with the others.
    """
    carriers, this_round = gateways() if by is None else by, this_round or Round()
    sweep(clinic_id, at=now())
    calls = 0
    for whom in this_round.whom:
        with tenant(clinic_id):
            system, waiting = system_of(clinic_id), due(clinic_id, whom, ways=this_round.open_ways(), at=now())
        calls += _sent_in_turn(system, waiting, this_round=this_round, carriers=carriers, now=now)
    return calls


def _sent_in_turn(
    system: Acting,
    waiting: Sequence[tuple[UUID, str]],
    *,
    this_round: Round,
    carriers: Mapping[str, Gateway],
    now: Callable[[], datetime],
) -> int:
    calls, ends_s = 0, monotonic() + TURN_S
    for message_id, way in waiting:
        if monotonic() > ends_s:
            break
        parcel = claimed(system, message_id, at=now()) if way in this_round.open_ways() else None
        if parcel is None:
            continue
        outcome = _carried(carriers.get(parcel.way), parcel)
        settle(system, parcel, outcome, at=now())
        calls += 1
        if not isinstance(outcome, Sent | Bounced):
            this_round.closed.add(parcel.way)
    return calls


def claimed(system: Acting, message_id: UUID, *, at: datetime) -> Parcel | None:
    """Commits `sending` with the words made; None when it is not to be sent after all."""
    try:
        with act(system, at=at) as tx:
            return _claim(tx, locked(tx, message_id))
    except WordsBroken:
        log.exception("no words could be made for message %s", message_id)
        _put_off(system, message_id, at=at)
        return None


def _claim(tx: Tx, row: Message) -> Parcel | None:
    if row.state != S.WAITING or row.way == Message.Way.HAND or row.try_at > tx.at:
        return None
    if row.until is not None and row.until <= tx.at:
        moved(tx, row, S.WITHDRAWN, why="too_late")
        return None
    to = ways.address_of(row) or ways.address_of(routed(tx, row))
    if not to:
        return None
    body = made(tx, row)
    if body is None:
        moved(tx, row, S.WITHDRAWN, why="not_needed")
        return None
    if _tells(row, body):
        to_hand(tx, row, why="not_plain")
        return None
    moved(tx, row, S.SENDING, sending_at=tx.at, tries=row.tries + 1)
    return Parcel(row.pk, row.tries, row.way, to, body)


def _tells(row: Message, body: Body) -> bool:
    """Says whether the words hold something about health; a colleague may read their own clinic's name and address."""
    words = f"{body.subject} {body.text}"
    if row.to_staff_id is not None:
        for known in filter(None, (row.clinic.name, configured.public_address())):
            words = words.replace(known, "")
    return bool(problems_of(words))


def made(tx: Tx, row: Message) -> Body | None:
    """Makes the words of a message, and whatever they need, in this transaction."""
    kind = kind_of(row.kind)
    if kind is None:
        raise WordsBroken(row.kind)
    try:
        return kind.build(tx, row)
    except Exception as why:
        raise WordsBroken(row.kind) from why


def _put_off(system: Acting, message_id: UUID, *, at: datetime) -> None:
    with act(system, at=at) as tx:
        row = locked(tx, message_id)
        if row.state == S.WAITING:
            _later(tx, row, why="words_failed", tries=row.tries + 1)


def _later(tx: Tx, row: Message, *, why: str, tries: int) -> None:
    wait = wait_after(tries)
    if wait is None:
        moved(tx, row, S.FAILED, why=why, tries=tries)
    elif row.state == S.WAITING:
        tx.change(row, why=why, tries=tries, try_at=tx.at + wait)
    else:
        moved(tx, row, S.WAITING, why=why, try_at=tx.at + wait)


def _carried(gateway: Gateway | None, parcel: Parcel) -> Outcome:
    if gateway is None:
        return Refused("no_gateway")
    try:
        return gateway.send(parcel.to, parcel.body)
    except Exception:  # nobody knows how far it came, so it is shown as unknown and not sent again
        log.exception("the gateway broke at message %s", parcel.message_id)
        return Unsure("gateway_broke")


def settle(system: Acting, parcel: Parcel, outcome: Outcome, *, at: datetime) -> None:
    """Commits what the gateway said; an answer to an earlier try, or after a person decided, changes nothing."""
    with act(system, at=at) as tx:
        row = locked(tx, parcel.message_id)
        if row.tries != parcel.tries or row.state not in (S.SENDING, S.UNKNOWN):
            return
        match outcome:
            case Sent():
                moved(tx, row, S.SENT)
            case Bounced(why=why):
                _bounced(tx, row, why)
            case Refused(why=why, lasting=lasting) if lasting or row.state == S.UNKNOWN:
                moved(tx, row, S.FAILED, why=why)
            case Refused(why=why):
                _later(tx, row, why=why, tries=row.tries)
            case Unsure(why=why) if row.state == S.SENDING:
                moved(tx, row, S.UNKNOWN, why=why)


def _bounced(tx: Tx, row: Message, why: str) -> None:
    moved(tx, row, S.BOUNCED, why=why)
    if row.contact is not None:
        stopped(tx, row.contact, why="came_back")
