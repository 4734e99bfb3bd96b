"""Plots of spread: healthy and clinic patients side by side, and how often bands hold the truth."""

from pathlib import Path

import numpy as np

from slowdrip.cli.validation.measures import population as people
from slowdrip.cli.validation.measures.heavy import Heavy
from slowdrip.cli.validation.plots.kinetics import finish
from slowdrip.exchange.populations.drawing import COLOURS, new_figure

DRAWN = 4000
LINES = {"concentration": "-", "arterial": "-.", "pressure": "--", "dissociation": ":"}
TRUTHS = ("own", "domino1984", "simons2022", "otto2021", "clements1981")


def population(path: Path) -> None:
    """Where 90 % of healthy volunteers and of clinic patients lie."""
    figure, (axis,) = new_figure()
    for name, colour in (("clinic", COLOURS[1]), ("healthy", COLOURS[0])):
        low, middle, high = np.quantile(people.patients(name, people.T_MIN, DRAWN), [0.05, 0.5, 0.95], axis=0)
        axis.fill_between(people.T_MIN, low, high, color=colour, alpha=0.25, linewidth=0, label=f"{name}, 5 to 95 %")
        axis.plot(people.T_MIN, middle, color=colour, linewidth=1.2, label=f"{name}, median")
    axis.set_ylim(bottom=0)
    finish(path, figure, axis, x="minutes from the start", y="ketamine (arterial), ng/mL")


def updating(path: Path, heavy: Heavy | None) -> None:
    """How often the band held the truth at each time, for each truth; empty and saying so when not run.

    The bands of readings at the chair stand in the table alone.
    """
    figure, (axis,) = new_figure()
    axis.axhspan(85, 95, color="#dddddd", label="target 85 to 95 %, over all times")
    if heavy is None:
        axis.set_title("not run", loc="left")
    else:
        for name, inside in heavy.inside.items():
            what, _, truth = name.partition("_")
            if what not in LINES:
                continue
            colour, line = COLOURS[TRUTHS.index(truth)], LINES[what]
            axis.plot(
                inside.t_min, 100 * inside.inside, line, color=colour, linewidth=1, label=f"{what}, truth: {truth}"
            )
    axis.set_ylim(20, 101)
    finish(path, figure, axis, x="minutes from the start", y="truth inside the 90 % band, %")
