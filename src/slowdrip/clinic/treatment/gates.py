"""What treatment asks of apps to its right: is this order at work, which bag hangs by it, who takes a new one over."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.refusal import Refused

from .hanging import Hanging
from .verified import VerifiedOrder

InUse = Callable[[UUID], bool]
People = Callable[[Tx], int | None]
TakeOver = Callable[[Tx, UUID, VerifiedOrder], None]
Hangs = Callable[[Acting, UUID, frozenset[UUID], datetime], Hanging | None]
OrderGate = Callable[[UUID, UUID], str]

_in_use: list[InUse] = []
_people: list[People] = []
_take_over: list[TakeOver] = []
_hangs: list[Hangs] = []
_order_gates: list[OrderGate] = []


def register_in_use(gate: InUse) -> None:
    """Adds a gate that says whether a running drip has this order in force; registering it again changes nothing."""
    if gate not in _in_use:
        _in_use.append(gate)


def register_people_in_building(count: People) -> None:
    """Adds what counts the people in the building at the transaction's instant (None when nobody keeps count)."""
    if count not in _people:
        _people.append(count)


def register_take_over(take_over: TakeOver) -> None:
    """Adds what puts a verified replacement in force where the old order is, in the transaction it is given."""
    if take_over not in _take_over:
        _take_over.append(take_over)


def register_hanging(hangs: Hangs) -> None:
    """Adds what says which bag hangs by an order; it gives None without a drip and refuses a drip it cannot change."""
    if hangs not in _hangs:
        _hangs.append(hangs)


def register_order_gate(gate: OrderGate) -> None:
    """Adds what says by clinic and patient why no new order is written now: a refusal's code, or an empty text."""
    if gate not in _order_gates:
        _order_gates.append(gate)


def must_be_orderable(clinic_id: UUID, patient_id: UUID) -> None:
    """Refuses a new order while something first asks for a decision; whoever changes a running drip never asks."""
    for gate in _order_gates:
        if reason := gate(clinic_id, patient_id):
            raise Refused(reason)


def in_use(order_id: UUID) -> bool:
    """Says whether a running drip has this order in force."""
    return any(gate(order_id) for gate in _in_use)


def only_two_in_building(tx: Tx) -> bool:
    """Says whether it is known that two people, and no more, are in the building."""
    counts = [count(tx) for count in _people]
    return any(people == 2 for people in counts)


def hand_over(tx: Tx, old_id: UUID, replacement: VerifiedOrder) -> None:
    """Puts the replacement in force wherever the old order is."""
    for take_over in _take_over:
        take_over(tx, old_id, replacement)


def hanging(actor: Acting, order_id: UUID, *, bag_orders: frozenset[UUID], at: datetime) -> Hanging:
    """Gives the bag that hangs by this order in force, made for one of `bag_orders`, as it stood at an instant.

    Refuses when no drip runs by it, and when what hangs is not one known bag of these orders.
    """
    for hangs in _hangs:
        found = hangs(actor, order_id, bag_orders, at)
        if found is not None:
            return found
    raise Refused("rate_no_drip")
