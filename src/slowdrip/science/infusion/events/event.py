"""One thing that happened, as the fold reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, when it happened, when it was written down, and by whom.

    `occurred_at` and `recorded_at` carry a zone. Times inside the payload are ISO 8601 text.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    by: str
    source: str = "typed"

    def __post_init__(self) -> None:
        if self.occurred_at.utcoffset() is None or self.recorded_at.utcoffset() is None:
            raise ValueError("event_without_zone")


def place(event: Event) -> tuple[datetime, str]:
    """The event's place in the story: when it occurred, then its id."""
    return (event.occurred_at, event.id)
