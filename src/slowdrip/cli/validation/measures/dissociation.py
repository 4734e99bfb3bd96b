"""When dissociation peaks, how fast it is gone, and whether it rises as ratings do."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import USUAL, NotPredicted, answered, molar_mass
from slowdrip.knowledge.models import default_set, model
from slowdrip.science.pharmacology.effects import dissociation_fraction
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction, effect_readout

T_MIN: Floats = np.arange(0.0, 180.25, 0.25)
GAMMAS = (1.0, 1.5, 2.0)
BOWDLE_NG_PER_ML: Floats = np.array([50.0, 100.0, 150.0, 200.0])


def shipped_gamma() -> float:
    """The steepness of the shipped model."""
    return float(model("olofsen2022").value("gamma"))


def fraction_of(conc_effect_ng_per_ml: float | Floats, gamma: float) -> Floats:
    """The effect at effect-site concentrations of S-ketamine, for a steepness."""
    effect = model("olofsen2022")
    found = dissociation_fraction(
        effect, conc_effect_ng_per_ml, constants=model("constants"), multipliers={"gamma": gamma / shipped_gamma()}
    )
    if isinstance(found, NoPrediction):
        raise NotPredicted(found.code)
    return found


def course(gamma: float, t_min: Floats = T_MIN) -> Floats:
    """The course of dissociation after the usual dose."""
    effect = model("olofsen2022")
    conc = answered(default_set(), USUAL, t_min).of(effect_readout(effect, effect.curve("dissociation")))[0]
    return fraction_of(conc, gamma)


def left_percent(gamma: float, t_min: float) -> float:
    """What is left at a time, in percent of the peak."""
    found = course(gamma)
    return float(100.0 * np.interp(t_min, T_MIN, found) / found.max())


def left_percent_on_average(t_min: float) -> float:
    """The same, on average over a steepness that is drawn evenly from 1 to 2."""
    gammas = 1.0 + (np.arange(200) + 0.5) / 200
    found = np.array([course(gamma, np.array([41.5, t_min])) for gamma in gammas])
    return float(100.0 * np.mean(found[:, 1] / found[:, 0]))


def straightness(gamma: float) -> float:
    """The correlation of the effect with racemic concentrations of 50 to 200 ng/mL, half of them S-ketamine."""
    return float(np.corrcoef(BOWDLE_NG_PER_ML, fraction_of(BOWDLE_NG_PER_ML / 2, gamma))[0, 1])


FIGURES: Mapping[str, Callable[[], float]] = {
    "dissociation_peak": lambda: float(T_MIN[course(shipped_gamma()).argmax()]),
    "dissociation_80": lambda: left_percent(shipped_gamma(), 80.0),
    "dissociation_c50": lambda: float(fraction_of(0.51 * molar_mass("ketamine"), shipped_gamma())),
    "dissociation_linear": lambda: min(straightness(gamma) for gamma in GAMMAS),
}
