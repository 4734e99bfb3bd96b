"""Which device a message, and each of its rows, comes from."""

from collections.abc import Iterable
from typing import Final

from slowdrip.exchange.hl7.segments import Segment, named, part

MAX_ID_CHARS: Final = 120
MAX_PATIENT_IDS: Final = 20
EUI: Final = "EUI-64"
BEFORE_PLACE: Final = " / "


def device_of(segments: tuple[Segment, ...]) -> str:
    """The id text of the device that a message is from; empty when the sender names none."""
    candidates = (
        *(instance(row) for row in named(segments, "OBX")),
        *(order_device(row) for row in named(segments, "OBR")),
        *(row.component(18, 1) for row in named(segments, "ORC")),
        behind_gateway(application(segments[0]), named(segments, "PV1")),
    )
    return next((each for each in candidates if each), "")[:MAX_ID_CHARS]


def instance(row: Segment) -> str:
    """OBX-18: id, or the universal id where the sender leaves the first place empty."""
    return row.component(18, 1) or row.component(18, 3)


def order_device(order: Segment) -> str:
    """OBR-3, but only when it carries an EUI-64; else it is a number of an order, not of a device."""
    found = order.components(3)
    return (part(found, 3) or part(found, 1)) if part(found, 4) == EUI else ""


def application(header: Segment) -> str:
    """MSH-3: the EUI-64 when it carries one, else the application's name."""
    found = header.components(3)
    if part(found, 3) == EUI and part(found, 2):
        return part(found, 2)
    return part(found, 1) or part(found, 2)


def behind_gateway(name: str, visits: list[Segment]) -> str:
    """MSH-3 with the place of PV1-3, as in `GATEWAY / WARD^^BED3`; nothing without a place, or with several.

    MSH-3 alone may be a gateway: two beds behind it would become one monitor. The name is cut, the place never is.
    """
    places = {place_of(each) for each in visits}
    place = places.pop() if len(places) == 1 else ""
    room = MAX_ID_CHARS - len(BEFORE_PLACE + place)
    return f"{name[:room]}{BEFORE_PLACE}{place}" if name and place and room > 0 else ""


def place_of(visit: Segment) -> str:
    """PV1-3 as sent, when it has a point of care, a room or a bed; a building alone is no place of one monitor."""
    found = visit.components(3)
    parts = [part(found, number) for number in range(1, len(found) + 1)]
    return "^".join(parts).rstrip("^") if any(parts[:3]) else ""


class Sources:
    """Follows the containment tree through a message, to tell rows of another device from those of the message's."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self._device = device_of(segments)
        self._by_orders = not any(instance(row) for row in named(segments, "OBX"))
        self._systems: dict[str, str] = {}
        self._order = ""

    def enter_order(self, order: Segment) -> None:
        """Notes that a new group of observations begins."""
        self._order = order_device(order) if self._by_orders else ""

    def is_other(self, row: Segment) -> bool:
        """Says whether this row comes from another device; notes the device system that the row opens."""
        path = row.component(4, 1).split(".")
        own = instance(row)[:MAX_ID_CHARS]
        if own and path[1:] == ["0", "0", "0"]:
            self._systems[path[0]] = own
        source = (own if has_value(row) else "") or self._systems.get(path[0], "") or self._order
        return bool(source) and source != self._device


def has_value(row: Segment) -> bool:
    """Whether a row says anything; rows of the containment tree (device, module, channel) do not."""
    return bool(row.raw(2) or row.raw(5))


def patient_ids(patients: Iterable[Segment]) -> tuple[str, ...]:
    """The ids of PID-3 as sent, in order, each once, the first twenty."""
    found = [part(each.components_of(one), 1) for each in patients for one in each.repetitions(3)[:MAX_PATIENT_IDS]]
    return tuple(dict.fromkeys(each[:MAX_ID_CHARS] for each in found if each))
