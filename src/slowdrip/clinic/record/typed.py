"""Numbers as people type them: one reading, or a refusal that says the fix."""

import re
from decimal import Decimal

from .refusal import Refused

MOST_DIGITS = 12
NUMBER = re.compile(r"\d+([.,]\d*)?|[.,]\d+", re.ASCII)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+", re.ASCII)


def typed_number(text: str, *, field: str) -> Decimal:
    """Gives a number that is not negative; `80,5` is 80.5, but `1,700` may be two numbers and is asked again."""
    typed = text.strip()
    if not typed:
        raise Refused("missing", field=field)
    if THOUSANDS.fullmatch(typed):
        raise Refused("thousands_mark", field=field, typed=typed)
    if not NUMBER.fullmatch(typed):
        raise Refused("not_a_number", field=field, typed=typed)
    if sum(letter.isdigit() for letter in typed) > MOST_DIGITS:
        raise Refused("too_precise", field=field, typed=typed)
    return Decimal(typed.replace(",", "."))
