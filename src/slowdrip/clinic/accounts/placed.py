"""Where a device stands, as apps to the right know it: accounts has devices and no chairs."""

from collections.abc import Callable, Mapping
from uuid import UUID

from slowdrip.clinic.record.acting import Acting

Placed = Callable[[Acting], Mapping[UUID, str]]

_known: list[Placed] = []


def register_placed(placed: Placed) -> None:
    """Adds who knows where devices stand; registering it again changes nothing."""
    if placed not in _known:
        _known.append(placed)


def places_of(actor: Acting) -> dict[UUID, str]:
    """Gives the name of the place of each device that has one."""
    return {device: place for placed in _known for device, place in placed(actor).items()}
