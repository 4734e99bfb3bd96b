"""Draws scores over days: points, what they can still be, lines with their name, every drip, every ask in vain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.marks import Mark
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, WIDTH, Panel, tenth
from slowdrip.clinic.progress.drips import Drip
from slowdrip.clinic.progress.tracks import Scored, Track
from slowdrip.clinic.progress.words import LEVEL_WORDS

TOP, DEEP, FOOT = 34, 130, 44
LEAST_DAYS = 14
STEPS_DAYS = (1, 2, 7, 14, 28, 91, 182, 364)
MOST_TICKS = 9
NAME_HIGH = 14
"""The height of a line's name."""
OWN_EDGE = 12
LINE = "progress-line"


@dataclass(frozen=True, slots=True)
class Days:
    """A time axis in days."""

    first: datetime
    days: int
    step: int

    def x(self, at: datetime) -> Fraction:
        """Gives the place of an instant; what lies beside the axis is put at its end."""
        share = Fraction((at - self.first) // timedelta(seconds=1), self.days * 86_400)
        return tenth(LEFT + min(Fraction(1), max(Fraction(0), share)) * (RIGHT - LEFT))

    @property
    def ticks(self) -> list[datetime]:
        """The labelled days."""
        return [self.first + timedelta(days=day) for day in range(0, self.days + 1, self.step)]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its size; `name` tells its title apart on the page."""

    name: str
    height: int
    drawing: SafeString
    width: int = WIDTH


def days_axis(times: Sequence[datetime], *, zone: ZoneInfo) -> Days:
    """Gives an axis from the morning of the first to the day after the last of these times."""
    first = min(times).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = max(LEAST_DAYS, (max(times) - first).days + 2)
    step = next((step for step in STEPS_DAYS if days <= step * MOST_TICKS), -(-days // MOST_TICKS))
    return Days(first, -(-days // step) * step, step)


def picture(track: Track, drips: Sequence[Drip], axis: Days) -> Picture:
    """Gives the drawing of one track."""
    panel = Panel(TOP, TOP + DEEP, track.low, max(track.low + 1, track.high))
    found = [
        *_grid(panel, axis),
        *_levels(track, panel),
        *_drips(drips, panel, axis),
        *_points(track.scored, panel, axis),
        *_unanswered(track, panel, axis),
    ]
    return Picture(track.name, panel.bottom + FOOT, marks.svg(found))


def own_curve(track: Track, drips: Sequence[Drip], axis: Days) -> Picture:
    """Gives the patient's own curve: the answers and the drips, no line that judges and nothing that was left open.

    Without a word in it, because it is small on a phone; the same numbers stand below it.
    """
    panel = Panel(TOP, TOP + DEEP, track.low, max(track.low + 1, track.high))
    edges = [marks.line("grid", start=(LEFT, y), end=(RIGHT, y)) for y in (panel.top, panel.bottom)]
    stand = (marks.line("progress-drip", start=(x, panel.top), end=(x, panel.bottom)) for x in _places(drips, axis))
    scored = [each for each in track.scored if each.standing.value is not None]
    places = [(axis.x(each.standing.at), panel.y(each.standing.value or 0)) for each in scored]
    dots = (marks.dot("progress-dot", place, radius=Fraction(7)) for place in places)
    return Picture(track.name, panel.bottom + OWN_EDGE, marks.svg([*edges, *stand, marks.chain(LINE, places), *dots]))


def _places(drips: Sequence[Drip], axis: Days) -> Iterator[Fraction]:
    return (axis.x(drip.began_at) for drip in drips)


def _grid(panel: Panel, axis: Days) -> Iterator[Mark]:
    for value in sorted({panel.low, (panel.low + panel.high) // 2, panel.high}):
        y = panel.y(value)
        yield marks.line("grid", start=(LEFT, y), end=(RIGHT, y))
        yield marks.words("axis-end", (LEFT - 8, y + 4), str(value))
    for day in axis.ticks:
        yield marks.words("axis-mid", (axis.x(day), panel.bottom + 34), f"{day.day} {day:%b}")


def _levels(track: Track, panel: Panel) -> Iterator[Mark]:
    """Lines with their names, the names one below the other where the lines are close."""
    free = Fraction(0)
    for level in sorted(track.levels, key=lambda each: panel.y(each.value)):
        y = panel.y(level.value)
        free = max(free, y + 4)
        yield marks.line(f"progress-level progress-level--{level.kind}", start=(LEFT, y), end=(RIGHT, y))
        yield marks.words("axis", (RIGHT + 6, free), str(LEVEL_WORDS[level.kind]))
        free += NAME_HIGH


def _drips(drips: Sequence[Drip], panel: Panel, axis: Days) -> Iterator[Mark]:
    last = Fraction(-100)
    for drip, x in zip(drips, _places(drips, axis), strict=True):
        yield marks.line("progress-drip", start=(x, panel.top - 6), end=(x, panel.bottom))
        if x - last >= 14:
            yield marks.words("axis-mid", (x, panel.top - 12), str(drip.number))
            last = x


def _points(scored: Sequence[Scored], panel: Panel, axis: Days) -> Iterator[Mark]:
    whole = [each for each in scored if each.standing.value is not None]
    if len(whole) > 1:
        yield marks.chain(LINE, [(axis.x(e.standing.at), panel.y(e.standing.value or 0)) for e in whole])
    for each in scored:
        yield from _point(each, panel, axis)


def _point(each: Scored, panel: Panel, axis: Days) -> Iterator[Mark]:
    """A whole score is a dot, a baseline a square around it, an incomplete one the stretch that it can still be."""
    one = each.standing
    x = axis.x(one.at)
    if one.value is None:
        if one.low is not None and one.high is not None:
            yield marks.line("progress-open", start=(x, panel.y(one.high)), end=(x, panel.y(one.low)))
        return
    y = panel.y(one.value)
    if each.is_baseline:
        yield marks.box("progress-baseline", corner=(x - 8, y - 8), width=16, height=16)
    yield marks.dot("progress-dot", (x, y), radius=Fraction(4))


def _unanswered(track: Track, panel: Panel, axis: Days) -> Iterator[Mark]:
    y = panel.bottom + 10
    for at in track.unanswered:
        x = axis.x(at)
        yield marks.open_path("progress-missed", [(x - 4, y - 4), (x + 4, y + 4)])
        yield marks.open_path("progress-missed", [(x - 4, y + 4), (x + 4, y - 4)])
    if track.unanswered:
        yield marks.words("axis", (RIGHT + 6, y + 4), _("not answered"))
