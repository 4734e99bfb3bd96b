"""Gives the gate of the weight that the dose was made from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.science.rules.outcome import Gate, Reason, because, gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How the weight is known; `measured_at` is none for a weight that was only told."""

    measured_at: datetime | None
    measured_by: str | None
    reread_by: str | None
    first_visit: bool


@dataclass(frozen=True, slots=True)
class WeightLimits:
    """How old a weight may be, and whether a second person reads the scale on the first visit."""

    max_age_days: int
    first_visit_reread: bool


def weight_gate(weight: Weight, limits: WeightLimits, *, at: datetime) -> Gate:
    """Measured, fresh (the last day still counts), and re-read by somebody else on the first visit."""
    if weight.measured_at is None:
        return gate("weight", because("weight_not_measured"))
    return gate("weight", _age(weight.measured_at, limits, at=at), _reread(weight, limits))


def _age(measured_at: datetime, limits: WeightLimits, *, at: datetime) -> Reason | None:
    if at - measured_at <= timedelta(days=limits.max_age_days):
        return None
    return because("weight_too_old", measured_at=measured_at, max_age_days=limits.max_age_days)


def _reread(weight: Weight, limits: WeightLimits) -> Reason | None:
    if not limits.first_visit_reread or not weight.first_visit:
        return None
    if not weight.reread_by:
        return because("weight_not_reread")
    return because("weight_reread_by_same_person") if weight.reread_by == weight.measured_by else None
