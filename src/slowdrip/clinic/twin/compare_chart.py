"""The small chart of a comparison: typical plasma ketamine of each case, told apart by dashes and by a number."""

from collections.abc import Sequence
from fractions import Fraction

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.limits import apart
from slowdrip.clinic.chart.trend.marks import Mark, Place
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Panel
from slowdrip.clinic.twin.comparing import Compared
from slowdrip.clinic.twin.drawing import Drawing, Minutes, inside
from slowdrip.science.pharmacology.models import NoPrediction

TOP, HEIGHT, FOOT = 22, 200, 34
TICK_MIN, STEP = 20, 100
KINDS = 4
"""How many kinds of dashes there are; the number beside a line tells it apart in any case."""


def compare_chart(rows: Sequence[Compared], name: str) -> Drawing | None:
    """Gives the typical curves of all cases that have one, each with the number of its row."""
    shown = [(n, row.picture) for n, row in enumerate(rows, start=1) if not isinstance(row.picture, NoPrediction)]
    if not shown:
        return None
    axis = Minutes(max(-(-int(each.t_min[-1]) // TICK_MIN) for _, each in shown) * TICK_MIN)
    high = max(max(each.plasma_ng_per_ml.middle) for _, each in shown)
    panel = Panel(TOP, TOP + HEIGHT, 0, (int(high) // STEP + 1) * STEP)
    found = [marks.words("name", (LEFT, TOP - 8), name), *_grid(panel, axis)]
    tops: list[tuple[Place, str]] = []
    for n, picture in shown:
        band = picture.plasma_ng_per_ml
        pairs = zip(picture.t_min, band.middle, strict=True)
        places = [(axis.x(minute), inside(panel, value)) for minute, value in pairs]
        found.append(marks.chain(f"twin-case twin-case--{(n - 1) % KINDS}", places))
        tops.append((places[band.peak], str(n)))
    return Drawing([*found, *_numbers(tops)], panel.bottom + FOOT)


def _numbers(tops: list[tuple[Place, str]]) -> list[Mark]:
    """The number of each line beside its top, moved apart where two would meet."""
    ordered = sorted(tops, key=lambda one: one[0][1])
    heights = apart([Fraction(place[1]) for place, _ in ordered])
    return [
        marks.words("twin-case-word", (place[0] + 6, height - 2), number)
        for (place, number), height in zip(ordered, heights, strict=True)
    ]


def _grid(panel: Panel, axis: Minutes) -> list[Mark]:
    found: list[Mark] = []
    for value in range(0, panel.high + 1, STEP):
        y = panel.y(value)
        found += [
            marks.line("grid", start=(LEFT, y), end=(RIGHT, y)),
            marks.words("axis-end", (LEFT - 8, y + 4), str(value)),
        ]
    for minute in range(0, axis.to_min + 1, TICK_MIN):
        found.append(marks.words("axis-mid", (axis.x(minute), panel.bottom + 18), str(minute)))
    return [*found, marks.words("axis", (RIGHT + 20, panel.bottom + 18), "min")]
