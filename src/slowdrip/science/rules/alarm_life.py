"""Gives the life of an alarm: raised, acknowledged, escalated, resolved, and what the clock has to write next.

An alarm that calls (urgent, emergency) never falls silent: unanswered it goes up the ladder, and once the top was
called often enough it stays escalated and loud on every screen without more rows in the record; answered but not
resolved it calls again. An advisory waits for nobody and ends by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from slowdrip.science.rules.alarm import AlarmResolve, StoredAlarm, Tier, resolving
from slowdrip.science.rules.alarm_stage import AlarmLife, AlarmState, Escalation, LifeLimits
from slowdrip.science.rules.lasting import RESOLVE_REASONS as LASTING_REASONS
from slowdrip.science.rules.outcome import Reason, because
from slowdrip.science.rules.streamed import RESOLVE_REASONS as STREAMED_REASONS

_HEART = (
    "watched_and_recovered",
    "treated",
    "pump_paused",
    "pump_stopped",
    "prescriber_accepts",
    "probe_error",
    "entered_by_mistake",
    "handed_to_ems",
)
RESOLVE_REASONS: Mapping[str, tuple[str, ...]] = {
    **STREAMED_REASONS,
    **LASTING_REASONS,
    "channel_silent": ("measured_by_hand", "probe_replaced", "monitor_changed", "handed_to_ems"),
    "blood_pressure": (
        "back_in_range",
        "treated",
        "pump_paused",
        "pump_stopped",
        "prescriber_accepts",
        "cuff_or_arm_error",
        "entered_by_mistake",
        "handed_to_ems",
    ),
    "heart_rate_high": _HEART,
    "heart_rate_low": _HEART,
    "oxygen_saturation": (
        "oxygen_given",
        "airway_opened",
        "stimulated_and_awake",
        "pump_stopped",
        "watched_and_recovered",
        "probe_error",
        "entered_by_mistake",
        "handed_to_ems",
    ),
    "respiratory_rate": (
        "stimulated_and_awake",
        "airway_opened",
        "oxygen_given",
        "pump_stopped",
        "watched_and_recovered",
        "entered_by_mistake",
        "handed_to_ems",
    ),
    "sedation": (
        "stimulated_and_awake",
        "airway_opened",
        "oxygen_given",
        "pump_paused",
        "pump_stopped",
        "watched_and_recovered",
        "entered_by_mistake",
        "handed_to_ems",
    ),
    "emergency_symptom": (
        "symptom_over",
        "treated",
        "pump_stopped",
        "prescriber_examined",
        "entered_by_mistake",
        "handed_to_ems",
    ),
    "overdue_check": (
        "check_charted",
        "patient_declined",
        "patient_away_from_chair",
        "device_failed_watched_directly",
        "entered_by_mistake",
        "handed_to_ems",
    ),
}
"""The one-tap list of each rule."""


def due_transitions(
    alarms: Iterable[AlarmLife],
    *,
    infusion_id: UUID,
    at: datetime,
    limits: LifeLimits,
) -> tuple[Escalation, ...]:
    """The next call of every alarm whose patience is over, one step each.

    An id comes from the call that went unheard, so two processes cannot take the same step twice.
    """
    due = [(alarm, next_call_at(alarm, limits)) for alarm in alarms]
    return tuple(
        _escalation(alarm, infusion_id, at=at, limits=limits)
        for alarm, call_at in due
        if call_at is not None and call_at <= at
    )


def next_call_at(alarm: AlarmLife, limits: LifeLimits) -> datetime | None:
    """When that alarm is written to call next; never for an advisory, a resolved one, or one that called to the end."""
    if not alarm.calls:
        return None
    patience = limits.of(alarm.tier)
    if alarm.state is AlarmState.ACKNOWLEDGED and alarm.acknowledged_at is not None:
        answered_at = max(alarm.acknowledged_at, alarm.called_at)
        longest = answered_at + timedelta(seconds=patience.unresolved_s)
        return longest if alarm.silent_until is None else max(answered_at, min(longest, alarm.silent_until))
    return None if called_out(alarm, limits) else alarm.called_at + timedelta(seconds=patience.unacknowledged_s)


def calls_made(alarm: AlarmLife) -> int:
    """How often it was escalated: each step below the top once, the top as often as it was called."""
    return alarm.level + max(0, alarm.calls_at_level - 1)


def person_called(number: int, named: Sequence[str], *, before: str = "") -> str:
    """Who is called by name at that escalation: the first, then the second; nobody means everybody.

    A place of which the person is away is empty, and the next one is called sooner; `before` is whom the last call
    named, who is not called twice.
    """
    here = [each for each in named[number - 1 :] if each]
    return here[0] if here and here[0] != before else ""


def called_out(alarm: AlarmLife, limits: LifeLimits) -> bool:
    """True when the top of the ladder was called as often as it is: the alarm stays loud, the record is quiet."""
    at_the_top = capped(alarm.level, limits) == len(limits.ladder) - 1
    return at_the_top and alarm.calls_at_level >= limits.ceiling_calls


def capped(level: int, limits: LifeLimits) -> int:
    """A step of the ladder; above the top it stays the top."""
    return min(level, len(limits.ladder) - 1)


def role_next(alarm: AlarmLife, limits: LifeLimits) -> str:
    """Who is called next when nobody acts."""
    return limits.ladder[capped(alarm.level + 1, limits)]


def _escalation(alarm: AlarmLife, infusion_id: UUID, *, at: datetime, limits: LifeLimits) -> Escalation:
    patience = limits.of(alarm.tier)
    reason = (
        because("acknowledged_but_unresolved", after_s=patience.unresolved_s)
        if alarm.state is AlarmState.ACKNOWLEDGED
        else because("not_acknowledged", after_s=patience.unacknowledged_s)
    )
    return Escalation(
        id=uuid5(infusion_id, f"escalated:{alarm.id}:{alarm.called_at.isoformat()}"),
        alarm_id=alarm.id,
        level=capped(alarm.level + 1, limits),
        role=role_next(alarm, limits),
        at=at,
        reason=reason,
        number=calls_made(alarm) + 1,
    )


def acknowledge_refusal(alarm: AlarmLife) -> Reason | None:
    """Why this alarm cannot be acknowledged now, or nothing."""
    if alarm.state is AlarmState.RESOLVED:
        return because("alarm_already_resolved")
    if alarm.tier is Tier.ADVISORY:
        return because("advisory_needs_no_acknowledgement")
    return because("alarm_already_acknowledged") if alarm.state is AlarmState.ACKNOWLEDGED else None


def resolve_refusal(alarm: AlarmLife, reason_code: str) -> Reason | None:
    """Why a person cannot resolve this alarm with that reason, or nothing."""
    if alarm.state is AlarmState.RESOLVED:
        return because("alarm_already_resolved")
    allowed = RESOLVE_REASONS.get(alarm.rule, ())
    return None if reason_code in allowed else because("resolve_reason_not_listed", allowed=allowed)


def advisories_at_end(alarms: Iterable[StoredAlarm], infusion_id: UUID) -> tuple[AlarmResolve, ...]:
    """What ends the quiet alarms when the infusion has ended; the calling ones still need a person."""
    quiet = [alarm for alarm in alarms if alarm.is_open and alarm.tier is Tier.ADVISORY]
    return tuple(resolving(infusion_id, alarm, reason=because("infusion_ended")) for alarm in quiet)
