"""Rounding to what hands and pumps can do."""

from fractions import Fraction


def nearest_step(value: Fraction, step: int) -> int:
    """The multiple of `step` nearest to `value`; a tie goes down, so a tie never adds drug."""
    whole, rest = divmod(value, step)
    return (int(whole) + int(rest * 2 > step)) * step


def step_below(value: Fraction, step: int) -> int:
    """The largest multiple of `step` not above `value`: a pump cannot infuse what is not there."""
    return int(value // step) * step
