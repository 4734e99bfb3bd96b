"""Gives what the rules over charted numbers and symptoms want written for one drip."""

from uuid import UUID

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.alarms import stored_alarms, symptom_alarms
from slowdrip.science.rules.adapters.charted import beats_or_none, occurrences, since_start, while_here
from slowdrip.science.rules.adapters.own import breathing_in_time, fast_in_time, saturation_in_time, slow_in_time
from slowdrip.science.rules.adapters.policy_measured import sedation_limits, symptom_limits
from slowdrip.science.rules.alarm import Decision
from slowdrip.science.rules.measured import (
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
    symptom,
)


def measured_decisions(state: InfusionState, policy: Policy, *, infusion_id: UUID) -> tuple[Decision, ...]:
    """One decision per rule: the heart counts from the start of the drip, all else and no beat from check-in on."""
    alarms = stored_alarms(state)
    beats = since_start(state, "hr_per_min")
    saturations, breaths = while_here(state, "spo2_pct"), while_here(state, "rr_per_min")
    scores = while_here(state, "moaas")
    fast, slow = fast_in_time(state, policy), slow_in_time(state, policy)
    air, breathing = saturation_in_time(state, policy), breathing_in_time(state, policy)
    return (
        heart_rate_high.decide(beats, alarms, infusion_id=infusion_id, limits=fast),
        heart_rate_low.decide(beats_or_none(state), alarms, infusion_id=infusion_id, limits=slow),
        oxygen_saturation.decide(saturations, alarms, infusion_id=infusion_id, limits=air),
        respiratory_rate.decide(breaths, alarms, infusion_id=infusion_id, limits=breathing),
        sedation.decide(scores, alarms, infusion_id=infusion_id, limits=sedation_limits(policy)),
        symptom.decide(
            occurrences(state), symptom_alarms(state), infusion_id=infusion_id, limits=symptom_limits(policy)
        ),
    )
