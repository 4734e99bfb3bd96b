"""Why something was changed or voided, as a person types it: one line, or a refusal that says the fix."""

from typing import Final

from .refusal import Refused

LONGEST_REASON: Final = 200
"""What a void has room for."""


def said_in_a_line(typed: str, *, field: str = "reason", most: int = LONGEST_REASON) -> str:
    """Gives what was typed with single blanks; refuses nothing and too much."""
    kept = " ".join(typed.split())
    if not kept:
        raise Refused("missing", field=field)
    if len(kept) > most:
        raise Refused("too_long", field=field, most=most, typed=len(kept))
    return kept
