"""When a course of scores has become worse: told when the line is crossed, and again at as much above that."""

from collections.abc import Iterable, Iterator
from fractions import Fraction


def told_worse(rises: Iterable[Fraction], *, by: int) -> Iterator[bool]:
    """Says of each rise above the baseline, in points and oldest first, whether it is to be told.

    A rise of `by` is told once, and once more at `by` above what was told last; falling under the line ends it, so that
    the next crossing is told again.
    """
    told: Fraction | None = None
    for rise in rises:
        if rise < by:
            told = None
            yield False
            continue
        is_new = told is None or rise >= told + by
        told = rise if is_new else told
        yield is_new
