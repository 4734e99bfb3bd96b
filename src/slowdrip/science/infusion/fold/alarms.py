"""Alarms: each event adds its part to the life of one alarm, in whatever order clocks let them arrive.

A tablet's clock may run behind the server's, so an acknowledgement can be dated before the alarm it answers. It still
counts: an alarm a person has seen must not escalate because of a clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import instant, whole, written
from slowdrip.science.infusion.state import Alarm, InfusionState


def alarm_raised(state: InfusionState, event: Event) -> InfusionState:
    """The alarm of this event's id, with its rule and inputs."""
    inputs = event.payload.get("inputs")
    raised = replace(
        state.alarms.get(event.id, Alarm()),
        rule=written(event, "rule"),
        tier=written(event, "tier"),
        trigger=written(event, "trigger"),
        inputs=inputs if isinstance(inputs, Mapping) else {},
        policy_version=written(event, "policy_version"),
        source=written(event, "source"),
        raised_at=event.occurred_at,
    )
    return _put(state, event.id, raised)


def alarm_acknowledged(state: InfusionState, event: Event) -> InfusionState:
    """Seen by a person, silent until told."""
    alarm = state.alarms.get(written(event, "alarm_id"), Alarm())
    seen = replace(
        alarm,
        acknowledged_at=event.occurred_at,
        acknowledged_by=event.by,
        silent_until=instant(event, "silent_until"),
    )
    return _part(state, event, seen)


def alarm_escalated(state: InfusionState, event: Event) -> InfusionState:
    """Nobody answered in time: one level up, or called once more at the top."""
    alarm = state.alarms.get(written(event, "alarm_id"), Alarm())
    level = max(alarm.level, whole(event, "level") or 1)
    calls = 1 if level > alarm.level else alarm.calls_at_level + 1
    person = written(event, "to_person")
    called = replace(alarm, escalated_at=event.occurred_at, level=level, calls_at_level=calls, to_person=person)
    return _part(state, event, called)


def alarm_resolved(state: InfusionState, event: Event) -> InfusionState:
    """Over, with a reason; the first resolution stands."""
    alarm = state.alarms.get(written(event, "alarm_id"), Alarm())
    if alarm.resolved_at is not None:
        return flag(state, "alarm_resolved_twice", event)
    over = replace(alarm, resolved_at=event.occurred_at, resolved_by=event.by, reason=written(event, "reason"))
    return _part(state, event, over)


def _part(state: InfusionState, event: Event, alarm: Alarm) -> InfusionState:
    key = written(event, "alarm_id")
    if not key:
        return flag(state, "alarm_unreadable", event)
    put = _put(state, key, alarm)
    return flag(put, "alarm_not_raised_yet", event) if alarm.raised_at is None else put


def _put(state: InfusionState, key: str, alarm: Alarm) -> InfusionState:
    return replace(state, alarms={**state.alarms, key: alarm})


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "alarm_raised": alarm_raised,
    "alarm_acknowledged": alarm_acknowledged,
    "alarm_escalated": alarm_escalated,
    "alarm_resolved": alarm_resolved,
}
