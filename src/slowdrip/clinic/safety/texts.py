"""Notes in a case, as they are typed."""

from typing import Final

from slowdrip.clinic.record.refusal import Refused

MOST_NOTE: Final = 4000


def note_of(typed: str) -> str:
    """Gives a note without blanks around it; refuses one that is too long."""
    kept = typed.strip()
    if len(kept) > MOST_NOTE:
        raise Refused("too_long", field="note", most=MOST_NOTE, typed=len(kept))
    return kept
