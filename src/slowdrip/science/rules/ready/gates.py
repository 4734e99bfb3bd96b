"""Gives all gates of ready, in the order of the visit."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.go_no_go import GoNoGoLimits
from slowdrip.science.rules.outcome import GateResult
from slowdrip.science.rules.ready.arrival import Arrival, ArrivalLimits, arrival_gates
from slowdrip.science.rules.ready.baseline import Baseline, baseline_gates
from slowdrip.science.rules.ready.preparation import preparation_gates
from slowdrip.science.rules.ready.prepared import Preparation, PreparationLimits
from slowdrip.science.rules.ready.weight import Weight, WeightLimits, weight_gate
from slowdrip.science.rules.staffing import House, HouseLimits, house_gates


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLimits:
    """The parts of a policy that decide about a start."""

    arrival: ArrivalLimits
    weight: WeightLimits
    go_no_go: GoNoGoLimits
    baseline_channels: tuple[str, ...]
    baseline_max_age_min: int
    preparation: PreparationLimits
    house: HouseLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyInputs:
    """The parts of a visit that decide about a start."""

    arrival: Arrival
    weight: Weight
    baseline: Baseline
    preparation: Preparation
    house: House


def ready_gates(inputs: ReadyInputs, limits: ReadyLimits, *, at: datetime) -> GateResult:
    """Every gate before a start at that moment."""
    return GateResult(
        (
            *arrival_gates(inputs.arrival, limits.arrival, at=at),
            weight_gate(inputs.weight, limits.weight, at=at),
            *baseline_gates(
                inputs.baseline,
                limits.go_no_go,
                at=at,
                channels=limits.baseline_channels,
                max_age_min=limits.baseline_max_age_min,
            ),
            *preparation_gates(inputs.preparation, limits.preparation),
            *house_gates(inputs.house, limits.house),
        )
    )
