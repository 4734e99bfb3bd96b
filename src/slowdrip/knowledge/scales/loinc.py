"""Codes of LOINC: the check digit that catches slips and inventions, and codes that are in use elsewhere and wrong."""

import re

from slowdrip.knowledge.models.page import Page

# LOINC numbers end in a Luhn check digit. That of answers (LA) and lists (LL) is Luhn with a shift, found by trying
# all 34 that we use; it is no rule of LOINC's, so it catches a slip but proves nothing.
CODE = re.compile(r"(LA|LL|)(\d{1,7})-(\d)")
WRONG_ELSEWHERE = frozenset(
    {
        "68517-2",  # days of heavy drinking; stands for the first item of AUDIT-C in an example of US Core
        "69730-0",  # circulates as GAD-7; it is not in that panel
        "65625-0",  # circulates as WHO-5; its check digit fails
    }
)


def is_possible(code: str) -> bool:
    """Whether a code has the form and the check digit of LOINC, and is none that is known to be wrong."""
    found = CODE.fullmatch(code)
    if found is None or code in WRONG_ELSEWHERE:
        return False
    return (_luhn(found[2]) + _shift(found[1], found[2])) % 10 == int(found[3])


def note_code(code: object, key: str, page: Page) -> str:
    """The code at a key, or nothing after it was noted as impossible."""
    if not isinstance(code, str) or not is_possible(code):
        page.found.add(key, "wrong_check_digit", found=code)
        return ""
    return code


def _shift(prefix: str, digits: str) -> int:
    if prefix == "LA":
        return 5 if len(digits) % 2 == 0 else 2
    return 1 if prefix == "LL" else 0


def _luhn(digits: str) -> int:
    """The digit that makes the number valid by the rule of Luhn: every other digit doubled, from the right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10
