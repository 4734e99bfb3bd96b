"""What a reviewer reads after the drip: alarms with their life, the gates at discharge, the tasks that remain."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.words.alarms import AlarmWords, alarm_words
from slowdrip.clinic.chart.words.events import alarm_steps
from slowdrip.clinic.chart.words.gates import gate_words, reason_words
from slowdrip.clinic.chart.words.tasks import task_detail, task_words
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.science.infusion import Event, InfusionState, replay

AlarmLife = AlarmWords


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate at the ending, or now: met, or why not."""

    name: str
    met: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task of this drip: what, its numbers, and its outcome once somebody closed it."""

    what: str
    detail: str
    opened: str
    done: bool
    outcome: str
    closed: str


def alarm_lives(
    events: Sequence[Event], state: InfusionState, *, names: Mapping[str, str], zone: ZoneInfo
) -> list[AlarmLife]:
    """Gives every alarm with its rule, inputs and steps, in the order they were raised."""
    raised = [(alarm.raised_at, key, alarm) for key, alarm in state.alarms.items() if alarm.raised_at is not None]
    return [
        alarm_words(alarm, zone, alarm_id=key, steps=alarm_steps(key, events, names=names, zone=zone), names=names)
        for _at, key, alarm in sorted(raised, key=lambda each: each[:2])
    ]


def gate_lines(infusion: Infusion, events: Sequence[Event], *, at: datetime, zone: ZoneInfo) -> list[GateLine]:
    """Gives the discharge gates as they stood at the ending, or stand now; none when the drip never started."""
    state = replay(events, at)
    if state.drip.ended_at is None:
        return []
    moment = state.ending.at if state.ending is not None else at
    result = gating.discharge_gates(infusion, replay(events, moment), at=moment)
    return [
        GateLine(gate_words(gate.code), gate.passed, " ".join(reason_words(reason, zone) for reason in gate.reasons))
        for gate in result.gates
    ]


def tasks(infusion: Infusion, *, names: Mapping[str, str], zone: ZoneInfo) -> list[TaskLine]:
    """Gives the tasks of a drip, the first opened first."""
    return list(_tasks(infusion, names, zone))


def _tasks(infusion: Infusion, names: Mapping[str, str], zone: ZoneInfo) -> Iterator[TaskLine]:
    for task in Task.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion).order_by("at", "pk"):
        closer = names.get(str(task.closed_by_id), "")
        when = f"{task.closed_at.astimezone(zone):%d %b %Y %H:%M}" if task.closed_at else ""
        yield TaskLine(
            what=task_words(task.kind),
            detail=task_detail(json.loads(task.detail)),
            opened=f"{task.at.astimezone(zone):%d %b %Y %H:%M}",
            done=task.state == Task.State.DONE,
            outcome=task.outcome,
            closed=", ".join(filter(None, (closer, when))),
        )
