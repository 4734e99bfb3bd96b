"""What weight, age and asked-for factors make of a model's parameters."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.knowledge.types.model_parts import Covariate, Quantity, Rule
from slowdrip.science.pharmacology.linear import PerPatient
from slowdrip.science.pharmacology.models.person import Person
from slowdrip.science.pharmacology.models.units import in_engine_units


def covaried(values: dict[str, PerPatient], covariates: tuple[Covariate, ...], person: Person) -> dict[str, PerPatient]:
    """The parameters after all covariates that count for this person."""
    changed = dict(values)
    for each in covariates:
        if each.switch and each.switch not in person.switches:
            continue
        for name in each.on:
            changed[name] = RULES[each.rule](changed[name], each.numbers, person)
    return changed


def _power_of_weight(value: PerPatient, numbers: Mapping[str, Quantity], person: Person) -> PerPatient:
    return value * (person.size_kg / _number(numbers, "reference")) ** _number(numbers, "exponent")


def _slope_above_age(value: PerPatient, numbers: Mapping[str, Quantity], person: Person) -> PerPatient:
    return value + _number(numbers, "slope") * _years_above(person, _number(numbers, "above"))


def _liver_flow_above_age(value: PerPatient, numbers: Mapping[str, Quantity], person: Person) -> PerPatient:
    """The clearance times the fall of a well-stirred liver's clearance when its flow falls with age."""
    flow, intrinsic = _number(numbers, "liver_flow"), _number(numbers, "intrinsic_clearance")
    older = flow + _number(numbers, "slope") * _years_above(person, _number(numbers, "above"))
    return value * (older * (flow + intrinsic)) / (flow * (older + intrinsic))


def _factor(value: PerPatient, numbers: Mapping[str, Quantity], person: Person) -> PerPatient:
    return value * _number(numbers, "factor")


def _number(numbers: Mapping[str, Quantity], name: str) -> float:
    return float(in_engine_units(numbers[name], weight_kg=1.0))


def _years_above(person: Person, age_years: float) -> PerPatient:
    """Years past an age; nobody reaches a rule without an age, because validity asks for it first."""
    own = age_years if person.age_years is None else person.age_years
    years = np.maximum(np.asarray(own, dtype=np.float64) - age_years, 0.0)
    return years if years.ndim else float(years)


Change = Callable[[PerPatient, Mapping[str, Quantity], Person], PerPatient]
RULES: Mapping[Rule, Change] = {
    Rule.POWER_OF_WEIGHT: _power_of_weight,
    Rule.SLOPE_ABOVE_AGE: _slope_above_age,
    Rule.LIVER_FLOW_ABOVE_AGE: _liver_flow_above_age,
    Rule.FACTOR: _factor,
}
