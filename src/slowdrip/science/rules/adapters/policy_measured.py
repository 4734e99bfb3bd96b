"""Gives the limits of the rules over charted numbers and symptoms from a policy, each with its source."""

from typing import Any

from slowdrip.knowledge.types import Policy, Sourced
from slowdrip.science.rules.alarm import LimitSource, Tier
from slowdrip.science.rules.measured import Limits, heart_rate_low
from slowdrip.science.rules.measured.symptom import SymptomLimits


def source_of(key: str, sourced: Sourced[Any]) -> LimitSource:
    """The source of one policy value under its key."""
    return LimitSource(key, sourced.source, str(sourced.confidence))


def heart_rate_high_limits(policy: Policy) -> Limits:
    """Quiet at one limit; urgent at the other, when it lasts."""
    advisory, urgent = policy.alarms.advisory, policy.alarms.urgent
    lasting = (
        source_of("alarms.urgent.hr_high_bpm", urgent.hr_high_bpm),
        source_of("alarms.urgent.hr_sustained_min", urgent.hr_sustained_min),
    )
    return Limits(
        measure="hr_per_min",
        advisory=advisory.hr_high_bpm.value,
        urgent=urgent.hr_high_bpm.value,
        sustained_min=urgent.hr_sustained_min.value,
        sources=(
            (Tier.ADVISORY, (source_of("alarms.advisory.hr_high_bpm", advisory.hr_high_bpm),)),
            (Tier.URGENT, lasting),
        ),
    )


def heart_rate_low_limits(policy: Policy) -> Limits:
    """The policy has a quiet tier only; no beat at all is an emergency whatever it says."""
    low = policy.alarms.advisory.hr_low_bpm
    return Limits(
        measure="hr_per_min",
        advisory=low.value,
        emergency=heart_rate_low.BEATS_AT_LEAST_PER_MIN,
        sources=((Tier.ADVISORY, (source_of("alarms.advisory.hr_low_bpm", low),)),),
    )


def oxygen_saturation_limits(policy: Policy) -> Limits:
    """All three tiers."""
    advisory, urgent, emergency = policy.alarms.advisory, policy.alarms.urgent, policy.alarms.emergency
    return Limits(
        measure="spo2_percent",
        advisory=advisory.spo2_low_percent.value,
        urgent=urgent.spo2_low_percent.value,
        emergency=emergency.spo2_low_percent.value,
        sources=(
            (Tier.ADVISORY, (source_of("alarms.advisory.spo2_low_percent", advisory.spo2_low_percent),)),
            (Tier.URGENT, (source_of("alarms.urgent.spo2_low_percent", urgent.spo2_low_percent),)),
            (Tier.EMERGENCY, (source_of("alarms.emergency.spo2_low_percent", emergency.spo2_low_percent),)),
        ),
    )


def respiratory_rate_limits(policy: Policy) -> Limits:
    """Quiet, and then at once an emergency; the policy has nothing between."""
    low, lowest = policy.alarms.advisory.rr_low_per_min, policy.alarms.emergency.rr_low_per_min
    return Limits(
        measure="rr_per_min",
        advisory=low.value,
        emergency=lowest.value,
        sources=(
            (Tier.ADVISORY, (source_of("alarms.advisory.rr_low_per_min", low),)),
            (Tier.EMERGENCY, (source_of("alarms.emergency.rr_low_per_min", lowest),)),
        ),
    )


def sedation_limits(policy: Policy) -> Limits:
    """Urgent and emergency; the policy has no quiet tier."""
    deep, deepest = policy.alarms.urgent.moaas_at_most, policy.alarms.emergency.moaas_at_most
    return Limits(
        measure="moaas_score",
        urgent=deep.value,
        emergency=deepest.value,
        sources=(
            (Tier.URGENT, (source_of("alarms.urgent.moaas_at_most", deep),)),
            (Tier.EMERGENCY, (source_of("alarms.emergency.moaas_at_most", deepest),)),
        ),
    )


def symptom_limits(policy: Policy) -> SymptomLimits:
    """The symptoms that are an emergency."""
    named = policy.alarms.emergency.symptoms
    return SymptomLimits(named.value, (source_of("alarms.emergency.symptoms", named),))
