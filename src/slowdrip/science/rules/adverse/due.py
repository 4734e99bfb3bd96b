"""Until when somebody has to look: a function of the state and the policy, so that no restart loses it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.knowledge.types.aftercare import AdverseEvents
from slowdrip.science.rules.adverse.codes import Task
from slowdrip.science.rules.adverse.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How soon, by policy."""

    again: timedelta
    serious: timedelta
    urine_test: timedelta


def limits_of(policy: AdverseEvents) -> Limits:
    """The limits of a clinic's policy."""
    return Limits(
        again=timedelta(days=policy.look_again_within_days.value),
        serious=timedelta(hours=policy.serious_within_h.value),
        urine_test=timedelta(days=policy.urine_test_within_days.value),
    )


def due_at(state: State, limits: Limits) -> datetime | None:
    """When somebody has to have looked; None only for what is closed. An open one always has a time."""
    if not state.is_open or state.opened_at is None:
        return None
    if state.task is not None:
        return (state.moved_at or state.opened_at) + _within(state.task, limits)
    return _event_due(state, state.opened_at, limits)


def _within(task: Task, limits: Limits) -> timedelta:
    """What was seen or told around a drip is met within hours; a rise of psychotic symptoms is seen there."""
    return {
        Task.URINE_TEST: limits.urine_test,
        Task.SIDE_EFFECT: limits.serious,
        Task.CHAIR_EVENT: limits.serious,
        Task.PSYCHOSIS_SCREEN: limits.serious,
    }.get(task, limits.again)


def _event_due(state: State, opened_at: datetime, limits: Limits) -> datetime:
    """While it is serious somebody looks each time within hours; one that nobody judged yet is met like one."""
    if state.severity is None:
        return opened_at + limits.serious
    return (state.moved_at or opened_at) + (limits.serious if state.is_serious else limits.again)
