"""From where to where a number can lie while answers are missing; exact fractions, never floats."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Steps


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest possible value; both ends are the same where it is known."""

    low: Fraction
    high: Fraction

    def plus(self, other: "Span") -> "Span":
        """The sum of two."""
        return Span(self.low + other.low, self.high + other.high)

    def scaled(self, minus: Decimal, times: Decimal, over: Decimal) -> "Span":
        """(x - minus) × times / over, for both ends."""
        if not minus and times == over:
            return self
        factor = Fraction(times) / Fraction(over)
        return hull((self.low - Fraction(minus)) * factor, (self.high - Fraction(minus)) * factor)

    def stepped(self, steps: Steps) -> "Span":
        """What the steps between both ends say."""
        first, last = (step_of(end, steps.starts) for end in (self.low, self.high))
        return hull(*(Fraction(value) for value in steps.values[first : last + 1]))

    def at_least(self, limit: Decimal | None) -> bool | None:
        """Whether the number is at least the limit; None while both are possible, True without a limit."""
        if limit is None or self.low >= limit:
            return True
        return None if self.high >= limit else False

    def at_most(self, limit: Decimal | None) -> bool | None:
        """Whether the number is at most the limit; None while both are possible, True without a limit."""
        if limit is None or self.high <= limit:
            return True
        return None if self.low <= limit else False


def exactly(value: Fraction | int) -> Span:
    """A number that is known."""
    return Span(Fraction(value), Fraction(value))


def hull(*values: Fraction) -> Span:
    """The smallest span that holds all values."""
    return Span(min(values), max(values))


def total(spans: Iterable[Span]) -> Span:
    """The sum of all; 0 of none."""
    found = exactly(0)
    for each in spans:
        found = found.plus(each)
    return found


def step_of(value: Fraction, starts: tuple[Decimal, ...]) -> int:
    """Which step a value stands on; below the first it is the first."""
    return max(0, sum(value >= start for start in starts) - 1)


def both(values: Iterable[bool | None]) -> bool | None:
    """True when all are true, False when one is false, None while that is open."""
    found = set(values)
    if False in found:
        return False
    return None if None in found else True


def either(values: Iterable[bool | None]) -> bool | None:
    """True when one is true, False when all are false, None while that is open."""
    found = set(values)
    if True in found:
        return True
    return None if None in found else False
