"""The parameters of one model for one person, or for many virtual patients at once."""

from collections.abc import Mapping

import numpy as np

from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import InputRefused, PerPatient
from slowdrip.science.pharmacology.models.covariates import covaried
from slowdrip.science.pharmacology.models.person import Person
from slowdrip.science.pharmacology.models.units import in_engine_units

Multipliers = Mapping[str, PerPatient]
NO_MULTIPLIERS: Multipliers = {}


def parameters_of(model: Model, person: Person, multipliers: Multipliers = NO_MULTIPLIERS) -> dict[str, PerPatient]:
    """Every parameter in engine units (L, L/min, 1/min, min, fractions), times its multiplier.

    A multiplier is a factor such as exp(eta): one number, or an array with one for each patient. Raises InputRefused
    when one names a parameter that the model does not have, or is not above zero.
    """
    check_multipliers(model, multipliers)
    typical = {name: in_engine_units(each, weight_kg=_plain(person.size_kg)) for name, each in model.parameters.items()}
    own = covaried(typical, model.covariates, person)
    return {name: value * multipliers[name] if name in multipliers else value for name, value in own.items()}


def multipliers_of(multipliers: Multipliers, name: str = "") -> Multipliers:
    """The multipliers of one model: those written `name.parameter`; without a name those of the kinetics."""
    split = ((each.rpartition("."), factor) for each, factor in multipliers.items())
    return {parameter: factor for (owner, _, parameter), factor in split if owner == name}


def check_multipliers(model: Model, multipliers: Multipliers) -> None:
    """Refuses a multiplier of nothing, and one that is not above zero."""
    for name, factor in multipliers.items():
        if name not in model.parameters:
            raise InputRefused("unknown_parameter", name, "name_parameter_of_model")
        if not np.all(np.asarray(factor) > 0):
            raise InputRefused("not_above_zero", name, "give_factor_above_zero")


def _plain(value: PerPatient) -> PerPatient:
    return value if isinstance(value, np.ndarray) else float(value)
