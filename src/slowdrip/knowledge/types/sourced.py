"""A value that carries where it comes from and how far it may be trusted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """How far a value may be trusted; a proposal waits for the medical director."""

    PUBLISHED = "published"
    SECONDARY = "secondary"
    DERIVED = "derived"
    PROPOSAL = "proposal"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """One value with its source and its confidence; a screen names both beside the number."""

    value: T
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def needs_confirmation(self) -> bool:
        """True when the medical director has to confirm this value before it may be called settled."""
        return self.confidence in (Confidence.PROPOSAL, Confidence.UNVERIFIED)
