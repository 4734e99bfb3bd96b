"""Where candidates for the posterior come from: a multivariate t around the mode, its tails wider than a normal's."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.population import factor_of, normal_columns
from slowdrip.science.pharmacology.updating.psis import Weights
from slowdrip.science.pharmacology.updating.space import Space

FREEDOM = 6
"""Degrees of freedom: heavy enough for skewed posteriors, light enough to waste few draws in a dozen directions."""


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Draws in the seen directions, shape (draws, seen), and the same as coordinates."""

    seen: Floats
    coordinates: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A multivariate t over the seen directions: centre and scale matrix."""

    mean: Floats
    scale: Floats

    def cloud(self, space: Space, count: int, *, seed: int) -> Cloud:
        """Draws; the same seed gives the same shape of cloud at every reading, so that bands do not flicker."""
        normals, stretch = standard_t(count, space.seen_size, seed)
        seen = self.mean + (normals * stretch[:, np.newaxis]) @ factor_of(self.scale).T
        return Cloud(seen, space.coordinates(seen))

    def log(self, seen: Floats) -> Floats:
        """The logarithm of its density, up to a constant."""
        far = np.sum(np.square(np.linalg.solve(factor_of(self.scale), (seen - self.mean).T)), axis=0)
        return np.asarray(-0.5 * (FREEDOM + len(self.mean)) * np.log1p(far / FREEDOM), dtype=np.float64)

    def refitted(self, cloud: Cloud, weights: Weights) -> "Proposal":
        """The proposal that has the mean and covariance of weighted draws, nowhere narrower than half of this one."""
        mean = weights.weights @ cloud.seen
        away = cloud.seen - mean
        return Proposal(mean, (away * weights.weights[:, np.newaxis]).T @ away + 0.25 * self.scale)


@lru_cache(maxsize=8)
def standard_t(count: int, coordinates: int, seed: int) -> tuple[Floats, Floats]:
    """Standard normal numbers, shape (count, coordinates), and the factor that makes each draw a t, shape (count,)."""
    normals = _evened(normal_columns(seed, [f"proposal.{place}" for place in range(coordinates)], 0, count))
    chi = normal_columns(seed, [f"proposal.chi.{place}" for place in range(FREEDOM)], 0, count)
    stretch = math.sqrt(FREEDOM) / np.sqrt(np.sum(np.square(chi), axis=1))
    normals.setflags(write=False)
    stretch.setflags(write=False)
    return normals, stretch


def _evened(normals: Floats) -> Floats:
    """Normal numbers whose mean is exactly zero and covariance exactly one, so that few draws do not shift a band."""
    if len(normals) <= normals.shape[1]:
        return normals
    centred = normals - normals.mean(axis=0)
    return np.linalg.solve(factor_of(centred.T @ centred / len(normals)), centred.T).T
