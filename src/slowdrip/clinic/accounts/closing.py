"""What apps to the right are told when a person's place in the clinic is closed: who is gone holds nothing any more."""

from collections.abc import Callable
from uuid import UUID

from slowdrip.clinic.record.acting import Tx

Told = Callable[[Tx, UUID], None]

_told: list[Told] = []


def register_place_closed(told: Told) -> None:
    """Adds what follows for an actor, in the transaction that closes it; registering it again changes nothing."""
    if told not in _told:
        _told.append(told)


def place_closed(tx: Tx, actor_id: UUID) -> None:
    """Tells everybody who asked to hear of it."""
    for told in _told:
        told(tx, actor_id)
