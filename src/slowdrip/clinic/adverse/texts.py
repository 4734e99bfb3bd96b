"""What is typed about an adverse event or a task, and its limits."""

from datetime import datetime
from typing import Final

from slowdrip.clinic.record.refusal import Refused

SEE: Final = "adverse.see"
ENTER: Final = "adverse.enter"
DECIDE: Final = "adverse.decide"
REPORT: Final = "adverse.serious_report"
"""The meaning of a signature under the report of a serious event."""
MOST_NOTE: Final = 2000
MOST_LINE: Final = 120


def text_of(typed: str, *, field: str, most: int = MOST_NOTE, needed: bool = False) -> str:
    """Gives what was typed without blanks around it; refuses too much, and nothing where something is needed."""
    kept = typed.strip()
    if needed and not kept:
        raise Refused("missing", field=field)
    if len(kept) > most:
        raise Refused("too_long", field=field, most=most, typed=len(kept))
    return kept


def past(when: datetime, *, at: datetime, field: str) -> datetime:
    """Gives an instant that has come; one that is still to come is refused."""
    if when > at:
        raise Refused("adverse_in_future", field=field)
    return when
