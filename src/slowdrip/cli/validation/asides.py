"""Figures that are shown under the gates and not judged."""

from collections.abc import Mapping

import numpy as np

from slowdrip.cli.validation.measures import circulation, concentrations, dissociation, population
from slowdrip.knowledge.models import model
from slowdrip.knowledge.types.model_parts import Quantity

COMPARED = ("domino1984", "clements1981", "hijazi2003")
MEANS = {
    "riva_posse_systolic": 30.0,
    "zhou_systolic": 35.0,
    "pooled_systolic": 40.0,
    "yale_systolic": 40.0,
}
"""The published means at a fixed time, by their anchor in the model file, and when; 35 stands for 30 to 40 min."""


def asides() -> Mapping[str, tuple[str, ...]]:
    """The lines of each topic."""
    return {
        "arterial": _other_models(),
        "dissociation": _steepness(),
        "circulation": (*_fixed_times(), _peaks()),
        "population": _spreads(),
    }


def published_mean(anchor: str) -> Quantity:
    """A published mean that is kept beside the model."""
    return model("hemodynamics").anchors[anchor]


def _other_models() -> tuple[str, ...]:
    errors = (f"{name} {concentrations.arterial_error(name):.1f} %" for name in COMPARED)
    return (f"median absolute error of the models that are not the default, on the same data: {', '.join(errors)}",)


def _steepness() -> tuple[str, ...]:
    lines = [
        f"steepness {gamma:g}: {dissociation.left_percent(gamma, 80):.1f} % of the peak at 80 min, "
        f"{dissociation.left_percent(gamma, 120):.1f} % at 120 min"
        for gamma in dissociation.GAMMAS
    ]
    average = dissociation.left_percent_on_average(80)
    return (*lines, f"on average over a steepness drawn evenly from 1 to 2: {average:.1f} % at 80 min")


def _fixed_times() -> tuple[str, ...]:
    curve = circulation.rise().sbp_mmhg
    model_at = {
        30.0: circulation.at(curve, 30),
        35.0: circulation.mean_from_30_to_40(curve),
        40.0: circulation.at(curve, 40),
    }
    lines = []
    for anchor, when in MEANS.items():
        mean = published_mean(anchor)
        about = f"{mean.source.text} (*{mean.confidence}*)"
        lines.append(
            f"mean systolic rise: model {model_at[when]:.1f}, published {mean.value} mmHg: {mean.meaning}; {about}"
        )
    return tuple(lines)


def _peaks() -> str:
    at_forty, peaks = circulation.individual_peaks_mmhg()
    return (
        f"the same virtual patients have a mean systolic rise of {at_forty:.1f} mmHg at 40 min and a mean of "
        f"individual peaks of {peaks:.1f} mmHg (a cuff every 5 min for an hour, each with its error)"
    )


def _spreads() -> tuple[str, ...]:
    lines = []
    for name in ("healthy", "clinic"):
        values = population.at_forty(name)
        low, high = np.quantile(values, [0.05, 0.95])
        measured = population.with_residual(values)
        low_measured, high_measured = np.quantile(measured, [0.05, 0.95])
        lines.append(
            f"{name}, arterial at 40 min: 5 to 95 % from {low:.0f} to {high:.0f} ng/mL, "
            f"CV {population.cv_percent(values):.1f} %; including a residual "
            f"error of 24 % from {low_measured:.0f} to {high_measured:.0f} ng/mL, "
            f"CV {population.cv_percent(measured):.1f} %"
        )
    return tuple(lines)
