"""What a monitor may call a channel and a unit, and which values a channel can have at all."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its number, its names, and (value - zero) x factor into the canonical unit, rounded to `places`."""

    name: str
    canonical: Sourced[str]
    number: Sourced[int]
    reference_id: Sourced[str]
    ucum: Sourced[str]
    mdil_label: Sourced[str]
    factor: Sourced[Decimal]
    zero: Sourced[Decimal]
    places: Sourced[int]


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: the unit it is kept in, and the range outside which no living adult has a value."""

    name: str
    unit: Sourced[str]
    low: Sourced[Decimal]
    high: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class Code:
    """One number that a monitor may send for a channel, with the names that may stand beside it."""

    name: str
    channel: Sourced[str]
    number: Sourced[int]
    reference_id: Sourced[str] | None = None
    synonym: Sourced[str] | None = None
    mdil_label: Sourced[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The names of ISO/IEEE 11073-10101 for this number."""
        return frozenset(each.value for each in (self.reference_id, self.synonym) if each)


@dataclass(frozen=True, slots=True)
class MonitorCodes:
    """All units, channels and codes."""

    schema_version: int
    units: tuple[Unit, ...]
    channels: tuple[Channel, ...]
    codes: tuple[Code, ...]
