"""Who is told or called when: owner, first on call, backup, everyone who may sign; each step once for each deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slowdrip.science.rules.risk_case.codes import LADDER, Step
from slowdrip.science.rules.risk_case.limits import AGAIN_EVERY, Limits
from slowdrip.science.rules.risk_case.state import CaseState
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


def due_calls(state: CaseState, limits: Limits, at: datetime) -> tuple[DueCall, ...]:
    """The calls to make now that were not made.

    After a jump of the clock every step is made once, and of the repeats of the last one only the newest.
    """
    made = {(call.deadline, call.step, call.number) for call in state.calls}
    wanted = (call for one in deadlines(state, limits) for call in _wanted(one, limits, at))
    return tuple(call for call in wanted if (call.deadline.key, call.step, call.number) not in made)


def next_look(state: CaseState, limits: Limits) -> datetime | None:
    """When the next call falls due that was not made; None for a closed case."""
    made = {(call.deadline, call.step, call.number) for call in state.calls}
    coming = (
        call.due_at
        for one in deadlines(state, limits)
        for call in _all(one, limits, again=_made_again(state, one) + 1)
        if (call.deadline.key, call.step, call.number) not in made
    )
    return min(coming, default=None)


def _made_again(state: CaseState, deadline: Deadline) -> int:
    return max(
        (call.number for call in state.calls if call.deadline == deadline.key and call.step is Step.EVERYONE),
        default=-1,
    )


def _wanted(deadline: Deadline, limits: Limits, at: datetime) -> Iterator[DueCall]:
    overdue = overdue_at(deadline, at)
    if overdue > at:
        yield from (call for call in _reminders(deadline, limits) if call.due_at <= at)
        return
    for number, step in enumerate(LADDER):
        due_at = overdue + number * deadline.every
        if due_at <= at:
            again = (at - due_at) // AGAIN_EVERY if step is Step.EVERYONE else 0
            yield DueCall(deadline=deadline, step=step, due_at=due_at + again * AGAIN_EVERY, number=again)


def _reminders(deadline: Deadline, limits: Limits) -> Iterator[DueCall]:
    if deadline.is_told:
        yield DueCall(deadline=deadline, step=Step.TOLD, due_at=deadline.since)
    soon_at = deadline.due_at - limits.before
    if soon_at > deadline.since:
        yield DueCall(deadline=deadline, step=Step.SOON, due_at=soon_at)


def _all(deadline: Deadline, limits: Limits, *, again: int) -> Iterator[DueCall]:
    """Every step of a deadline, the last one with the repeat that comes next."""
    yield from _reminders(deadline, limits)
    for number, step in enumerate(LADDER):
        due_at, repeat = deadline.due_at + number * deadline.every, again if step is Step.EVERYONE else 0
        yield DueCall(deadline=deadline, step=step, due_at=due_at + repeat * AGAIN_EVERY, number=repeat)
