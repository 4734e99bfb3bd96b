"""Plots that come out the same each time: no clock, no random ids, what made them in the metadata."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowdrip.exchange.populations.problems import refuse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ("#0b5394", "#b45309", "#3f6212", "#7e22ce", "#9f1239", "#155e75")
INCHES = (7.0, 4.2)
STYLE: Any = {
    "svg.hashsalt": "slowdrip",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e5e5e5",
    "grid.linewidth": 0.6,
    "path.simplify": True,
}


def new_figure(rows: int = 1) -> "tuple[Figure, list[Any]]":
    """An empty figure with one axis, or several one below the other."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as missing:
        raise refuse("--out", "a plot needs matplotlib", "install slowdrip[population]") from missing
    with rc_context(STYLE):
        figure = Figure(figsize=(INCHES[0], INCHES[1] * (1 + 0.75 * (rows - 1))), layout="constrained")
        axes = figure.subplots(rows, 1, squeeze=False)
    return figure, [row[0] for row in axes]


def save(figure: "Figure", path: Path, kind: str, facts: Mapping[str, str]) -> None:
    """Writes a figure as `svg` or `png` with the facts in its metadata."""
    from matplotlib import rc_context

    text = json.dumps(dict(facts))
    named = {"Title": "Slowdrip", "Description": text}
    metadata: dict[str, Any] = (
        {**named, "Date": None, "Creator": "slowdrip"} if kind == "svg" else {**named, "Software": "slowdrip"}
    )
    with rc_context(STYLE):
        figure.savefig(path, format=kind, metadata=metadata, dpi=150)
