"""What treatment asks of apps to its right: is this order at work, how many are in, who takes a replacement over."""

from collections.abc import Callable
from uuid import UUID

from slowdrip.clinic.record.acting import Tx

from .verified import VerifiedOrder

InUse = Callable[[UUID], bool]
People = Callable[[Tx], int | None]
TakeOver = Callable[[Tx, UUID, VerifiedOrder], None]

_in_use: list[InUse] = []
_people: list[People] = []
_take_over: list[TakeOver] = []


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
