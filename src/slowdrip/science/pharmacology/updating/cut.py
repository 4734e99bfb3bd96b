"""Blood pressure, heart rate and ratings teach nothing about where the drug goes.

The effect models are calibrated to means of many patients. A strong response has a rich course, and a likelihood that
takes that course at its word would learn a clearance from it that nobody measured. Without a concentration the
posterior is therefore cut (Plummer 2015, DOI 10.1007/s11222-014-9503-z): the kinetics get their prior back, and what
was learned about the effects moves along with them as it hung together before.
"""

from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.population import factor_of
from slowdrip.science.pharmacology.updating.beliefs import VISIT, Belief


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An affine map of coordinates after which the kinetic parameters have the mean and covariance of the prior."""

    turn: Floats
    shift: Floats

    def draws(self, coordinates: Floats) -> Floats:
        """The draws, moved."""
        return np.asarray(coordinates @ self.turn.T + self.shift, dtype=np.float64)

    def belief(self, belief: Belief) -> Belief:
        """The belief, moved."""
        covariance = self.turn @ belief.covariance @ self.turn.T
        return Belief(belief.names, belief.levels, self.turn @ belief.mean + self.shift, covariance)


def cut_of(learned: Belief, prior: Belief) -> Cut:
    """The map from what was learned to the same with the kinetics of the prior."""
    rows = kinetic_rows(prior.names)
    found, wanted = (rows @ each.covariance @ rows.T for each in (learned, prior))
    along = np.linalg.solve(found, rows @ learned.covariance).T
    stretch = factor_of(wanted) @ np.linalg.inv(factor_of(found))
    turn = np.eye(len(prior.mean)) + along @ (stretch - np.eye(len(rows))) @ rows
    shift = along @ (rows @ prior.mean - stretch @ rows @ learned.mean)
    return Cut(turn, np.asarray(shift, dtype=np.float64))


def kinetic_rows(names: tuple[str, ...]) -> Floats:
    """One row for each kinetic parameter: which coordinates add up to its logarithm, the person's and the visit's."""
    rows: dict[str, Floats] = {}
    for place, name in enumerate(names):
        parameter = name.removeprefix(VISIT)
        if "." not in parameter:
            rows.setdefault(parameter, np.zeros(len(names)))[place] = 1.0
    return np.stack(list(rows.values()))
