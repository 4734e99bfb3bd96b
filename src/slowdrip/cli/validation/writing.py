"""Measures every gate and writes the report with its plots, whole or not at all."""

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
    many = f"{heavy.visits} simulated visits for each truth, a quarter as many for clearance; the same seed each time"
    return (many, *(_lowest(heavy, name) for name in heavy.inside))


def _lowest(heavy: Heavy, name: str) -> str:
    """At which one time a band held the truth least often, which a mean over times hides."""
    inside = heavy.inside[name]
    what, _, truth = name.partition("_")
    return f"{what}, truth {truth}: least often at {heavy.t_min[inside.argmin()]:g} min, {100 * inside.min():.1f} %"
