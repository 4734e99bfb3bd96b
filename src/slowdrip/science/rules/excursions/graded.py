"""Gives a charted reading with the tier it reaches, in an order that does not depend on when it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from slowdrip.science.rules.alarm import Tier


class Reading(Protocol):
    """What every charted reading has: the event that charted it, and when it was taken."""

    @property
    def id(self) -> str:
        """The event that charted it."""

    @property
    def at(self) -> datetime:
        """When it was taken."""


R = TypeVar("R", bound=Reading)


@dataclass(frozen=True, slots=True)
class Graded(Generic[R]):
    """A plausible reading with its tier."""

    reading: R
    tier: Tier | None

    def at_least(self, tier: Tier) -> bool:
        """True when this reading reaches that tier."""
        return self.tier is not None and self.tier.rank >= tier.rank


def ordered(readings: Iterable[R]) -> tuple[R, ...]:
    """By time, then by id, each event once."""
    unique = {reading.id: reading for reading in readings}
    return tuple(sorted(unique.values(), key=lambda reading: (reading.at, reading.id)))
