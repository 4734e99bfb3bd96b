"""The posterior as weighted draws: a proposal, smoothed weights by prior and likelihood, a better proposal if poor."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.updating.likelihood import Likelihood
from slowdrip.science.pharmacology.updating.proposal import Cloud, Proposal, standard_t
from slowdrip.science.pharmacology.updating.psis import Weights, smoothed
from slowdrip.science.pharmacology.updating.space import Space

GOOD_K, GOOD_SHARE = 0.5, 0.2
"""Below this k-hat the weights have a variance (Vehtari et al., arXiv 1507.02646); with that share of the draws worth
something as well no better proposal is looked for."""
MOST_ROUNDS = 3
UNSEEN = 1000
"""Added to the seed of the numbers of the unseen directions, so that they are not those of the seen ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Draws with their weights, and the round of proposals that they come from."""

    cloud: Cloud
    weights: Weights
    rounds: int


def weighted(likelihood: Likelihood, space: Space, proposal: Proposal, *, draws: int, seed: int) -> Weighted:
    """Weighted draws; while they are poor the proposal is refitted to them, at most twice. The last round counts."""
    found = _round(likelihood, space, proposal, draws=draws, seed=seed, number=1)
    while _is_poor(found) and found.rounds < MOST_ROUNDS:
        proposal = proposal.refitted(found.cloud, found.weights)
        found = _round(likelihood, space, proposal, draws=draws, seed=seed, number=found.rounds + 1)
    return found


def _is_poor(found: Weighted) -> bool:
    return found.weights.k_hat > GOOD_K or found.weights.effective < GOOD_SHARE * len(found.cloud.seen)


def _round(
    likelihood: Likelihood, space: Space, proposal: Proposal, /, *, draws: int, seed: int, number: int
) -> Weighted:
    cloud = proposal.cloud(space, draws, seed=seed + number - 1)
    prior = -0.5 * np.sum(np.square(cloud.seen), axis=1)
    logs = likelihood.log(cloud.coordinates) + prior - proposal.log(cloud.seen)
    if not np.isfinite(logs.max()):
        return Weighted(cloud, Weights(np.full(draws, 1 / draws), math.inf), number)
    return Weighted(cloud, smoothed(logs), number)


def posterior_draws(space: Space, found: Weighted, count: int, *, seed: int) -> Floats:
    """Draws of equal weight as coordinates: kept as often as they weigh, and the prior in the unseen directions."""
    kept = found.cloud.coordinates[resampled(found.weights.weights, count)]
    unseen, _ = standard_t(count, space.unseen.shape[1], seed + UNSEEN)
    return np.asarray(kept + unseen @ space.unseen.T, dtype=np.float64)


def moments(space: Space, found: Weighted) -> tuple[Floats, Floats]:
    """Mean and covariance of the posterior: by weights in the seen directions, exact in the unseen ones."""
    weights = found.weights.weights
    mean = weights @ found.cloud.seen
    away = found.cloud.seen - mean
    inside = (away * weights[:, np.newaxis]).T @ away
    covariance = space.seen @ inside @ space.seen.T + space.unseen @ space.unseen.T
    return space.coordinates(mean), covariance


def resampled(weights: Floats, count: int) -> npt.NDArray[np.intp]:
    """Which draws to keep, evenly through the sum of the weights, so that each is kept as often as it weighs."""
    edges = np.cumsum(weights)
    return np.asarray(np.searchsorted(edges, (np.arange(count) + 0.5) / count * edges[-1]), dtype=np.intp)
