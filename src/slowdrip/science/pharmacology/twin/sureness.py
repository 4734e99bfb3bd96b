"""How sure an individual update is: what the readings narrowed, what they did not, and what the draws are worth."""

import math
from dataclasses import dataclass
from enum import StrEnum

from slowdrip.science.pharmacology.updating import Posterior, prior_of
from slowdrip.science.pharmacology.updating.beliefs import BASELINE_SBP, MISFIT

PRESSURE = "map"
STEADY_K = 0.5
"""Below this k-hat the weights have a variance (Vehtari et al., arXiv 1507.02646)."""


class Aspect(StrEnum):
    """What can be learned of a patient from a cuff, and the clearance, which cannot."""

    SIZE = "size"
    DELAY = "delay"
    HALF = "half"
    STEEPNESS = "steepness"
    BASELINE = "baseline"
    FIRST_MINUTES = "first_minutes"
    AFTER_STOP = "after_stop"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class Sureness:
    """What readings took of the spread between people, for each aspect: 0 is nothing, 1 would be all of it.

    `k_hat` says how heavy the tail of the weights is and `effective` what the draws are worth; both are missing where
    nothing was weighted, and so is a k-hat without a tail to measure.
    """

    shrinkage: tuple[tuple[Aspect, float], ...]
    k_hat: float | None = None
    effective: float | None = None
    draws: int = 0

    def of(self, aspect: Aspect) -> float:
        """The shrinkage of one aspect."""
        return dict(self.shrinkage)[aspect]

    @property
    def is_steady(self) -> bool:
        """Whether the weights are of the kind that needs no second look."""
        return self.k_hat is None or self.k_hat <= STEADY_K


def sureness_of(known: Posterior) -> Sureness:
    """How sure a posterior is, against what is believed of anybody before their first visit."""
    anybody = prior_of(known.subject)
    left = {name: float(known.belief.sd[place] / anybody.sd[place]) for place, name in enumerate(anybody.names)}
    shrinkage = tuple((aspect, 1.0 - left[name]) for aspect, name in _names(known).items() if name in left)
    if known.weights is None:
        return Sureness(shrinkage)
    k_hat = known.weights.k_hat if math.isfinite(known.weights.k_hat) else None
    return Sureness(shrinkage, k_hat, known.weights.effective, len(known.weights.weights))


def _names(known: Posterior) -> dict[Aspect, str]:
    """Which coordinate each aspect is."""
    models = known.subject.models
    effect = known.subject.effect_with(PRESSURE)
    clearance = models.kinetics.kinetics.clearance if models.kinetics.kinetics is not None else ""
    found = {
        Aspect.BASELINE: BASELINE_SBP,
        Aspect.FIRST_MINUTES: f"{MISFIT}effect_early",
        Aspect.AFTER_STOP: f"{MISFIT}effect_washout",
        Aspect.CLEARANCE: clearance,
    }
    if effect is None:
        return found
    curve = effect.curve(PRESSURE)
    own = {
        Aspect.SIZE: curve.e_max,
        Aspect.DELAY: curve.half_life,
        Aspect.HALF: curve.c50,
        Aspect.STEEPNESS: curve.gamma,
    }
    return {aspect: f"{effect.name}.{name}" for aspect, name in own.items()} | found
