"""What readings narrow, for every coordinate of the default model: at the chair, and if pressures were believed."""

from collections.abc import Mapping

import numpy as np

from slowdrip.cli.validation.courses import USUAL, NotPredicted
from slowdrip.cli.validation.measures import truths
from slowdrip.cli.validation.measures.heavy import Narrowed
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.updating import (
    NoUpdate,
    Plan,
    Posterior,
    Signal,
    prior_of,
    simulated,
    uncut,
    updated,
)

DRAWS = 1000
Read = tuple[tuple[Signal, float], ...]


def narrowed(cuffs: Read, others: Read, *, visits: int, seed: int) -> dict[str, Narrowed]:
    """By coordinate, over so many simulated visits of the default model."""
    subject = truths.own()
    plan = Plan(USUAL, (*cuffs, *others), frozenset({Signal.SBP_CHANGE_MMHG}), np.array([40.0]))
    told = simulated(subject, plan, visits=visits, seed=seed, misfit=True).readings
    alone = [readings[: len(cuffs)] for readings in told]
    cut = _left([updated(subject, USUAL, each, draws=DRAWS) for each in alone])
    whole = _left([uncut(subject, USUAL, each, draws=DRAWS) for each in alone])
    all_told = _left([updated(subject, USUAL, each, draws=DRAWS) for each in told])
    rows = zip(prior_of(subject).names, cut.mean(0), whole.mean(0), all_told.mean(0), whole.min(0), strict=True)
    return {name: Narrowed(*(float(each) for each in row)) for name, *row in rows}


def figures(found: Mapping[str, Narrowed]) -> dict[str, float]:
    """The gates: clearance at the chair, and without the cut everything that says where the drug goes."""
    kinetic = [name for name in found if _is_kinetic(name)]
    return {
        "shrinkage_pressure": found["cl"].cut,
        **{f"shrinkage_uncut_{name.replace('.', '_')}": found[name].uncut for name in kinetic},
        "shrinkage_uncut_worst_cl": found["cl"].lowest_uncut,
    }


def _is_kinetic(name: str) -> bool:
    """Parameters of the kinetics, between people and visits, and how far they are off; nothing of an effect."""
    return "." not in name.removeprefix("visit.") or (name.startswith("misfit.") and "effect" not in name)


def _left(answers: list[Posterior | NoUpdate | NoPrediction]) -> Floats:
    """The SD of each coordinate over its prior, shape (visits with an update, coordinates)."""
    left = [each.belief.sd / each.prior.sd for each in answers if isinstance(each, Posterior)]
    if not left:
        raise NotPredicted("no_update_in_any_visit")
    return np.array(left)
