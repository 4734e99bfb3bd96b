"""Gives the alarms of a state as the rules read them, and the event payloads of what the rules decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count, takewhile
from uuid import UUID

from slowdrip.science.infusion.fold.observations import BLOOD_PRESSURES_KEPT
from slowdrip.science.infusion.state import Alarm, InfusionState
from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, Plain, StoredAlarm, Tier
from slowdrip.science.rules.alarm_stage import AlarmLife, Escalation
from slowdrip.science.rules.blood_pressure.counting import unfounded
from slowdrip.science.rules.overdue import RULE as OVERDUE_RULE
from slowdrip.science.rules.overdue import OverdueAlarm

SOURCE_MAX = 200


def known_alarms(state: InfusionState) -> Iterator[tuple[UUID, Alarm]]:
    """The raised alarms of the tiers that these rules know."""
    for key, alarm in state.alarms.items():
        if alarm.raised_at is not None and alarm.tier in list(Tier):
            yield UUID(key), alarm


def stored_alarms(state: InfusionState) -> tuple[StoredAlarm, ...]:
    """What a rule must know about every alarm already stored."""
    return tuple(
        replace(_stored(key, alarm, alarm.raised_at), evidence=_evidence(state, alarm))
        for key, alarm in known_alarms(state)
        if alarm.raised_at
    )


def open_on_voided_readings(state: InfusionState) -> frozenset[str]:
    """The open alarms of which a reading was voided: a person ends them, as a rule as entered by mistake."""
    readings = {each.event_id for each in state.observed.blood_pressures}
    return frozenset(str(alarm.id) for alarm in stored_alarms(state) if alarm.is_open and unfounded(alarm, readings))


def _evidence(state: InfusionState, alarm: Alarm) -> tuple[str, ...]:
    # A state forgets very old pressures; one that it forgot was not voided.
    pressures = state.observed.blood_pressures
    since = pressures[0].at if len(pressures) >= BLOOD_PRESSURES_KEPT else None
    numbers = takewhile(lambda number: f"reading_{number}_event" in alarm.inputs, count(1))
    read = [(alarm.inputs[f"reading_{each}_event"], alarm.inputs.get(f"reading_{each}_at")) for each in numbers]
    return tuple(str(event) for event, at in read if since is None or _instant(at, since) >= since)


def _instant(written: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(written) if isinstance(written, str) else otherwise


def overdue_alarms(state: InfusionState) -> tuple[OverdueAlarm, ...]:
    """The overdue-check alarms with what they stand for."""
    return tuple(
        OverdueAlarm(_stored(key, alarm, alarm.raised_at), str(alarm.inputs.get("kind", "")), channels_of(alarm))
        for key, alarm in known_alarms(state)
        if alarm.raised_at and alarm.rule == OVERDUE_RULE
    )


def channels_of(alarm: Alarm) -> tuple[str, ...]:
    """The channels an overdue-check alarm stands for."""
    return tuple(filter(None, str(alarm.inputs.get("channels", "")).split(",")))


def _stored(key: UUID, alarm: Alarm, raised_at: datetime) -> StoredAlarm:
    return StoredAlarm(
        id=key,
        rule=alarm.rule,
        tier=Tier(alarm.tier),
        trigger=alarm.trigger,
        trigger_at=trigger_at(alarm) or raised_at,
        resolved_at=alarm.resolved_at,
        reason=alarm.reason,
    )


def trigger_at(alarm: Alarm) -> datetime | None:
    """When the trigger happened, which may be long before a late entry raised the alarm."""
    kept = alarm.inputs.get("trigger_at")
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def alarm_lives(state: InfusionState) -> tuple[AlarmLife, ...]:
    """Every alarm with what happened to it, for the clock."""
    return tuple(
        AlarmLife(
            id=key,
            rule=alarm.rule,
            tier=Tier(alarm.tier),
            raised_at=alarm.raised_at,
            acknowledged_at=alarm.acknowledged_at,
            silent_until=alarm.silent_until,
            escalated_at=alarm.escalated_at,
            level=alarm.level,
            calls_at_level=alarm.calls_at_level,
            resolved_at=alarm.resolved_at,
        )
        for key, alarm in known_alarms(state)
        if alarm.raised_at
    )


def raised_payload(alarm: AlarmRaise, *, policy_version: str) -> dict[str, object]:
    """The payload of `alarm_raised`: inputs, limits and sources as they were."""
    kept: dict[str, Plain] = {"trigger_at": alarm.trigger_at.isoformat(), **alarm.inputs}
    kept.update({f"limit_{name}": value for name, value in alarm.limits.items()})
    for each in alarm.sources:
        kept[f"source_{each.key}"] = each.source
        kept[f"confidence_{each.key}"] = each.confidence
    keys = " ".join(each.key for each in alarm.sources)[:SOURCE_MAX]
    payload: dict[str, object] = {
        "rule": alarm.rule,
        "tier": str(alarm.tier),
        "trigger": alarm.trigger,
        "inputs": kept,
        "policy_version": policy_version,
    }
    return {**payload, "source": keys} if keys else payload


def resolved_payload(alarm: AlarmResolve) -> dict[str, object]:
    """The payload of `alarm_resolved` for an alarm that ends by itself."""
    return {"alarm_id": str(alarm.alarm_id), "reason": alarm.reason.code}


def escalated_payload(step: Escalation) -> dict[str, object]:
    """The payload of `alarm_escalated`; at the ceiling the level stays, at the least it is 1."""
    return {"alarm_id": str(step.alarm_id), "level": max(1, step.level), "to_role": step.role}
