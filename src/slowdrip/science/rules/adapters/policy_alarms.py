"""Gives the limits of the alarm and due rules from a policy."""

from slowdrip.knowledge.types import Policy
from slowdrip.science.rules.adapters.policy_measured import source_of
from slowdrip.science.rules.adapters.watch import WatchLimits
from slowdrip.science.rules.alarm import LimitSource, Tier
from slowdrip.science.rules.alarm_stage import LifeLimits, Patience
from slowdrip.science.rules.blood_pressure import BpLimits, CuffRange, TierLimit
from slowdrip.science.rules.overdue import OverdueLimits
from slowdrip.science.rules.schedule import RECOVERY, RUNNING, Interval, Schedule
from slowdrip.science.rules.silence import SilenceLimits


def bp_limits(policy: Policy) -> BpLimits:
    """The three tiers of the blood-pressure alarm."""
    advisory, urgent, emergency = policy.alarms.advisory, policy.alarms.urgent, policy.alarms.emergency
    return BpLimits(
        advisory=TierLimit(advisory.sbp_mmhg.value, advisory.dbp_mmhg.value),
        advisory_rise_percent=advisory.bp_rise_percent.value,
        urgent=TierLimit(urgent.sbp_mmhg.value, urgent.dbp_mmhg.value),
        emergency=TierLimit(emergency.sbp_mmhg.value, emergency.dbp_mmhg.value),
        confirming_readings=urgent.confirming_readings.value,
        repeat_after_min=urgent.repeat_after_min.value,
        repeat_within_min=urgent.repeat_within_min.value,
        cuff=cuff_range(policy),
        sources=_bp_sources(policy),
    )


def cuff_range(policy: Policy) -> CuffRange:
    """What a cuff can show; a pressure outside it is an artifact."""
    return CuffRange(policy.alarms.cuff_low_mmhg.value, policy.alarms.cuff_high_mmhg.value)


def watch_limits(policy: Policy) -> WatchLimits:
    """What the due clock needs to read a record: true pressures, and what a medicine asks to measure, how early."""
    return WatchLimits(
        cuff=cuff_range(policy),
        recheck_channels=policy.checks.recheck_channels.value,
        recheck_early_min=policy.checks.during.grace_min.value,
    )


def _bp_sources(policy: Policy) -> tuple[tuple[Tier, tuple[LimitSource, ...]], ...]:
    advisory, urgent, emergency = policy.alarms.advisory, policy.alarms.urgent, policy.alarms.emergency
    return (
        (
            Tier.ADVISORY,
            (
                source_of("alarms.advisory.sbp_mmhg", advisory.sbp_mmhg),
                source_of("alarms.advisory.dbp_mmhg", advisory.dbp_mmhg),
                source_of("alarms.advisory.bp_rise_percent", advisory.bp_rise_percent),
            ),
        ),
        (
            Tier.URGENT,
            (
                source_of("alarms.urgent.sbp_mmhg", urgent.sbp_mmhg),
                source_of("alarms.urgent.dbp_mmhg", urgent.dbp_mmhg),
                source_of("alarms.urgent.confirming_readings", urgent.confirming_readings),
            ),
        ),
        (
            Tier.EMERGENCY,
            (
                source_of("alarms.emergency.sbp_mmhg", emergency.sbp_mmhg),
                source_of("alarms.emergency.dbp_mmhg", emergency.dbp_mmhg),
            ),
        ),
    )


def schedule(policy: Policy) -> Schedule:
    """The due checks: the first minutes, the rest of the drip, recovery."""
    first, during, recovery = policy.checks.first, policy.checks.during, policy.checks.recovery
    return Schedule(
        intervals=(
            Interval(
                phase=RUNNING,
                from_min=0,
                every_min=first.interval_min.value,
                grace_min=first.grace_min.value,
                channels=first.channels.value,
            ),
            Interval(
                phase=RUNNING,
                from_min=first.until_min.value,
                every_min=during.interval_min.value,
                grace_min=during.grace_min.value,
                channels=during.channels.value,
            ),
            Interval(
                phase=RECOVERY,
                from_min=0,
                every_min=recovery.interval_min.value,
                grace_min=recovery.grace_min.value,
                channels=recovery.channels.value,
            ),
        ),
        recheck_grace_min=during.grace_min.value,
    )


def overdue_limits(policy: Policy) -> OverdueLimits:
    """When an overdue check turns urgent."""
    key = "alarms.overdue_urgent_after_min"
    value = policy.alarms.overdue_urgent_after_min
    checks = policy.checks
    return OverdueLimits(
        value.value,
        (
            source_of(key, value),
            source_of("checks.first.interval_min", checks.first.interval_min),
            source_of("checks.during.interval_min", checks.during.interval_min),
            source_of("checks.recovery.interval_min", checks.recovery.interval_min),
        ),
    )


def silence_limits(policy: Policy) -> SilenceLimits:
    """When a continuous channel of a paired monitor counts as silent, and when its silence calls."""
    alarms = policy.alarms
    return SilenceLimits(
        advisory_after_s=alarms.channel_silent_s.value,
        urgent_after_s=alarms.channel_silent_urgent_s.value,
        sources=(
            source_of("alarms.channel_silent_s", alarms.channel_silent_s),
            source_of("alarms.channel_silent_urgent_s", alarms.channel_silent_urgent_s),
        ),
    )


def life_limits(policy: Policy) -> LifeLimits:
    """How long each calling tier waits, whom it calls, and how often it calls the last of them."""
    urgent, emergency = policy.alarms.urgent, policy.alarms.emergency
    return LifeLimits(
        urgent=Patience(urgent.escalate_after_s.value, urgent.silence_s.value),
        emergency=Patience(emergency.escalate_after_s.value, emergency.silence_s.value),
        ladder=policy.alarms.escalation_roles.value,
        ceiling_calls=policy.alarms.ceiling_calls.value,
    )
