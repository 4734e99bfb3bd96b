"""What is watched during a drip: due checks, go / no-go limits and alarm tiers.

How a limit is compared is part of its meaning and the same everywhere in this file:
in an alarm tier a high limit fires at or above it, a low limit fires below it;
in go / no-go a high limit is crossed above it, a low limit below it.
"""

from dataclasses import dataclass

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class PrePhase:
    """Checks before the start: what must be measured, and how old it may be when the pump starts."""

    max_age_min: Sourced[int]
    channels: Sourced[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FirstPhase:
    """Checks of the first minutes after the start, up to and including `until_min`."""

    until_min: Sourced[int]
    interval_min: Sourced[int]
    grace_min: Sourced[int]
    channels: Sourced[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CheckPhase:
    """Checks repeated at one interval; overdue once `grace_min` has passed after the due time."""

    interval_min: Sourced[int]
    grace_min: Sourced[int]
    channels: Sourced[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Checks:
    """Check intervals for each phase: before, first minutes, to the end of the drip, to discharge.

    An entry written `late_entry_min` or more after it happened says how late it is.
    """

    continuous_channels: Sourced[tuple[str, ...]]
    recheck_channels: Sourced[tuple[str, ...]]
    late_entry_min: Sourced[int]
    pre: PrePhase
    first: FirstPhase
    during: CheckPhase
    recovery: CheckPhase


@dataclass(frozen=True, slots=True)
class GoNoGoProfile:
    """One source's blood-pressure limit before the start; above it, caution or no start."""

    name: str
    sbp_high_mmhg: Sourced[int]
    action: Sourced[str]
    dbp_high_mmhg: Sourced[int] | None = None


@dataclass(frozen=True, slots=True)
class GoNoGo:
    """Limits before the start; a crossed limit is measured again, then the prescriber decides."""

    profile: Sourced[str]
    sbp_low_mmhg: Sourced[int]
    hr_low_bpm: Sourced[int]
    hr_high_bpm: Sourced[int]
    rr_low_per_min: Sourced[int]
    rr_high_per_min: Sourced[int]
    spo2_low_percent: Sourced[int]
    repeat_after_min: Sourced[int]
    max_repeats: Sourced[int]
    profiles: tuple[GoNoGoProfile, ...]

    @property
    def active(self) -> GoNoGoProfile:
        """The blood-pressure profile that the clinic selected."""
        return next(each for each in self.profiles if each.name == self.profile.value)


@dataclass(frozen=True, slots=True)
class AdvisoryTier:
    """The quiet tier: worth a look, resolves itself when the value returns."""

    sbp_mmhg: Sourced[int]
    dbp_mmhg: Sourced[int]
    bp_rise_percent: Sourced[int]
    hr_high_bpm: Sourced[int]
    hr_low_bpm: Sourced[int]
    spo2_low_percent: Sourced[int]
    rr_low_per_min: Sourced[int]


@dataclass(frozen=True, slots=True)
class UrgentTier:
    """The tier that calls the clinician: a pressure is repeated between the two repeat times and must be confirmed."""

    sbp_mmhg: Sourced[int]
    dbp_mmhg: Sourced[int]
    hr_high_bpm: Sourced[int]
    hr_sustained_min: Sourced[int]
    spo2_low_percent: Sourced[int]
    moaas_at_most: Sourced[int]
    confirming_readings: Sourced[int]
    repeat_after_min: Sourced[int]
    repeat_within_min: Sourced[int]
    escalate_after_s: Sourced[int]
    silence_s: Sourced[int]


@dataclass(frozen=True, slots=True)
class EmergencyTier:
    """The tier that needs no second reading: stop the pump, call for help."""

    sbp_mmhg: Sourced[int]
    dbp_mmhg: Sourced[int]
    spo2_low_percent: Sourced[int]
    rr_low_per_min: Sourced[int]
    moaas_at_most: Sourced[int]
    symptoms: Sourced[tuple[str, ...]]
    escalate_after_s: Sourced[int]
    silence_s: Sourced[int]


@dataclass(frozen=True, slots=True)
class OwnLimitBounds:
    """How far out a prescriber may set the heart's limits for one drip; pressure, saturation and breath have a tier."""

    hr_high_at_most_bpm: Sourced[int]
    hr_low_at_least_bpm: Sourced[int]


@dataclass(frozen=True, slots=True)
class AlarmProfile:
    """One source's pressure or rate threshold for one tier, kept beside the tiers in force and adoptable into them."""

    name: str
    tier: Sourced[str]
    sbp_mmhg: Sourced[int]
    dbp_mmhg: Sourced[int]
    hr_high_bpm: Sourced[int] | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """The three alarm tiers, when an overdue check becomes one, and who is called how often.

    `escalation_roles` are called in their order, the last one `ceiling_calls` times. A pressure outside the cuff's
    range is an artifact; its ends are not. A continuous channel of a paired monitor is silent after `channel_silent_s`
    seconds without a number, and calls after `channel_silent_urgent_s`. A monitor's own number has to be beyond a limit
    for its `_persist_s` without a break before it calls, for `advisory_persist_s` before it is pointed out. A patient
    is taken off the monitor on purpose for one of two times, and is back on it after `monitor_back_s` of numbers.
    """

    overdue_urgent_after_min: Sourced[int]
    escalation_roles: Sourced[tuple[str, ...]]
    ceiling_calls: Sourced[int]
    channel_silent_s: Sourced[int]
    channel_silent_urgent_s: Sourced[int]
    spo2_persist_s: Sourced[int]
    hr_persist_s: Sourced[int]
    rr_persist_s: Sourced[int]
    no_pulse_persist_s: Sourced[int]
    advisory_persist_s: Sourced[int]
    off_monitor_short_min: Sourced[int]
    off_monitor_long_min: Sourced[int]
    monitor_back_s: Sourced[int]
    cuff_low_mmhg: Sourced[int]
    cuff_high_mmhg: Sourced[int]
    advisory: AdvisoryTier
    urgent: UrgentTier
    emergency: EmergencyTier
    own_limits: OwnLimitBounds
    profiles: tuple[AlarmProfile, ...]
