"""Tolerant reading of payloads: an old or damaged event still folds, with less in it.

Validation happens when an event is written. The fold must not depend on it: rules of an earlier version may have let
through what today's would not, and what happened is never refused.
"""

from datetime import datetime

from slowdrip.science.infusion.events.event import Event

# Far above every typing bound there is or was; a damaged payload must not make arithmetic overflow.
LARGEST = 10**12


def whole(event: Event, name: str) -> int | None:
    """A whole number that is not negative nor beyond anything measurable; None when absent or anything else."""
    value = event.payload.get(name)
    return value if type(value) is int and 0 <= value <= LARGEST else None


def written(event: Event, name: str) -> str:
    """A text; empty when absent or anything else."""
    value = event.payload.get(name)
    return value if isinstance(value, str) else ""


def told(event: Event, name: str) -> bool:
    """Whether a yes was given; an absent answer is not a yes."""
    return event.payload.get(name) is True


def instant(event: Event, name: str) -> datetime | None:
    """A time with a zone; None when absent or anything else."""
    try:
        value = datetime.fromisoformat(written(event, name))
    except ValueError:
        return None
    return value if value.utcoffset() is not None else None
