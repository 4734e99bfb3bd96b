"""How the people of one model differ: what is drawn, around what, and how normal numbers become multipliers.

Kinetic parameters are typical values, so their multipliers have the median 1. Effect models are calibrated to
published means, so the multipliers of their log-normal parameters have the mean 1: half a variance is taken off.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.models import Kind, Model
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.models import spreads_of
from slowdrip.science.pharmacology.population.normal import normal_cdf

EvenEnds = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Spreading:
    """The spreads of one model, ready to draw from.

    `names` and `omega` are the log-normal parameters and their covariance between people, `centre` the mean of their
    logarithms; the `visit_` ones are the same between visits; `even` holds the ends of uniform draws as multipliers.
    """

    names: tuple[str, ...]
    centre: Floats
    omega: Floats
    visit_names: tuple[str, ...]
    visit_centre: Floats
    visit_omega: Floats
    even: Mapping[str, EvenEnds]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the normal numbers that one person needs, in order."""
        return (*self.names, *self.even)


NOTHING = Spreading((), np.zeros(0), np.zeros((0, 0)), (), np.zeros(0), np.zeros((0, 0)), {})


def spreading_of(model: Model, set_name: str) -> Spreading:
    """One set of spreads of a model, such as `healthy` or `clinic`; refused when the model has none of that name."""
    if set_name not in {each.name for each in model.variability}:
        raise InputRefused("unknown_variability", f"{model.name}.{set_name}", "name_variability_of_model")
    drawn = spreads_of(model.variability_of(set_name))
    shift = -0.5 if model.kind is Kind.EFFECT else 0.0
    return Spreading(
        names=drawn.names,
        centre=shift * np.diag(drawn.omega),
        omega=drawn.omega,
        visit_names=drawn.occasion_names,
        visit_centre=shift * np.diag(drawn.occasion_omega),
        visit_omega=drawn.occasion_omega,
        even=drawn.uniform_factors,
    )


def person_multipliers(spreading: Spreading, normals: Floats) -> dict[str, Floats]:
    """Standard normal numbers of shape (patients, columns) as factors on the parameters, one array for each name."""
    if normals.ndim != 2 or normals.shape[1] != len(spreading.columns):
        raise InputRefused("columns_differ", "normals", "give_one_column_per_name")
    many = len(spreading.names)
    logs = spreading.centre + normals[:, :many] @ factor_of(spreading.omega).T
    drawn = {name: np.exp(logs[:, place]) for place, name in enumerate(spreading.names)}
    for place, (name, ends) in enumerate(spreading.even.items(), start=many):
        drawn[name] = evenly(normals[:, place], ends)
    return drawn


def visit_multipliers(spreading: Spreading, normals: Floats) -> dict[str, Floats]:
    """The same for one visit: factors on top of the person's own, from normals of shape (patients, visit names)."""
    if normals.ndim != 2 or normals.shape[1] != len(spreading.visit_names):
        raise InputRefused("columns_differ", "normals", "give_one_column_per_name")
    logs = spreading.visit_centre + normals @ factor_of(spreading.visit_omega).T
    return {name: np.exp(logs[:, place]) for place, name in enumerate(spreading.visit_names)}


def evenly(normals: Floats, ends: EvenEnds) -> Floats:
    """Standard normal numbers laid evenly between two ends."""
    return ends[0] + (ends[1] - ends[0]) * normal_cdf(normals)


def factor_of(covariance: Floats) -> Floats:
    """A matrix whose product with its transpose is the covariance; refused when there is none."""
    try:
        return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64) if covariance.size else covariance
    except np.linalg.LinAlgError as wrong:
        raise InputRefused("not_a_covariance", "omega", "give_positive_definite_matrix") from wrong
