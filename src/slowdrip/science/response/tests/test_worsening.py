"""A rise above the baseline is told when it crosses the line, and not every week again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.science.response import told_worse

RISES = st.lists(st.integers(-27, 27).map(Fraction), max_size=12)


def told(*rises: int) -> list[bool]:
    return list(told_worse(map(Fraction, rises), by=5))


@pytest.mark.parametrize(
    ("rises", "which"),
    [
        ((4, 5), [1]),
        ((5, 6, 7), [0]),
        ((5, 9, 10), [0, 2]),
        ((6, 2, 6), [0, 2]),
        ((-3, 0, 4), []),
    ],
    ids=["at the line", "once", "as much again", "after it fell", "under it"],
)
def test_a_rise_is_told_when_it_is_new(rises: tuple[int, ...], which: list[int]) -> None:
    assert [place for place, is_told in enumerate(told(*rises)) if is_told] == which


@given(rises=RISES)
def test_nobody_stays_above_the_line_untold_and_nothing_under_it_is_told(rises: list[Fraction]) -> None:
    said = list(told_worse(rises, by=5))
    last = None
    for rise, is_told in zip(rises, said, strict=True):
        assert not is_told or rise >= 5
        last = rise if is_told else last if rise >= 5 else None
        assert rise < 5 or (last is not None and rise < last + 5)
