"""Where a model may predict: inside its ranges, and otherwise a code that says why not, never a number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.model_parts import Range
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import PerPatient, Regimen
from slowdrip.science.pharmacology.models.person import Person

OCCASION_GAP_MIN = 480.0
"""Infusions further apart than this are visits of their own; a dose and a duration are those of one visit."""

ROUNDING = 1e-9
"""A dose that is worked out again from its rate may miss the end of a range by a few last digits."""


@dataclass(frozen=True, slots=True)
class NoPrediction:
    """No prediction, because of this code; `params` names the model and holds plain numbers and codes."""

    code: str
    params: Mapping[str, float | str]


def person_refused(model: Model, person: Person) -> NoPrediction | None:
    """Why the model says nothing about this person, or nothing when it may."""
    if person.age_years is None and "age" in model.validity:
        return NoPrediction("age_missing", {"model": model.name})
    for name, value in (("weight", person.weight_kg), ("age", person.age_years)):
        refused = None if value is None else outside(model, name, value)
        if refused is not None:
            return refused
    return None


def regimen_refused(model: Model, person: Person, regimen: Regimen, *, dose_share: float) -> NoPrediction | None:
    """Why the model says nothing about this regimen, or nothing when it may.

    `dose_share` is the part of the dose that the model counts: one half for a model of S-ketamine under racemate.
    """
    if regimen.boluses:
        return NoPrediction("bolus_outside_range", {"model": model.name})
    for visit in visits(regimen):
        for name, value in _sizes(visit, person.weight_kg, dose_share):
            refused = outside(model, name, value)
            if refused is not None:
                return refused
    return None


def outside(model: Model, name: str, value: PerPatient) -> NoPrediction | None:
    """The refusal when a value, or any of an array, lies outside the model's range; not a number is outside too."""
    allowed = model.validity.get(name)
    if allowed is None:
        return None
    values = np.atleast_1d(np.asarray(value, dtype=np.float64))
    if not np.all(np.isfinite(values)):
        return NoPrediction(f"{name}_not_a_number", {"model": model.name})
    if values.max() > float(allowed.high) * (1 + ROUNDING):
        return _refusal(f"{name}_above_range", model, allowed, float(values.max()))
    if values.min() < float(allowed.low) * (1 - ROUNDING):
        return _refusal(f"{name}_below_range", model, allowed, float(values.min()))
    return None


def visits(regimen: Regimen) -> tuple[Regimen, ...]:
    """The infusions of a regimen, visit by visit."""
    groups: list[list[int]] = []
    infusions = sorted(regimen.infusions, key=lambda each: each.start_min)
    end_min = float("-inf")
    for number, each in enumerate(infusions):
        if each.start_min - end_min > OCCASION_GAP_MIN:
            groups.append([])
        groups[-1].append(number)
        end_min = max(end_min, each.end_min)
    return tuple(Regimen(tuple(infusions[number] for number in group)) for group in groups)


def _sizes(visit: Regimen, weight_kg: PerPatient, dose_share: float) -> tuple[tuple[str, PerPatient], ...]:
    """The dose, duration and highest rate of one visit, in the units of the ranges."""
    per_kg = dose_share / 1000.0 / weight_kg
    start_min = min(each.start_min for each in visit.infusions)
    end_min = max(each.end_min for each in visit.infusions)
    return (
        ("dose", visit.total_ug * per_kg),
        ("duration", end_min - start_min),
        ("rate", _highest_rate(visit) * 60.0 * per_kg),
    )


def _highest_rate(visit: Regimen) -> PerPatient:
    """The highest rate at any time, in ug/min; the rate changes only where an infusion starts."""
    rates = [
        sum(
            (each.rate_ug_per_min for each in visit.infusions if each.start_min <= start.start_min < each.end_min),
            start=0.0,
        )
        for start in visit.infusions
    ]
    highest = np.max(np.stack(np.broadcast_arrays(*rates)), axis=0)
    return highest if highest.ndim else float(highest)


def _refusal(code: str, model: Model, allowed: Range, value: float) -> NoPrediction:
    ends = {"low": float(allowed.low), "high": float(allowed.high)}
    return NoPrediction(code, {"model": model.name, "value": value, **ends, "unit": allowed.unit})
