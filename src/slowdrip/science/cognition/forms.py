"""The alternate forms of both tasks: which symbol stands for which digit, what is shown in which order, and the waits.

Everything follows from the number of the form, so that a stored number says what was shown. The numbers and waits are
this project's own (proposals), taken from no published test.
"""

from functools import cache
from math import ceil
from typing import Final

from slowdrip.science.cognition.seeded import shuffled

SYMBOLS: Final = ("ring", "square", "triangle", "cross", "wave", "moon", "bars", "drop", "star")
DIGITS: Final = tuple(range(1, 10))
FORMS: Final = 12
"""So many forms there are; the next one after the last is the first again."""
ANSWERS_PER_S: Final = 4
"""More answers in a second nobody gives; so many items are made for each second of the limit."""
SHORTEST_WAIT_MS: Final = 1000
LONGEST_WAIT_MS: Final = 4000
_SEED: Final = "slowdrip/cognition/1"


def form_after(begun: int) -> int:
    """Gives the number of the form for whoever has begun so many runs: two in a row are never the same form."""
    return begun % FORMS


def key_of(form: int) -> tuple[str, ...]:
    """Gives the symbol of each digit from 1 to 9; from one form to the next no digit keeps its symbol."""
    return _keys()[form % FORMS]


def items_of(form: int, limit_s: int) -> tuple[str, ...]:
    """Gives the symbols in the order in which they are shown: each once in every nine, none twice in a row."""
    blocks = ceil(limit_s * ANSWERS_PER_S / len(SYMBOLS))
    shown: list[str] = []
    for block in range(blocks):
        shown += _block(f"{_SEED}/items/{form % FORMS}/{block}", shown[-1:])
    return tuple(shown)


def waits_ms_of(form: int, reactions: int) -> tuple[int, ...]:
    """Gives the wait before each mark: the same waits, 1 to 4 s evenly spread, in an order of the form's own."""
    steps = max(1, reactions - 1)
    spread = LONGEST_WAIT_MS - SHORTEST_WAIT_MS
    even = [SHORTEST_WAIT_MS + spread * step // steps for step in range(reactions)]
    return shuffled(even, f"{_SEED}/waits/{form % FORMS}")


@cache
def _keys() -> tuple[tuple[str, ...], ...]:
    """All keys: the first try of each seed that shares no pair with the form before, nor, the last, with the first."""
    keys = [shuffled(SYMBOLS, f"{_SEED}/key/0/0")]
    for form in range(1, FORMS):
        beside = [keys[-1]] if form < FORMS - 1 else [keys[-1], keys[0]]
        keys.append(_apart(form, beside))
    return tuple(keys)


def _apart(form: int, beside: list[tuple[str, ...]]) -> tuple[str, ...]:
    attempt = 0
    while True:
        key = shuffled(SYMBOLS, f"{_SEED}/key/{form}/{attempt}")
        if not any(here == there for other in beside for here, there in zip(key, other, strict=True)):
            return key
        attempt += 1


def _block(seed: str, before: list[str]) -> tuple[str, ...]:
    block = shuffled(SYMBOLS, seed)
    return (*block[1:], block[0]) if [block[0]] == before else block
