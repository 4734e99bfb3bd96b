"""Who is told or called when: owner, first on call, backup, everyone who may sign; each step once for each deadline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slowdrip.science.rules.risk_case.codes import LADDER, Step
from slowdrip.science.rules.risk_case.limits import CLOCK_SKEW, Limits
from slowdrip.science.rules.risk_case.state import Call, CaseState
from slowdrip.science.rules.risk_case.waiting import Deadline, deadlines, overdue_at

REMINDERS: Final = (Step.TOLD, Step.SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCall:
    """Somebody has to be told now; `number` counts how often everyone was called again."""

    deadline: Deadline
    step: Step
    due_at: datetime
    number: int = 0

    @property
    def is_reminder(self) -> bool:
        """Whether nothing is late yet."""
        return self.step in REMINDERS

    @property
    def name(self) -> str:
        """Names this call once and for all, so that two clocks make one call."""
        return f"{self.deadline.key}:{self.step}:{self.number}"


def due_calls(state: CaseState, limits: Limits, at: datetime, *, steps: Sequence[Step] = LADDER) -> tuple[DueCall, ...]:
    """The calls to make now that were not made; `steps` leaves out those that would reach nobody else.

    After a jump of the clock every step is made once. Everyone is called again counted from the last time.
    """
    made = {(call.deadline, call.step, call.number) for call in state.calls}
    wanted = (call for one in deadlines(state, limits) for call in _wanted(one, limits, at, steps, _last(state, one)))
    return tuple(call for call in wanted if (call.deadline.key, call.step, call.number) not in made)


def next_look(state: CaseState, limits: Limits) -> datetime | None:
    """When the next call falls due that was not made; None for a closed case."""
    made = {(call.deadline, call.step, call.number) for call in state.calls}
    coming = (
        call.due_at
        for one in deadlines(state, limits)
        for call in _all(one, limits, last=_last(state, one))
        if (call.deadline.key, call.step, call.number) not in made
    )
    return min(coming, default=None)


def _last(state: CaseState, deadline: Deadline) -> Call | None:
    """The last call of everyone about a deadline."""
    made = (call for call in reversed(state.calls) if call.step is Step.EVERYONE)
    return next((call for call in made if call.deadline == deadline.key), None)


def _wanted(
    deadline: Deadline, limits: Limits, at: datetime, steps: Sequence[Step], last: Call | None
) -> Iterator[DueCall]:
    overdue = overdue_at(deadline, at)
    if overdue > at:
        yield from (call for call in _reminders(deadline, limits) if call.due_at <= at)
        return
    for number, step in enumerate(steps):
        due_at = overdue + number * deadline.every
        if due_at <= at and (step is not Step.EVERYONE or last is None):
            yield DueCall(deadline=deadline, step=step, due_at=due_at)
    if last is not None and (call := _again(deadline, last, at)).due_at <= at:
        yield call


def _again(deadline: Deadline, last: Call, at: datetime) -> DueCall:
    """Everyone once more; where the last time lies ahead of now, the clock was set back, and it is due at once."""
    due_at = at if last.at - at > CLOCK_SKEW else last.at + deadline.again
    return DueCall(deadline=deadline, step=Step.EVERYONE, due_at=due_at, number=last.number + 1)


def _reminders(deadline: Deadline, limits: Limits) -> Iterator[DueCall]:
    if deadline.is_told:
        yield DueCall(deadline=deadline, step=Step.TOLD, due_at=deadline.since)
    soon_at = deadline.due_at - limits.before
    if soon_at > deadline.since:
        yield DueCall(deadline=deadline, step=Step.SOON, due_at=soon_at)


def _all(deadline: Deadline, limits: Limits, *, last: Call | None) -> Iterator[DueCall]:
    """Every step of a deadline, the last one with the repeat that comes next."""
    yield from _reminders(deadline, limits)
    for number, step in enumerate(LADDER):
        yield DueCall(deadline=deadline, step=step, due_at=deadline.due_at + number * deadline.every)
    if last is not None:
        yield _again(deadline, last, last.at)
