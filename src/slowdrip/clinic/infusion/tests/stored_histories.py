"""Random histories written to the database in pieces, in order or shuffled, as tablets would send them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.steps import locked, refold, store
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.science.infusion.events import KINDS, Event, problems
from slowdrip.science.infusion.tests.histories import history

LONG_AFTER = timedelta(hours=4)


def write_history(actor: Acting, infusion: Infusion, *, seed: int) -> int:
    """Stores the valid part of one random history, voiding an entry now and then; gives how many events it told."""
    chance = Random(seed)
    drafts = list(_drafts(infusion, history(chance)))
    in_order = chance.random() < 0.5
    drafts.sort(key=lambda draft: (draft.occurred_at, str(draft.id)))
    if not in_order:
        chance.shuffle(drafts)
    end = max((draft.occurred_at for draft in drafts), default=infusion.planned_at) + LONG_AFTER
    told = 0
    while told < len(drafts):
        piece = drafts[told : told + chance.randrange(1, 9)]
        at = max(draft.occurred_at for draft in piece) if in_order else end
        _send(actor, infusion, piece, at=at)
        told += len(piece)
        if chance.random() < 0.1:
            _void_one(actor, infusion, chance, at=at)
    return told


def _drafts(infusion: Infusion, events: list[Event]) -> Iterator[Draft]:
    """The events that the writing side would let through, each id once, in this drip's own name space."""
    known: set[str] = set()
    for event in events:
        if event.kind not in KINDS or event.id in known or problems(event.kind, event.payload):
            continue
        known.add(event.id)
        yield Draft(event.kind, event.payload, event.occurred_at, uuid5(infusion.pk, event.id))


def _send(actor: Acting, infusion: Infusion, piece: list[Draft], *, at: datetime) -> None:
    with act(actor, at=at) as tx:
        store(tx, locked(actor, infusion.pk), piece)


def _void_one(actor: Acting, infusion: Infusion, chance: Random, *, at: datetime) -> None:
    standing = list(InfusionEvent.objects.filter(infusion=infusion).current().order_by("id"))
    with act(actor, at=at) as tx:
        row = locked(actor, infusion.pk)
        tx.void(chance.choice(standing), reason="slip of the finger")
        refold(tx, row)
