"""Measures every gate and writes the report with its plots, whole or not at all."""

import math
from pathlib import Path

from slowdrip.cli.validation.asides import asides
from slowdrip.cli.validation.measures import FIGURES
from slowdrip.cli.validation.measures.heavy import Heavy
from slowdrip.cli.validation.plots import PLOTS, draw_updating
from slowdrip.cli.validation.report import page
from slowdrip.cli.validation.results import Result, results
from slowdrip.exchange.populations.side_files import written_whole
from slowdrip.knowledge.validation import gates

UPDATING = "updating"
BANDS = {
    "concentration": "venous concentration",
    "arterial": "arterial concentration",
    "pressure": "rise of pressure",
    "dissociation": "dissociation",
    "reading": "next cuff readings before the first one",
    "next": "next cuff readings after three",
}
"""What each band that was judged is about, by how the names of its figures begin."""
NARROWED = (
    "SD over its prior of each parameter, mean over visits: after seven systolic pressures at the chair; after the "
    "same taken at their word, without the cut; after pressures, pulses, ratings and four venous samples:"
)


def heavy_figures(visits: int) -> Heavy | None:
    """The figures that take minutes; nothing for no visits."""
    if visits == 0:
        return None
    from slowdrip.cli.validation.measures.updating import measured

    return measured(visits)


def write_report(out: Path, heavy: Heavy | None) -> tuple[Result, ...]:
    """Writes the report to `out` and its plots into the folder of the same name beside it."""
    found = results(gates(), FIGURES, {} if heavy is None else heavy.figures)
    folder = out.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    places = [out, *(folder / f"{topic}.svg" for topic in (*PLOTS, UPDATING))]
    with written_whole(places) as (side, *plots):
        for draw, plot in zip(PLOTS.values(), plots, strict=False):
            draw(plot)
        draw_updating(plots[-1], heavy)
        text = page(found, {**asides(), UPDATING: _how(heavy)}, folder=folder.name)
        side.write_text(text, encoding="utf-8")
    return found


def _how(heavy: Heavy | None) -> tuple[str, ...]:
    if heavy is None:
        return ("not run: `slowdrip validate --visits 300` runs it, in minutes",)
    many = f"{heavy.visits} simulated visits for each truth, a quarter as many for what is narrowed; one seed"
    once = f"in {heavy.visits} visits a coverage of 90 % is seen at one time with an SD of {_luck_percent(heavy):.1f} %"
    return (many, once, *(_lowest(heavy, name) for name in heavy.inside), *_narrowed(heavy))


def _luck_percent(heavy: Heavy) -> float:
    """The SD of a share of 90 % seen in so many visits."""
    return 100.0 * math.sqrt(0.9 * 0.1 / heavy.visits)


def _lowest(heavy: Heavy, name: str) -> str:
    """At which one time a band held the truth least often, and what the gate of the worst time is about."""
    held = heavy.inside[name]
    what, _, truth = name.partition("_")
    return f"{BANDS[what]}, truth {truth}: least often at {held.worst_min:g} min, {held.worst_percent:.1f} %"


def _narrowed(heavy: Heavy) -> tuple[str, ...]:
    """The SD that was left of each coordinate, uncut as well."""
    lines = (
        f"`{name}`: {each.cut:.2f}; {each.uncut:.2f} (lowest of all {each.lowest_uncut:.2f}); {each.all_told:.2f}"
        for name, each in heavy.narrowed.items()
    )
    return (NARROWED, *lines)
