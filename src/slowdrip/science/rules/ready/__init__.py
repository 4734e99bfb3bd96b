"""The gates before a start: what has to be true before the drip may be called ready."""

from slowdrip.science.rules.ready.arrival import Arrival, ArrivalLimits, PreCheck, arrival_gates
from slowdrip.science.rules.ready.baseline import Baseline, GoDecision, baseline_gates
from slowdrip.science.rules.ready.gates import ReadyInputs, ReadyLimits, ready_gates
from slowdrip.science.rules.ready.preparation import preparation_gates
from slowdrip.science.rules.ready.prepared import (
    BedsideCheck,
    DrawUp,
    Order,
    Preparation,
    PreparationLimits,
    PumpShown,
)
from slowdrip.science.rules.ready.weight import Weight, WeightLimits, weight_gate

__all__ = [
    "Arrival",
    "ArrivalLimits",
    "Baseline",
    "BedsideCheck",
    "DrawUp",
    "GoDecision",
    "Order",
    "PreCheck",
    "Preparation",
    "PreparationLimits",
    "PumpShown",
    "ReadyInputs",
    "ReadyLimits",
    "Weight",
    "WeightLimits",
    "arrival_gates",
    "baseline_gates",
    "preparation_gates",
    "ready_gates",
    "weight_gate",
]
