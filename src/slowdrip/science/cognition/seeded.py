"""Numbers that are the same for the same words, on every machine and in every version of Python.

SHA-256 over "seed:counter" is cut to 64 bits; a number below n is its remainder, whose bias is below n / 2**64.
"""

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

BYTES: Final = 8

Item = TypeVar("Item")


def number_below(most: int, seed: str, counter: int) -> int:
    """Gives the number of this seed and counter, from 0 to `most` - 1."""
    digest = hashlib.sha256(f"{seed}:{counter}".encode()).digest()
    return int.from_bytes(digest[:BYTES], "big") % most


def shuffled(items: Sequence[Item], seed: str) -> tuple[Item, ...]:
    """Gives the items in the order of this seed (Fisher and Yates, from the end)."""
    found = list(items)
    for last in range(len(found) - 1, 0, -1):
        other = number_below(last + 1, seed, last)
        found[last], found[other] = found[other], found[last]
    return tuple(found)
