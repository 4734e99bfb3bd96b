"""Plots of concentrations: models against tables, solver rows and data."""

from pathlib import Path
from typing import Any

import numpy as np

from slowdrip.cli.validation.courses import alone, answered, arterial_ketamine, curve, ladder
from slowdrip.cli.validation.measures import concentrations, tables
from slowdrip.exchange.populations.drawing import COLOURS, new_figure, save
from slowdrip.knowledge.validation import solver_rows
from slowdrip.science.pharmacology.linear import Floats

FACTS = {"made_by": "slowdrip validate"}
SMALLEST_PERCENT, ROOM_PERCENT = 1e-6, 1e4
COMPARED = ("kamp2020", "domino1984", "clements1981", "hijazi2003")


def finish(path: Path, figure: Any, axis: Any, /, *, x: str, y: str) -> None:
    """Names the axes, starts the vertical one at zero where it is plain, and writes the file."""
    axis.set_xlabel(x)
    axis.set_ylabel(y)
    axis.legend(frameon=False, fontsize=8)
    save(figure, path, "svg", FACTS)


def golden(path: Path) -> None:
    """The distance of each model from the independent solver at each time."""
    figure, (axis,) = new_figure()
    for number, row in enumerate(solver_rows()):
        errors = np.maximum(tables.errors_percent(row), SMALLEST_PERCENT)
        colour = COLOURS[number % len(COLOURS)]
        axis.plot(row.t_min, errors, ".-", color=colour, linewidth=0.8, label=f"{row.model}, {row.analyte}")
    axis.axhline(0.5, color="#9f1239", linewidth=1, linestyle="--", label="target 0.5 %")
    axis.set_yscale("log")
    axis.set_ylim(SMALLEST_PERCENT, ROOM_PERCENT)
    axis.set_xlabel("minutes")
    axis.set_ylabel("distance from an independent solver, %")
    axis.legend(frameon=False, fontsize=7, ncols=2, loc="upper left")
    save(figure, path, "svg", FACTS)


def arterial(path: Path) -> None:
    """Four models on the digitised arterial curve."""
    figure, (axis,) = new_figure()
    times, measured = arterial_ketamine()
    fine = np.arange(0.0, 301.0, 1.0)
    for name, colour in zip(COMPARED, COLOURS, strict=False):
        width = 1.8 if name == "kamp2020" else 0.9
        axis.plot(
            fine, curve(answered(alone(name), ladder(), fine), "ketamine"), color=colour, linewidth=width, label=name
        )
    axis.plot(times, measured, "o", color="black", markersize=4, label="Kamp 2020 BJA, digitised")
    axis.set_ylim(bottom=0)
    finish(path, figure, axis, x="minutes from the start", y="ketamine (arterial), ng/mL")


def venous(path: Path) -> None:
    """The two venous predictions on the medians they know, and at 40 minutes of the usual dose."""
    figure, (small, usual) = new_figure(rows=2)
    times, measured = concentrations.otto_medians("s_ketamine")
    fine = np.arange(0.0, 601.0, 2.0)
    _both(small, fine, concentrations.otto_own("s_ketamine", fine), concentrations.link_on_otto(fine))
    small.plot(times, measured, "o", color="black", markersize=4, label="Otto 2021 medians, digitised (in-sample)")
    small.set_yscale("log")
    small.set_ylim(bottom=1)
    small.set_ylabel("S-ketamine (venous), ng/mL")
    small.legend(frameon=False, fontsize=8)
    to_four_hours = np.arange(0.0, 241.0, 1.0)
    _both(usual, to_four_hours, concentrations.twice_otto(to_four_hours), concentrations.venous_link(to_four_hours))
    usual.plot([40, 40], [150, 230], color="black", linewidth=3, label="150 to 230 at 40 min")
    finish(path, figure, usual, x="minutes from the start", y="ketamine (venous), ng/mL")


def norketamine(path: Path) -> None:
    """The Otto model on its own medians and on the digitised arterial curve."""
    figure, (own, other) = new_figure(rows=2)
    times, measured = concentrations.otto_medians("s_norketamine")
    fine = np.arange(0.0, 601.0, 2.0)
    _banded(own, fine, concentrations.otto_own("s_norketamine", fine))
    own.plot(times, measured, "o", color="black", markersize=4, label="Otto 2021 medians, digitised (in-sample)")
    own.set_ylabel("S-norketamine (venous), ng/mL")
    own.legend(frameon=False, fontsize=8)
    at, predicted, data = concentrations.norketamine_on_ladder()
    _banded(other, at, predicted)
    other.plot(at, data, "o", color="black", markersize=4, label="Kamp 2020 BJA, digitised")
    finish(path, figure, other, x="minutes from the start", y="S-norketamine (arterial data), ng/mL")


def _both(axis: Any, times: Floats, otto: Floats, link: Floats) -> None:
    axis.plot(times, otto, color=COLOURS[0], label="Otto 2021")
    axis.plot(times, link, color=COLOURS[1], label="Kamp 2020 and venous link")


def _banded(axis: Any, times: Floats, middle: Floats) -> None:
    axis.fill_between(times, 0.6 * middle, 1.4 * middle, color=COLOURS[0], alpha=0.15, linewidth=0)
    axis.plot(times, middle, color=COLOURS[0], label="Otto 2021 model, band 40 %")
