"""Gives the alarms of a state as the rules read them, and the event payloads of what the rules decide."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, takewhile
from uuid import UUID

from slowdrip.science.infusion.state import Alarm, InfusionState
from slowdrip.science.rules.adapters.charted import Kept, kept, occurrences
from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, Plain, StoredAlarm, Tier
from slowdrip.science.rules.alarm_stage import AlarmLife, Escalation
from slowdrip.science.rules.excursions.counting import unfounded
from slowdrip.science.rules.measured.symptom import RULE as SYMPTOM_RULE
from slowdrip.science.rules.measured.symptom import SymptomAlarm, about
from slowdrip.science.rules.overdue import RULE as OVERDUE_RULE
from slowdrip.science.rules.overdue import OverdueAlarm

SOURCE_MAX = 200
LONG_AFTER = datetime.max.replace(tzinfo=UTC)


def known_alarms(state: InfusionState) -> Iterator[tuple[UUID, Alarm]]:
    """The raised alarms of the tiers that these rules know."""
    for key, alarm in state.alarms.items():
        if alarm.raised_at is not None and alarm.tier in list(Tier):
            yield UUID(key), alarm


def stored_alarms(state: InfusionState) -> tuple[StoredAlarm, ...]:
    """What a rule must know about every alarm already stored."""
    on_record = {each.alarm.id for each in symptom_alarms(state) if _lasting(state, each)}
    held = {rule: kept(state, rule) for rule in {alarm.rule for alarm in state.alarms.values()}}
    return tuple(
        replace(_stored(key, alarm, alarm.raised_at), evidence=() if key in on_record else _evidence(alarm, held))
        for key, alarm in known_alarms(state)
        if alarm.raised_at
    )


def _lasting(state: InfusionState, alarm: SymptomAlarm) -> bool:
    """True when the symptom is on record as lasting when the alarm was raised, whichever of its entries says so."""
    return any(about(alarm, each) for each in occurrences(state))


def open_on_voided_readings(state: InfusionState) -> frozenset[str]:
    """The open alarms of which a reading was voided: a person ends them, as a rule as entered by mistake."""
    standing = [alarm for alarm in stored_alarms(state) if alarm.is_open]
    return frozenset(str(alarm.id) for alarm in standing if unfounded(alarm, kept(state, alarm.rule).events))


def _evidence(alarm: Alarm, held: Mapping[str, Kept]) -> tuple[str, ...]:
    # A state forgets very old readings; one that it forgot was not voided.
    numbers = takewhile(lambda number: f"reading_{number}_event" in alarm.inputs, count(1))
    read = [(alarm.inputs.get(f"reading_{each}_at"), str(alarm.inputs[f"reading_{each}_event"])) for each in numbers]
    return tuple(event for at, event in read if held[alarm.rule].remembers((_instant(at, LONG_AFTER), event)))


def _instant(written: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(written) if isinstance(written, str) else otherwise


def symptom_alarms(state: InfusionState) -> tuple[SymptomAlarm, ...]:
    """The alarms of emergency symptoms with the symptom each stands for."""
    return tuple(
        SymptomAlarm(_stored(key, alarm, alarm.raised_at), str(alarm.inputs.get("symptom", "")))
        for key, alarm in known_alarms(state)
        if alarm.raised_at and alarm.rule == SYMPTOM_RULE
    )


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


def escalated_payload(step: Escalation, person: str = "") -> dict[str, object]:
    """The payload of `alarm_escalated` and whom it calls by name; the level is at least 1 and stays at the ceiling."""
    told: dict[str, object] = {"alarm_id": str(step.alarm_id), "level": max(1, step.level), "to_role": step.role}
    return {**told, "to_person": person} if person else told
