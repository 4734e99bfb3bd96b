"""Whatever is told in whatever order: nothing closes without an outcome, and what is open has a deadline."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Final

import pytest

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.rules.adverse import Limits, State, due, due_at, fold, from_json, limits_of, replay, to_json
from slowdrip.science.rules.adverse.codes import FINAL, RESULTS, Result, Seriousness
from slowdrip.science.rules.adverse.events import Entry

from .histories import START, story

STORIES: Final = 5_000
LIMITS: Final = limits_of(default_policy().adverse)


def wrong_with(state: State) -> list[str]:
    """What no state may be."""
    found = []
    if state.is_open and due_at(state, LIMITS) is None:
        found.append("open without a deadline")
    if not state.is_open and due_at(state, LIMITS) is not None:
        found.append("closed with a deadline")
    found += _serious_forgotten(state)
    if state.closed_at is not None and state.symptom is not None:
        found += _wrongly_closed(state)
    if state.closed_at is not None and state.task is not None and state.result not in RESULTS[state.task]:
        found.append("task closed without a result")
    if state.result is Result.HOLD and not state.is_open:
        found.append("a hold that holds nothing")
    return found


def _serious_forgotten(state: State) -> list[str]:
    found = ["serious and never so"] if state.is_serious and not state.ever_serious else []
    due = due_at(state, LIMITS)
    if state.is_open and state.is_serious and due is not None and due > (state.moved_at or START) + LIMITS.serious:
        found.append("a serious one that waits for days")
    return found


def _wrongly_closed(state: State) -> list[str]:
    found = [] if state.outcome in FINAL else ["event closed without an outcome"]
    if state.severity is None or state.relation is None:
        found.append("event closed without a judgement")
    if state.outcome == "died" and Seriousness.DEATH not in state.seriousness:
        found.append("a death that is not serious")
    return found


def first_wrong(stories: int) -> tuple[list[str], list[Entry]]:
    """The first story whose state is wrong, else nothing."""
    for seed in range(stories):
        entries = story(Random(seed))
        if found := wrong_with(replay(entries)):
            return found, entries
    return [], []


def test_nothing_closes_without_an_outcome_and_nothing_open_is_without_a_deadline() -> None:
    assert first_wrong(STORIES) == ([], [])


def test_the_order_of_arrival_and_repeats_change_nothing() -> None:
    for seed in range(500):
        entries = story(Random(seed))
        mixed = Random(seed + 1).sample(entries, len(entries))
        assert replay(mixed) == replay(entries)


def test_every_state_survives_its_own_text() -> None:
    for seed in range(500):
        state = replay(story(Random(seed)))
        assert from_json(to_json(state)) == state


def test_the_stories_reach_every_end() -> None:
    states = [replay(story(Random(seed))) for seed in range(1_000)]
    ends = {state.outcome or state.result for state in states if state.closed_at}
    assert ends >= FINAL - {"died"} | {Result.CLEAN, Result.GO_ON, Result.DECLINED}
    assert any(state.is_on_hold for state in states)
    assert any(state.reopened and state.is_open for state in states)


def _no_time_where_serious(state: State, limits: Limits) -> datetime | None:
    return None if state.is_serious else due.due_at(state, limits)


def _like_any_other(state: State, limits: Limits) -> datetime | None:
    return due.due_at(replace(state, seriousness=()), limits)


@pytest.mark.parametrize("fault", ["closes_anyhow", "hold_ends", "no_deadline", "waits_for_days"])
def test_planted_faults_are_caught(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Planted faults: a close that asks nothing, a hold that ends the task, a serious event without a deadline or one
    that waits like any other."""
    if fault == "closes_anyhow":
        monkeypatch.setattr(fold, "not_closable", lambda state, outcome: ())
    if fault == "hold_ends":
        monkeypatch.setattr(fold, "Result", type("Other", (), {"HOLD": object()}))
    if fault == "no_deadline":
        monkeypatch.setitem(
            globals(), "due_at", lambda state, limits: None if state.is_serious else due.due_at(state, limits)
        )
    if fault == "waits_for_days":
        monkeypatch.setitem(globals(), "due_at", _like_any_other)
    assert first_wrong(STORIES)[0]
