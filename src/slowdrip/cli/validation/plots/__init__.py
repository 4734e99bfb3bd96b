"""One plot for each topic of the report."""

from collections.abc import Callable, Mapping
from pathlib import Path

from slowdrip.cli.validation.measures.heavy import Heavy
from slowdrip.cli.validation.plots import kinetics, responses, spreads

PLOTS: Mapping[str, Callable[[Path], None]] = {
    "golden": kinetics.golden,
    "arterial": kinetics.arterial,
    "venous": kinetics.venous,
    "norketamine": kinetics.norketamine,
    "dissociation": responses.dissociation,
    "circulation": responses.circulation,
    "population": spreads.population,
}
"""What draws each topic but `updating`, which needs its figures."""


def draw_updating(path: Path, heavy: Heavy | None) -> None:
    """The plot of updating; it says so when that was not run."""
    spreads.updating(path, heavy)
