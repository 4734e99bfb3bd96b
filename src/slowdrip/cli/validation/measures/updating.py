"""Whether bands keep their word after updating, and what blood pressure alone teaches about clearance; minutes."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import USUAL, NotPredicted
from slowdrip.cli.validation.measures import truths
from slowdrip.cli.validation.measures.heavy import Heavy
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.updating import Plan, Posterior, Signal, Subject, coverage, simulated, updated

SEED, DRAWS = 8, 1000
T_MIN: Floats = np.array([5.0, 10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0, 80.0, 100.0, 120.0])
CUFFS_MIN = (5.0, 15.0, 25.0, 35.0, 45.0, 60.0, 80.0)
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
    """Coverage of each band for each truth, and shrinkage by blood pressure alone.

    A venous truth drives no effects: it is sampled only, and its concentration is the one band that can be judged.
    """
    inside: dict[str, Floats] = {}
    for name, truth in ARTERIAL.items():
        plan = Plan(USUAL, (*VITALS, *SAMPLES), frozenset(SHOWN), T_MIN)
        inside |= _covered(name, truth(), plan, visits)
    for name, truth in VENOUS.items():
        plan = Plan(USUAL, SAMPLES, frozenset({Signal.VENOUS_NG_PER_ML}), T_MIN)
        inside |= _covered(name, truth(), plan, visits)
    figures = {f"coverage_{name}": float(100.0 * each.mean()) for name, each in inside.items()}
    return Heavy({**figures, "shrinkage_pressure": clearance_left(visits)}, T_MIN, inside, visits)


def clearance_left(visits: int) -> float:
    """The SD of clearance over its prior after seven cuff readings and nothing else, the mean over visits."""
    subject = truths.own()
    cuffs = tuple((Signal.SBP_MMHG, t_min) for t_min in CUFFS_MIN)
    plan = Plan(USUAL, cuffs, frozenset({Signal.SBP_CHANGE_MMHG}), T_MIN)
    made = simulated(subject, plan, visits=max(visits // 4, 1), seed=SEED, misfit=True)
    answers = [updated(subject, USUAL, readings, draws=DRAWS) for readings in made.readings]
    left = [1.0 - answer.shrinkage["cl"] for answer in answers if isinstance(answer, Posterior)]
    if not left:
        raise NotPredicted("no_update_in_any_visit")
    return float(np.mean(left))


def _covered(name: str, truth: Subject, plan: Plan, visits: int, /) -> dict[str, Floats]:
    """How often each 90 % band of the default model held the truth, at each of `T_MIN`."""
    made = simulated(truth, plan, visits=visits, seed=SEED, misfit=name == "own")
    found = coverage(truths.own(), plan, made, draws=DRAWS)
    return {f"{what}_{name}": found[signal].inside for signal, what in SHOWN.items() if signal in found}
