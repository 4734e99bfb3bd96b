"""From minutes and values to places in the drawing, in tenths of a unit so that no place depends on floating point."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

WIDTH = 760
LEFT, RIGHT = 40, 622
STEPS_MIN = (5, 10, 15, 20, 30, 60, 120, 240, 480, 1440)
MOST_TICKS = 12
LEAST_SPAN_MIN = 30


@dataclass(frozen=True, slots=True)
class Panel:
    """One band of the drawing: its name's place is above `top`; values grow upwards from `low` at the bottom."""

    top: int
    bottom: int
    low: int
    high: int

    def y(self, value: Fraction | int) -> Fraction:
        """Gives the height of a value, tenths."""
        share = Fraction(value - self.low) / (self.high - self.low)
        return tenth(self.bottom - share * (self.bottom - self.top))


@dataclass(frozen=True, slots=True)
class Axis:
    """The time axis: minutes from the origin, from the first to the last tick."""

    origin: datetime
    from_min: int
    to_min: int
    step_min: int

    def x(self, at: datetime) -> Fraction:
        """Gives the place of an instant, tenths; what lies beside the axis is put at its end."""
        minutes = Fraction((at - self.origin) // timedelta(milliseconds=1), 60_000)
        share = (minutes - self.from_min) / (self.to_min - self.from_min)
        return tenth(LEFT + min(Fraction(1), max(Fraction(0), share)) * (RIGHT - LEFT))

    @property
    def ticks(self) -> tuple[int, ...]:
        """The labelled minutes."""
        return tuple(range(self.from_min, self.to_min + 1, self.step_min))

    def at(self, minute: int) -> datetime:
        """The instant of a minute."""
        return self.origin + timedelta(minutes=minute)


def axis(origin: datetime, first: datetime, last: datetime) -> Axis:
    """Gives an axis that holds everything from first to last and has at most a dozen labels."""
    low = (min(first, origin) - origin) // timedelta(minutes=1)
    high = max(-((origin - last) // timedelta(minutes=1)), low + LEAST_SPAN_MIN)
    step = next((step for step in STEPS_MIN if (high - low) <= step * MOST_TICKS), None)
    step = step if step is not None else -(-(high - low) // MOST_TICKS)
    start = low // step * step
    return Axis(origin, start, start + -(-(high - start) // step) * step, step)


def tenth(value: Fraction) -> Fraction:
    """Gives the nearest tenth."""
    return Fraction(round(value * 10), 10)


def shown(value: Fraction | int) -> str:
    """Gives a place as SVG reads it: at most one decimal."""
    tenths = _tenths(value)
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _tenths(value: Fraction | int) -> int:
    """The nearest tenths; nearly every place of a drawing is one already, and a fraction's arithmetic is slow."""
    if 10 % value.denominator == 0:
        return value.numerator * (10 // value.denominator)
    return round(value * 10)
