"""A number out of OBX-5, or the reason why it is none."""

import re
from decimal import Decimal
from typing import Final

from slowdrip.exchange.hl7.observations import Reason

# HL7's NM: an optional sign, digits, an optional point with digits. No exponent, no comma, no thousands mark.
NUMBER: Final = re.compile(r"[+-]?\d{1,10}(?:\.\d{1,10})?", re.ASCII)
DASHES: Final = re.compile(r"[-*?_.\s]+")
WORDS: Final = frozenset({"NAN", "INF", "+INF", "-INF", "NA", "N/A", "NULL", '""', "NRES"})
# What devices send in place of a number: -1, -100 and -999 by habit; the largest and smallest of 16, 24 and 32 bits;
# ISO/IEEE 11073-20601's not-a-number, not-at-this-resolution, infinities and reserved value of FLOAT and SFLOAT.
SENTINELS: Final = frozenset(
    {-1, -100, -999, -9999, 9999}
    | {32767, -32768, 65535, 2147483647, -2147483648, 4294967295}
    | {8388605, 8388606, 8388607, 8388608, 8388609, 8388610, -8388606, -8388607, -8388608}
    | {2045, 2046, 2047, 2048, 2049, 2050, -2046, -2047, -2048}
)
HEX_SENTINELS: Final = frozenset({"0X7FFF", "0X8000", "0XFFFF", "0X7FFFFF", "0X800000", "0X7FFFFFFF", "0X80000000"})


def read_number(text: str) -> Decimal | Reason:
    """The decimal that a value field spells out digit for digit; anything else is a reason."""
    value = text.strip(" ")
    if not value or value == '""':
        return Reason.NO_VALUE
    if DASHES.fullmatch(value) or value.upper() in WORDS | HEX_SENTINELS:
        return Reason.SENTINEL
    if not NUMBER.fullmatch(value):
        return Reason.NOT_A_NUMBER
    number = Decimal(value)
    return Reason.SENTINEL if number in SENTINELS else number
