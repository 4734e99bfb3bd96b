"""Whether bands keep their word after updating, and what blood pressure alone teaches about the kinetics; minutes."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import USUAL
from slowdrip.cli.validation.measures import chair, narrowing, truths
from slowdrip.cli.validation.measures.chair import CUFFS_MIN
from slowdrip.cli.validation.measures.heavy import Heavy, Held
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.updating import Plan, Signal, Subject, coverage, simulated

SEED, DRAWS = 8, 1000
T_MIN: Floats = np.array([5.0, 10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0, 80.0, 100.0, 120.0])
RATED_MIN = (15.0, 30.0, 40.0, 60.0, 80.0)
SAMPLED_MIN = (20.0, 40.0, 60.0, 110.0)
SAMPLES = tuple((Signal.VENOUS_NG_PER_ML, t_min) for t_min in SAMPLED_MIN)
VITALS = (
    *((Signal.SBP_MMHG, t_min) for t_min in CUFFS_MIN),
    *((Signal.HR_BPM, t_min) for t_min in CUFFS_MIN),
    *((Signal.DISSOCIATION_0_TO_10, t_min) for t_min in RATED_MIN),
)
SHOWN: Mapping[Signal, str] = {
    Signal.VENOUS_NG_PER_ML: "concentration",
    Signal.ARTERIAL_NG_PER_ML: "arterial",
    Signal.SBP_CHANGE_MMHG: "pressure",
    Signal.CADSS_POINTS: "dissociation",
}
ARTERIAL: Mapping[str, Callable[[], Subject]] = {
    "own": truths.own,
    "domino1984": truths.domino,
    "simons2022": truths.simons,
    "clements1981": truths.clements,
}
VENOUS: Mapping[str, Callable[[], Subject]] = {"otto2021": truths.otto}


def measured(visits: int) -> Heavy:
    """Coverage of each band for each truth, over all times and at the worst, and what readings narrow.

    A venous truth drives no effects: it is sampled only, and its concentration is the one band that can be judged.
    """
    inside: dict[str, Held] = {}
    for name, truth in ARTERIAL.items():
        plan = Plan(USUAL, (*VITALS, *SAMPLES), frozenset(SHOWN), T_MIN)
        inside |= _covered(name, truth(), plan, visits)
    for name, truth in VENOUS.items():
        plan = Plan(USUAL, SAMPLES, frozenset({Signal.VENOUS_NG_PER_ML}), T_MIN)
        inside |= _covered(name, truth(), plan, visits)
    inside |= chair.held(ARTERIAL, visits, SEED)
    cuffs = tuple(each for each in VITALS if each[0] is Signal.SBP_MMHG)
    others = (*(each for each in VITALS if each not in cuffs), *SAMPLES)
    narrowed = narrowing.narrowed(cuffs, others, visits=max(visits // 4, 1), seed=SEED)
    figures = {
        **{f"coverage_{name}": each.overall_percent for name, each in inside.items()},
        **{f"coverage_worst_{name}": each.worst_percent for name, each in inside.items()},
        **narrowing.figures(narrowed),
    }
    return Heavy(figures, inside, narrowed, visits)


def _covered(name: str, truth: Subject, plan: Plan, visits: int, /) -> dict[str, Held]:
    """How often each 90 % band of the default model held the truth, at each of `T_MIN`."""
    made = simulated(truth, plan, visits=visits, seed=SEED, misfit=name == "own")
    found = coverage(truths.own(), plan, made, draws=DRAWS)
    return {f"{what}_{name}": Held(T_MIN, found[signal].inside) for signal, what in SHOWN.items() if signal in found}
