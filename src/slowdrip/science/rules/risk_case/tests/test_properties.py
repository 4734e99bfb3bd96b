"""The properties of a case over very many random stories, and that each of them finds the rule it stands for broken."""

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slowdrip.science.rules.risk_case import closing, fold, ladder, waiting
from slowdrip.science.rules.risk_case.codes import Urgency
from slowdrip.science.rules.risk_case.events import Acted, Closed, Event, Screened, TextRead, place
from slowdrip.science.rules.risk_case.state import EMPTY, CaseState
from slowdrip.science.rules.risk_case.tests import properties
from slowdrip.science.rules.risk_case.tests.histories import history, usual
from slowdrip.science.rules.risk_case.tests.properties import PROPERTIES, Property

LONG = os.environ.get("SLOWDRIP_LONG") == "1"
EXAMPLES = 1_000 if LONG else 50
PLAIN_HISTORIES = 100_000 if LONG else 3_000
TRIES = 2_000


def told(seed: int) -> tuple[list[Event], Random]:
    """A story, usual in one of three."""
    rng = Random(seed)
    return (usual(rng) if seed % 3 == 0 else history(rng)), rng


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda one: one.__name__)
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_it_holds_of_any_story(holds: Property, seed: int) -> None:
    holds(*told(seed))


@pytest.mark.parametrize("part", range(len(PROPERTIES)))
def test_it_holds_of_very_many_stories(part: int) -> None:
    """In the long run each property meets every story; else each story meets one, so that they share the many."""
    for seed in range(PLAIN_HISTORIES) if LONG else range(part, PLAIN_HISTORIES, len(PROPERTIES)):
        PROPERTIES[part](*told(seed))


def test_cases_close_in_these_stories() -> None:
    """Otherwise the properties would say nothing about closing."""
    closed = sum(any(not turn.is_open for turn in fold.replay(told(seed)[0]).turns) for seed in range(600))
    assert closed > 60


def _all_may(state: CaseState) -> tuple[str, ...]:
    return () if state.is_open else (closing.NOT_OPEN,)


def _unsorted(events: Any) -> CaseState:
    state = EMPTY
    for event in events:
        state = fold.step(state, event)
    return state


def _twice(events: Any) -> CaseState:
    state = EMPTY
    for event in sorted(events, key=place):
        state = fold.step(state, event)
    return state


def _unsigned(state: CaseState, event: Event, told: Any) -> CaseState:
    return replace(state, is_open=False) if not closing.may_close(state) else state


def _screen_keeps_disposition(state: CaseState, event: Event, told: Screened) -> CaseState:
    return replace(_screened(state, event, told), disposition=state.disposition)


def _any_act_counts(state: CaseState, event: Event, told: Acted) -> CaseState:
    return replace(_acted(state, event, told), acted_screens=len(state.screens))


def _nothing(*_: Any, **__: Any) -> tuple[Any, ...]:
    return ()


def _first_step_only(*given: Any) -> Any:
    return [call for call in _wanted(*given) if call.is_reminder or call.step == "owner"]


def _by_wall(deadline: Any, at: Any) -> Any:
    return deadline.due_at


def _last_unacted(state: CaseState) -> Any:
    return state.unacted[-1] if state.unacted else None


def _never_urgent(signs: Any, state: Any, limits: Any, **more: Any) -> Any:
    return _rounds([replace(sign, urgency=Urgency.REVIEW) for sign in signs], state, limits, **more)


def _reads_without_worry(state: CaseState, event: Event, told: TextRead) -> CaseState:
    return _text_read(state, event, replace(told, concern=None))


def _not_possible_screens(state: CaseState, event: Event, told: Screened) -> CaseState:
    return _screened(state, event, replace(told, tool="asq"))


_screened, _acted, _wanted = fold._screened, fold._acted, ladder._wanted
_rounds, _text_read = waiting._rounds, fold._text_read


def _handler(kind: type, broken: Callable[..., CaseState]) -> dict[type, Any]:
    return {**fold.HANDLERS, kind: broken}


CLOSED_WELL = properties.it_is_never_closed_without_screen_disposition_and_signature
WORDS_TOLD = properties.words_are_told_at_once_and_once_for_a_round
FAULTS = (
    (fold, "may_close", _all_may, CLOSED_WELL),
    (fold, "HANDLERS", _handler(Closed, _unsigned), CLOSED_WELL),
    (fold, "HANDLERS", _handler(Screened, _screen_keeps_disposition), CLOSED_WELL),
    (fold, "replay", _unsorted, properties.arrival_does_not_matter),
    (fold, "replay", _twice, properties.arrival_does_not_matter),
    (waiting, "_rounds", _nothing, properties.an_open_case_always_waits_for_something),
    (waiting, "_reads", _nothing, properties.an_open_case_always_waits_for_something),
    (waiting, "_act", _nothing, properties.a_bad_screen_is_acted_on),
    (fold, "HANDLERS", _handler(Acted, _any_act_counts), properties.a_bad_screen_is_acted_on),
    (ladder, "_wanted", _first_step_only, properties.a_missed_deadline_calls_everyone_in_the_end),
    (waiting, "_rounds", _never_urgent, properties.every_sign_is_met_in_its_time),
    (fold, "HANDLERS", _handler(TextRead, _reads_without_worry), properties.every_sign_is_met_in_its_time),
    (fold, "HANDLERS", _handler(TextRead, _reads_without_worry), CLOSED_WELL),
    (fold, "HANDLERS", _handler(Screened, _not_possible_screens), CLOSED_WELL),
    (CaseState, "worst_unacted", property(_last_unacted), properties.a_bad_screen_is_acted_on),
    (waiting, "overdue_at", _by_wall, properties.a_clock_set_back_loses_nothing),
    (waiting, "_is_told", lambda *_: False, WORDS_TOLD),
    (waiting, "_is_told", lambda *_: True, WORDS_TOLD),
)


def _look_at_many(finds: Property) -> None:
    for seed in range(TRIES):
        finds(*told(seed))


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_each_planted_fault_is_found(fault: tuple[Any, str, Any, Property], monkeypatch: pytest.MonkeyPatch) -> None:
    home, name, broken, finds = fault
    for seed in range(60):
        finds(*told(seed))
    monkeypatch.setattr(home, name, broken)
    with pytest.raises(AssertionError):
        _look_at_many(finds)
