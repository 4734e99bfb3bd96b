"""The fold: one entry more, or the whole story; any order of arrival and any repeat give the same state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from slowdrip.science.rules.adverse.codes import RESULTS, Result, Severity
from slowdrip.science.rules.adverse.events import (
    Assessed,
    Closed,
    Entry,
    LookedAgain,
    Opened,
    Raised,
    Reopened,
    Settled,
)
from slowdrip.science.rules.adverse.may import not_closable
from slowdrip.science.rules.adverse.state import EMPTY, Problem, State

Handler = Callable[[State, Entry, Any], State]


def replay(entries: Iterable[Entry]) -> State:
    """The state after all of these, by when they were told and then by id; the same id twice counts once."""
    state, seen = EMPTY, set[str]()
    for entry in sorted(entries, key=lambda one: (one.at, one.id, repr(one.payload))):
        if entry.id not in seen:
            seen.add(entry.id)
            state = step(state, entry)
    return state


def step(state: State, entry: Entry) -> State:
    """The state after one entry more, which comes after those that were folded."""
    after = HANDLERS[type(entry.payload)](state, entry, entry.payload)
    return replace(after, entries=state.entries + 1, as_of=entry.at)


def _opened(state: State, entry: Entry, told: Opened) -> State:
    if state.opened_at is not None:
        return _ignored(state, entry, "opened_twice")
    return replace(
        state,
        is_open=True,
        opened_at=entry.at,
        symptom=told.symptom,
        own_words=told.own_words,
        onset=told.onset,
        offset=told.offset,
        source=told.source,
        subject=told.subject,
    )


def _assessed(state: State, entry: Entry, told: Assessed) -> State:
    """A judgement of an open event; the newest holds, and the worst is kept beside it."""
    if not state.is_open or state.symptom is None:
        return _ignored(state, entry, "assessed_not_open")
    if told.severity not in tuple(Severity):
        return _ignored(state, entry, "severity_unknown")
    return replace(
        state,
        severity=told.severity,
        worst=max(told.severity, state.worst or 0),
        relation=told.relation,
        seriousness=told.seriousness,
        ever_serious=state.ever_serious or bool(told.seriousness),
        actions=told.actions,
        note=told.note,
        moved_at=entry.at,
    )


def _looked(state: State, entry: Entry, told: LookedAgain) -> State:
    if not state.is_open or state.symptom is None:
        return _ignored(state, entry, "looked_not_open")
    return replace(state, outcome=told.outcome, note=told.note, moved_at=entry.at)


def _closed(state: State, entry: Entry, told: Closed) -> State:
    """A close without a judgement, or without an outcome that ends it, closes nothing."""
    if reasons := not_closable(state, told.outcome):
        return _ignored(state, entry, reasons[0])
    return replace(
        state,
        is_open=False,
        outcome=told.outcome,
        offset=told.offset,
        note=told.note,
        closed_at=entry.at,
        moved_at=entry.at,
    )


def _reopened(state: State, entry: Entry, told: Reopened) -> State:
    """Open again; how it had ended stands in the story and counts no more."""
    if state.is_open or state.closed_at is None:
        return _ignored(state, entry, "reopened_not_closed")
    return replace(
        state,
        is_open=True,
        outcome=None,
        offset=None,
        result=None,
        referred_to="",
        note=told.reason,
        closed_at=None,
        moved_at=entry.at,
        reopened=state.reopened + 1,
    )


def _raised(state: State, entry: Entry, told: Raised) -> State:
    """The first answer gives the task; those that come while it is open add their reasons and move no deadline."""
    if state.opened_at is not None and (not state.is_open or told.task is not state.task):
        return _ignored(state, entry, "raised_not_open")
    more = tuple(code for code in told.codes if code not in state.codes)
    first = state if state.opened_at else replace(state, is_open=True, opened_at=entry.at, task=told.task)
    answers = first.answers if told.subject in first.answers else (*first.answers, told.subject)
    return replace(first, codes=(*first.codes, *more), answers=answers)


def _settled(state: State, entry: Entry, told: Settled) -> State:
    """A result ends the task; "hold" keeps it open until a prescriber says to go on."""
    if not state.is_open or state.task is None:
        return _ignored(state, entry, "settled_not_open")
    if told.result not in RESULTS[state.task]:
        return _ignored(state, entry, "result_of_other_task")
    ends = told.result is not Result.HOLD
    return replace(
        state,
        is_open=not ends,
        result=told.result,
        note=told.note,
        referred_to=told.referred_to,
        moved_at=entry.at,
        closed_at=entry.at if ends else None,
    )


def _ignored(state: State, entry: Entry, code: str) -> State:
    return replace(state, problems=(*state.problems, Problem(code=code, entry=entry.id)))


HANDLERS: Final[Mapping[type, Handler]] = MappingProxyType(
    {
        Opened: _opened,
        Assessed: _assessed,
        LookedAgain: _looked,
        Closed: _closed,
        Reopened: _reopened,
        Raised: _raised,
        Settled: _settled,
    }
)
