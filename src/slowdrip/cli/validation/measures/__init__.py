"""The figure of each gate, by the gate's name."""

from collections.abc import Callable, Mapping

from slowdrip.cli.validation.measures import circulation, concentrations, dissociation, population, tables

FIGURES: Mapping[str, Callable[[], float]] = {
    **tables.FIGURES,
    **concentrations.FIGURES,
    **dissociation.FIGURES,
    **circulation.FIGURES,
    **population.FIGURES,
}
"""All gates but the heavy ones, which are in `updating`."""
