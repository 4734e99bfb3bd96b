"""Gives limits that may change during a drip: what held at a moment judges what was measured at that moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

L = TypeVar("L")
L_co = TypeVar("L_co", covariant=True)


class InTime(Protocol[L_co]):
    """Limits of which some hold at every moment."""

    def at(self, moment: datetime) -> L_co:
        """The limits in force at that moment."""


@dataclass(frozen=True, slots=True)
class Changing(Generic[L]):
    """The limits from the first moment on, and those that took their place, the oldest first."""

    first: L
    later: tuple[tuple[datetime, L], ...] = ()

    def at(self, moment: datetime) -> L:
        """The newest that were in force by then; a change counts from its own instant on."""
        in_force = [limits for since, limits in self.later if since <= moment]
        return in_force[-1] if in_force else self.first

    @property
    def newest(self) -> L:
        """Those that hold from the last change on."""
        return self.later[-1][1] if self.later else self.first
