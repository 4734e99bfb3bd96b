"""Gives the limits of the rules over a monitor's own numbers from a policy, and what they want for one drip."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.phases import HERE
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules import streamed
from slowdrip.science.rules.adapters.alarms import stored_alarms
from slowdrip.science.rules.adapters.own import (
    breathing_in_time,
    fast_in_time,
    pressure_in_time,
    saturation_in_time,
    slow_in_time,
)
from slowdrip.science.rules.adapters.policy_measured import source_of
from slowdrip.science.rules.adapters.watch import bp_baseline
from slowdrip.science.rules.alarm import Decision, LimitSource, StoredAlarm, Tier
from slowdrip.science.rules.in_time import Changing
from slowdrip.science.rules.measured import Limits, heart_rate_high, heart_rate_low, oxygen_saturation, respiratory_rate
from slowdrip.science.rules.streamed import CUFF, ChannelLimits, CuffLimits, Sample, StreamedLimits
from slowdrip.science.rules.streamed.rules import CHANNEL_OF, HR_HIGH, HR_LOW, RR, RULES, SPO2
from slowdrip.science.rules.streamed.samples import HEART_RATE
from slowdrip.science.rules.streamed.standing import released

CUFF_LOOK_BACK = timedelta(minutes=35)
"""Two readings of a cuff in recovery are fifteen minutes apart, and one may fail: further apart nothing is in a row."""
SLACK = timedelta(seconds=60)
"""A monitor's clock may be so far behind ours, or its message so late, before its numbers are held."""
SINCE_START = CUFF | {HEART_RATE}
"""Heart and pressure count from the start of the drip, as charted ones do: before, they belong to go / no-go.

Only a heart that does not beat counts before the start too.
"""


@dataclass(frozen=True, slots=True)
class _Channel:
    tiers: Callable[[InfusionState, Policy], Changing[Limits]]
    reaches: Callable[[int, int], bool]
    persist: str
    emergency_persist: str = ""


_CHANNELS = {
    SPO2: _Channel(saturation_in_time, oxygen_saturation.reaches, "spo2_persist_s"),
    HR_HIGH: _Channel(fast_in_time, heart_rate_high.reaches, "hr_persist_s"),
    HR_LOW: _Channel(slow_in_time, heart_rate_low.reaches, "hr_persist_s", "no_pulse_persist_s"),
    RR: _Channel(breathing_in_time, respiratory_rate.reaches, "rr_persist_s"),
}


def streamed_limits(policy: Policy, state: InfusionState) -> StreamedLimits:
    """Every rule with the numbers of the charted ones and its own seconds.

    The numbers of the last seconds are judged by the limits that hold now; a cuff's, which may be half an hour old, by
    those of their time.
    """
    channels = tuple(_channel_limits(policy, state, rule) for rule in _CHANNELS)
    longest_s = max(max(each.persist_s, each.advisory_persist_s) + each.longest_gap_s for each in channels)
    return StreamedLimits(
        channels=channels,
        cuff=CuffLimits(tiers=pressure_in_time(state, policy), baseline=bp_baseline(state)),
        look_back=timedelta(seconds=longest_s) + SLACK,
        cuff_look_back=CUFF_LOOK_BACK,
    )


def listens(state: InfusionState) -> bool:
    """Whether a paired monitor should be speaking: the patient is here and was not taken off it on purpose."""
    return state.phase in HERE and state.observed.monitored is not False


def counting(samples: Collection[Sample], state: InfusionState) -> list[Sample]:
    """The numbers that a rule reads: the cuff's from the start of the drip on, the heart's too once it has begun."""
    started_at = state.drip.started_at
    if started_at is None:
        return [each for each in samples if each.channel not in CUFF]
    return [each for each in samples if each.channel not in SINCE_START or each.at >= started_at]


def own_alarms(state: InfusionState) -> tuple[StoredAlarm, ...]:
    """The alarms of these rules that the drip has."""
    return tuple(alarm for alarm in stored_alarms(state) if alarm.rule in RULES)


def streamed_decision(
    state: InfusionState, policy: Policy, *, infusion_id: UUID, samples: Collection[Sample] | None
) -> Decision:
    """What these rules want for a drip whose monitors gave these numbers lately; None where no monitor is paired."""
    alarms = stored_alarms(state)
    if samples is None or not listens(state):
        return Decision(resolve=released(alarms, infusion_id))
    limits = streamed_limits(policy, state)
    return streamed.decide(counting(samples, state), alarms, infusion_id=infusion_id, limits=limits)


def _channel_limits(policy: Policy, state: InfusionState, rule: str) -> ChannelLimits:
    alarms, channel = policy.alarms, _CHANNELS[rule]
    tiers = _before_start(channel.tiers(state, policy).newest, state, rule)
    emergency = channel.emergency_persist or channel.persist
    seconds = {Tier.ADVISORY: "advisory_persist_s", Tier.URGENT: channel.persist, Tier.EMERGENCY: emergency}
    return ChannelLimits(
        rule=rule,
        channel=CHANNEL_OF[rule],
        tiers=tiers,
        reaches=channel.reaches,
        persist_s=getattr(alarms, channel.persist).value,
        advisory_persist_s=alarms.advisory_persist_s.value,
        # A sender may be slower than what is pointed out as silent; only where silence itself calls is a run over.
        longest_gap_s=alarms.channel_silent_urgent_s.value,
        sources={
            tier: _sources(tiers, tier, (source_of(f"alarms.{key}", getattr(alarms, key)),))
            for tier, key in seconds.items()
        },
        emergency_persist_s=getattr(alarms, emergency).value,
    )


def _before_start(tiers: Limits, state: InfusionState, rule: str) -> Limits:
    """Before the start no rate of the heart calls, unless it does not beat at all."""
    if state.drip.started_at is not None or CHANNEL_OF[rule] != HEART_RATE:
        return tiers
    return replace(tiers, advisory=None, urgent=None)


def _sources(tiers: Limits, tier: Tier, more: Sequence[LimitSource]) -> tuple[LimitSource, ...]:
    """The number of the charted rule and the seconds of this one; how long charted readings last is not asked here."""
    return (*(each for each in tiers.sources_of(tier) if not each.key.endswith("sustained_min")), *more)
