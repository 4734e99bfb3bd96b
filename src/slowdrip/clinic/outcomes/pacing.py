"""How long one step of the clock works on many things: the rest comes with a later tick, so that nobody has to wait."""

import time
from collections.abc import Callable, Iterable
from uuid import UUID


def for_a_while(keys: Iterable[UUID], work: Callable[[UUID], None], *, for_s: float) -> int:
    """Works on one after the other until the time is used up; gives how many were looked at, at least one if any."""
    began, looked_at = time.monotonic(), 0
    for key in keys:
        work(key)
        looked_at += 1
        if time.monotonic() - began > for_s:
            break
    return looked_at
