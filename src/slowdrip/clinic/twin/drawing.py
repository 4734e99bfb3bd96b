"""Draws the prediction: strips of bands over the minutes since the start, limits on top, a preview over them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.limits import Limit, limit_marks
from slowdrip.clinic.chart.trend.marks import Mark, Place
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Panel
from slowdrip.science.pharmacology.twin import Band

FIRST_TOP, GAP, FOOT = 22, 40, 34
TICK_MIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One quantity: its band as it goes on, its band in a preview, readings and limits in the same unit."""

    name: str
    height: int
    step: int
    band: Band
    preview: Band | None = None
    own: Band | None = None
    readings: tuple[tuple[float, int], ...] = ()
    limits: tuple[Limit, ...] = ()

    def panel(self, top: int) -> Panel:
        """Where it is drawn: tall enough for its bands, its readings and its limits."""
        bands = [each for each in (self.band, self.preview, self.own) if each is not None]
        others = [*(value for _, value in self.readings), *(limit.value for limit in self.limits)]
        high = max([*(each.highest for each in bands), *others])
        low = min([*(each.lowest for each in bands), *(value for _, value in self.readings)])
        floor = int(low // self.step) * self.step
        return Panel(top, top + self.height, floor, max(floor + self.step, int(-(-high // self.step)) * self.step))


@dataclass(frozen=True, slots=True)
class Minutes:
    """The time axis in minutes since the start, from nothing to `to_min`."""

    to_min: int

    def x(self, minute: float) -> Fraction:
        """Gives the place of a minute; what lies beside the axis is put at its end."""
        share = min(1.0, max(0.0, minute / self.to_min))
        return tenth_of(LEFT + share * (RIGHT - LEFT))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing: its marks from back to front and how high it is."""

    marks: list[Mark]
    height: int


def drawing(
    t_min: Sequence[float], strips: Sequence[Strip], *, now_min: float | None, preview_t_min: Sequence[float] = ()
) -> Drawing:
    """Gives the strips one below the other over one axis."""
    last = max([*t_min, *preview_t_min])
    axis = Minutes(int(-(-last // TICK_MIN)) * TICK_MIN)
    found: list[Mark] = []
    top = FIRST_TOP
    for strip in strips:
        panel = strip.panel(top)
        found += [*_strip(strip, panel, axis, t_min, preview_t_min or t_min)]
        if now_min is not None:
            x = axis.x(now_min)
            found.append(marks.line("now", start=(x, panel.top), end=(x, panel.bottom)))
        top = panel.bottom + GAP
    bottom = top - GAP
    if now_min is not None:
        found.append(marks.words("now-word", (axis.x(now_min) + 5, bottom - 6), _("now")))
    return Drawing([*found, *_ticks(axis, bottom)], bottom + FOOT)


def _strip(
    strip: Strip, panel: Panel, axis: Minutes, t_min: Sequence[float], preview_t_min: Sequence[float], /
) -> Iterator[Mark]:
    yield marks.words("name", (LEFT, panel.top - 8), strip.name)
    yield from _grid(panel, strip.step)
    yield from band_marks(strip.band, t_min, axis, panel, css="twin-band")
    if strip.preview is not None:
        yield from band_marks(strip.preview, preview_t_min, axis, panel, css="twin-preview")
    if strip.own is not None:
        yield from band_marks(strip.own, t_min, axis, panel, css="twin-own")
    # Limits outrank bands: they are drawn over them, and the readings over both.
    yield from limit_marks(strip.limits, panel)
    for minute, value in strip.readings:
        x, y = axis.x(minute), panel.y(value)
        yield marks.open_path("sbp", [(x - 5, y - 5), (x, y), (x + 5, y - 5)])


def band_marks(band: Band, t_min: Sequence[float], axis: Minutes, panel: Panel, *, css: str) -> Iterator[Mark]:
    """Gives a band as an area from 5 to 95 %, with the line of the middle."""
    lower, upper = (_places(edge, t_min, axis, panel) for edge in (band.low, band.high))
    yield marks.area(css, [*upper, *reversed(lower)])
    yield marks.chain(f"{css}-middle", _places(band.middle, t_min, axis, panel))


def _places(values: Iterable[float], t_min: Iterable[float], axis: Minutes, panel: Panel) -> list[Place]:
    return [(axis.x(minute), inside(panel, value)) for minute, value in zip(t_min, values, strict=True)]


def inside(panel: Panel, value: float) -> Fraction:
    """Gives the height of a value, at the edge of the panel when it lies outside."""
    share = (min(float(panel.high), max(float(panel.low), value)) - panel.low) / (panel.high - panel.low)
    return tenth_of(panel.bottom - share * (panel.bottom - panel.top))


def tenth_of(place: float) -> Fraction:
    """Gives the nearest tenth of a place, as the other marks of a chart have it."""
    return Fraction(round(place * 10), 10)


def _grid(panel: Panel, step: int) -> Iterator[Mark]:
    for value in range(panel.low, panel.high + 1, step):
        y = panel.y(value)
        yield marks.line("grid", start=(LEFT, y), end=(RIGHT, y))
        yield marks.words("axis-end", (LEFT - 8, y + 4), str(value))


def _ticks(axis: Minutes, floor: int) -> Iterator[Mark]:
    for minute in range(0, axis.to_min + 1, TICK_MIN):
        x = axis.x(minute)
        yield marks.line("grid", start=(x, floor), end=(x, floor + 4))
        yield marks.words("axis-mid", (x, floor + 18), _("start") if minute == 0 else str(minute))
    yield marks.words("axis", (RIGHT + 20, floor + 18), _("min"))
