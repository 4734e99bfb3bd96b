"""Draws the trend: pressure and pulse, saturation, dose as an area, limits, pauses, what is still ordered, and now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.limits import Limit, limit_marks
from slowdrip.clinic.chart.trend.marks import Mark, Place
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Axis, Panel
from slowdrip.clinic.chart.trend.series import Dose, Point, Pressure, Series

HEIGHT = 408
UG_PER_MG = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The three bands over one time axis."""

    axis: Axis
    pressure: Panel
    saturation: Panel
    dose: Panel

    @property
    def bands(self) -> tuple[Panel, Panel, Panel]:
        """The bands from top to bottom."""
        return (self.pressure, self.saturation, self.dose)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that are drawn, by band."""

    pressure: tuple[Limit, ...]
    saturation: tuple[Limit, ...]


def canvas(series: Series, axis: Axis, *, limits: Limits, ordered_ug: int) -> Canvas:
    """Gives bands that hold every reading, every limit and the whole order."""
    pulse = [each.value for each in series.pulse]
    high = [*pulse, *(each.sbp_mmhg for each in series.pressures), *(each.value for each in limits.pressure)]
    low = [*pulse, *(each.dbp_mmhg for each in series.pressures)]
    least = min((each.value for each in series.saturation), default=100)
    most_ug = max([Fraction(ordered_ug), *(each.given_ug for each in (*series.dose, *series.plan))])
    return Canvas(
        axis=axis,
        pressure=Panel(22, 212, min(30, _tens_below(low)), max(210, _tens_above(high))),
        saturation=Panel(240, 300, min(80, least // 5 * 5), 100),
        dose=Panel(330, 370, 0, max(1, int(-(-most_ug // 1)))),
    )


def _tens_below(values: list[int]) -> int:
    return (min(values, default=40) - 1) // 10 * 10


def _tens_above(values: list[int]) -> int:
    """Room for the mark of a crossed limit above the highest value."""
    return -(-max(values, default=0) // 10) * 10 + 10


def draw(
    series: Series, on: Canvas, *, limits: Limits, now: datetime | None, behind: Iterable[Mark] = ()
) -> list[Mark]:
    """Gives the drawing from back to front: bands lie under the limits, and limits under the readings."""
    return [
        *(_later(on, now) if now else ()),
        *behind,
        *_grid(on),
        *limit_marks(limits.pressure, on.pressure),
        *limit_marks(limits.saturation, on.saturation),
        *_dose(series, on),
        *_names(on),
        *_pressures(series.pressures, on),
        *_line(series.pulse, on, css="hr", panel=on.pressure),
        *_line(series.saturation, on, css="spo2", panel=on.saturation),
        *(_now(on, now) if now else ()),
    ]


def minute_marks(on: Canvas, *, zone: ZoneInfo, started: bool) -> list[Mark]:
    """Gives the labels of the time axis: minutes since the start, or the clock while there is none."""
    axis, floor = on.axis, on.dose.bottom
    found: list[Mark] = []
    for minute in axis.ticks:
        x = axis.x(axis.at(minute))
        label = _minute(minute) if started else f"{axis.at(minute).astimezone(zone):%H:%M}"
        found.append(marks.line("grid", start=(x, floor), end=(x, floor + 4)))
        found.append(marks.words("axis-mid", (x, floor + 18), label))
    began = f"{axis.origin.astimezone(zone):%H:%M}"
    text = _("min since %(time)s") % {"time": began} if started else _("not started")
    return [*found, marks.words("axis", (RIGHT + 6, floor + 4), text)]


def _minute(minute: int) -> str:
    return _("start") if minute == 0 else str(minute)


def _later(on: Canvas, now: datetime) -> Iterator[Mark]:
    x = on.axis.x(now)
    for band in on.bands:
        yield marks.box("later", corner=(x, band.top), width=RIGHT - x, height=band.bottom - band.top)


def _grid(on: Canvas) -> Iterator[Mark]:
    for band, step in ((on.pressure, 40), (on.saturation, 10)):
        for value in range(-(-band.low // step) * step, band.high + 1, step):
            y = band.y(value)
            yield marks.line("grid", start=(LEFT, y), end=(RIGHT, y))
            yield marks.words("axis-end", (LEFT - 8, y + 4), str(value))
    yield marks.line("grid", start=(LEFT, on.dose.bottom), end=(RIGHT, on.dose.bottom))
    yield marks.words("axis-end", (LEFT - 8, on.dose.bottom + 4), "0")
    yield marks.words("axis-end", (LEFT - 8, on.dose.top + 4), str(round(Fraction(on.dose.high, UG_PER_MG))))


def _names(on: Canvas) -> Iterator[Mark]:
    for band, name in (
        (on.pressure, _("Blood pressure mmHg · heart rate /min")),
        (on.saturation, _("SpO₂ %")),
        (on.dose, _("Dose mg")),
    ):
        yield marks.words("name", (LEFT, band.top - 7), name)


def _dose(series: Series, on: Canvas) -> Iterator[Mark]:
    floor = on.dose.bottom
    if series.plan:
        yield marks.chain("dose-plan", _places(series.plan, on))
    if not series.dose:
        return
    first, last = on.axis.x(series.dose[0].at), on.axis.x(series.dose[-1].at)
    yield marks.area("dose", [(first, floor), *_places(series.dose, on), (last, floor)])
    for since, until in series.pauses:
        yield marks.line("dose-paused", start=(on.axis.x(since), floor - 4), end=(on.axis.x(until), floor - 4))
    given = series.dose[-1].given_ug
    yield marks.words("dose-value", (last + 6, on.dose.y(given) + 14), _("%(mg)s mg") % {"mg": in_mg(given)})


def _places(doses: Iterable[Dose], on: Canvas) -> list[Place]:
    return [(on.axis.x(each.at), on.dose.y(each.given_ug)) for each in doses]


def in_mg(amount_ug: Fraction) -> str:
    """Gives micrograms as milligrams to a tenth, rounded down: never more than was given."""
    whole, rest = divmod(int(amount_ug // 100), 10)
    return f"{whole}.{rest}"


def _pressures(pressures: Iterable[Pressure], on: Canvas) -> Iterator[Mark]:
    for each in pressures:
        x, top, foot = on.axis.x(each.at), on.pressure.y(each.sbp_mmhg), on.pressure.y(each.dbp_mmhg)
        yield marks.line("bp", start=(x, top), end=(x, foot))
        yield marks.open_path("sbp", [(x - 5, top - 5), (x, top), (x + 5, top - 5)])
        yield marks.open_path("dbp", [(x - 5, foot + 5), (x, foot), (x + 5, foot + 5)])
        if each.tier:
            yield marks.area(f"over over--{each.tier}", _shape(each.tier, x, top - 20))


def _shape(tier: str, x: Fraction, y: Fraction) -> list[Place]:
    """A tier has its own shape as well as its colour: diamond, triangle, octagon."""
    if tier == "advisory":
        return [(x, y), (x + 6, y + 6), (x, y + 12), (x - 6, y + 6)]
    if tier == "urgent":
        return [(x, y), (x + 8, y + 13), (x - 8, y + 13)]
    corners = ((-3, 0), (3, 0), (7, 4), (7, 10), (3, 14), (-3, 14), (-7, 10), (-7, 4))
    return [(x + dx, y + dy) for dx, dy in corners]


def _line(points: tuple[Point, ...], on: Canvas, *, css: str, panel: Panel) -> Iterator[Mark]:
    places: list[Place] = [(on.axis.x(each.at), panel.y(each.value)) for each in points]
    if len(places) > 1:
        yield marks.chain(css, places)
    for x, y in places:
        if css == "hr":
            yield marks.dot("hr-dot", (x, y), radius=Fraction(7, 2))
        else:
            yield marks.box("spo2-dot", corner=(x - 3, y - 3), width=6, height=6)


def _now(on: Canvas, now: datetime) -> Iterator[Mark]:
    x = on.axis.x(now)
    yield marks.line("now", start=(x, on.pressure.top - 4), end=(x, on.dose.bottom))
    yield marks.words("now-word", (x + 5, on.pressure.top + 6), _("now"))
