"""The most probable coordinates given the readings, and the normal distribution that touches the posterior there."""

from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.updating.likelihood import Likelihood
from slowdrip.science.pharmacology.updating.space import Space

STEP = 1e-5
ENOUGH = 1e-3
"""A step that promises less than this many units of log-probability is taken and is the last one."""
MOST_STEPS = 30
LEAST_DAMPING = 1e-3
LITTLE, MOST = 0.25, 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Mode:
    """The mode, in the seen directions and in coordinates, and the covariance in the seen directions (Laplace).

    `cost` is half the squared misses before the last small step, the prior's included.
    """

    seen: Floats
    covariance: Floats
    coordinates: Floats
    cost: float
    steps: int
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """A place in the seen directions, the misses there, and how they change along each direction."""

    at: Floats
    misses: Floats
    slopes: Floats

    @property
    def cost(self) -> float:
        return 0.5 * float(self.misses @ self.misses + self.at @ self.at)

    @property
    def curvature(self) -> Floats:
        return self.slopes.T @ self.slopes + np.eye(len(self.at))


def mode_of(likelihood: Likelihood, space: Space, *, start: Floats | None = None) -> Mode:
    """The mode by Gauss and Newton's steps, damped as by Levenberg and Marquardt when one does not help.

    One call of the engine for each step: the point and its neighbours along every direction are its patients.
    `start` is where to begin, in coordinates, e.g. the last mode of this visit; the prior mean otherwise.
    """
    best = _look(likelihood, space, np.zeros(space.seen_size) if start is None else space.place(start))
    damping = 0.0
    for number in range(1, MOST_STEPS + 1):
        step, promised = _step(best, damping)
        if promised < ENOUGH:
            return _mode(best, best.at + step, space, number, converged=True)
        tried = _look(likelihood, space, best.at + step)
        kept = (best.cost - tried.cost) / promised
        if kept > 0:
            best = tried
        damping = _damping(damping, kept)
    return _mode(best, best.at, space, MOST_STEPS, converged=False)


def _damping(damping: float, kept: float) -> float:
    """Less where a step kept most of its promise, more where it kept little, much more where it made things worse."""
    if not kept > 0:
        return max(10 * damping, 0.1)
    if kept < LITTLE:
        return max(3 * damping, 0.03)
    return damping / 10 if kept > MOST and damping > LEAST_DAMPING else damping * (damping > LEAST_DAMPING)


def _look(likelihood: Likelihood, space: Space, at: Floats, /) -> _Point:
    around = np.vstack([at, at + STEP * np.eye(len(at))])
    misses = likelihood.misses(space.coordinates(around))
    return _Point(at, misses[0], (misses[1:] - misses[0]).T / STEP)


def _step(point: _Point, damping: float) -> tuple[Floats, float]:
    """The next step, and how much it promises by the straight-line picture of the misses."""
    curvature = point.curvature
    downhill = -(point.slopes.T @ point.misses + point.at)
    damped = curvature + damping * np.diag(np.diag(curvature))
    step = np.asarray(np.linalg.solve(damped, downhill), dtype=np.float64)
    return step, float(downhill @ step - 0.5 * step @ curvature @ step)


def _mode(point: _Point, at: Floats, space: Space, steps: int, /, *, converged: bool) -> Mode:
    covariance = np.asarray(np.linalg.inv(point.curvature), dtype=np.float64)
    return Mode(at, covariance, space.coordinates(at), point.cost, steps, converged)
