"""Gives the limits of one drip at every moment: the policy's, and a prescriber's own from when they were set."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.state import InfusionState, OwnLimits
from slowdrip.science.rules import own_limits
from slowdrip.science.rules.adapters.policy_alarms import bp_limits
from slowdrip.science.rules.adapters.policy_measured import (
    heart_rate_high_limits,
    heart_rate_low_limits,
    oxygen_saturation_limits,
    respiratory_rate_limits,
)
from slowdrip.science.rules.blood_pressure import BpLimits
from slowdrip.science.rules.in_time import Changing
from slowdrip.science.rules.measured import Limits
from slowdrip.science.rules.own_limits import Bound

L = TypeVar("L")


def own_bounds(policy: Policy) -> Mapping[str, Bound]:
    """How far out each own limit may lie: one step inside the emergency; the heart has none, so the policy says it."""
    alarms = policy.alarms
    return {
        "sbp_high_mmhg": Bound(alarms.emergency.sbp_mmhg.value - 1, is_high=True),
        "dbp_high_mmhg": Bound(alarms.emergency.dbp_mmhg.value - 1, is_high=True),
        "hr_high_per_min": Bound(alarms.own_limits.hr_high_at_most_bpm.value, is_high=True),
        "hr_low_per_min": Bound(alarms.own_limits.hr_low_at_least_bpm.value, is_high=False),
        "spo2_low_pct": Bound(alarms.emergency.spo2_low_percent.value + 1, is_high=False),
        "rr_low_per_min": Bound(alarms.emergency.rr_low_per_min.value + 1, is_high=False),
    }


def pressure_in_time(state: InfusionState, policy: Policy) -> Changing[BpLimits]:
    """The pressure's limits."""
    return _changing(state, bp_limits(policy), own_limits.pressure)


def fast_in_time(state: InfusionState, policy: Policy) -> Changing[Limits]:
    """The limits of a fast heart."""
    return _measured(state, heart_rate_high_limits(policy), own_limits.high, "hr_high_per_min")


def slow_in_time(state: InfusionState, policy: Policy) -> Changing[Limits]:
    """The limits of a slow heart."""
    return _measured(state, heart_rate_low_limits(policy), own_limits.low, "hr_low_per_min")


def saturation_in_time(state: InfusionState, policy: Policy) -> Changing[Limits]:
    """The limits of the saturation."""
    return _measured(state, oxygen_saturation_limits(policy), own_limits.low, "spo2_low_pct")


def breathing_in_time(state: InfusionState, policy: Policy) -> Changing[Limits]:
    """The limits of the respiratory rate."""
    return _measured(state, respiratory_rate_limits(policy), own_limits.low, "rr_low_per_min")


def _measured(
    state: InfusionState, first: Limits, change: Callable[[Limits, OwnLimits, str], Limits], name: str
) -> Changing[Limits]:
    return _changing(state, first, lambda limits, own: change(limits, own, name))


def _changing(state: InfusionState, first: L, change: Callable[[L, OwnLimits], L]) -> Changing[L]:
    """Each set counts from its own time, with the policy's numbers where it is empty, until the next or its void.

    A void changes nothing that was measured before it.
    """
    turns = sorted({moment for own in state.own_limits for moment in (own.at, own.voided_at) if moment is not None})
    return Changing(first, tuple((turn, _held(state, turn, first, change)) for turn in turns))


def _held(state: InfusionState, moment: datetime, first: L, change: Callable[[L, OwnLimits], L]) -> L:
    holding = [own for own in state.own_limits if own.holds(moment)]
    return change(first, holding[-1]) if holding else first
