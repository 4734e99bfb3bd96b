"""Scores by hand-made vectors, and trials that no run can have had."""

from typing import Any

import pytest

from slowdrip.science.cognition import (
    BadTrials,
    ReactionScore,
    SymbolScore,
    items_of,
    key_of,
    reaction_trials,
    score_reactions,
    score_symbols,
    symbol_trials,
    waits_ms_of,
)
from slowdrip.science.cognition.scoring import quantile

LIMIT_S = 60


def right(form: int, answers: int, *, every_ms: int = 1500) -> list[list[int]]:
    """So many right answers, one every so often."""
    key, items = key_of(form), items_of(form, LIMIT_S)
    return [[key.index(symbol) + 1, every_ms * (n + 1)] for n, symbol in enumerate(items[:answers])]


def symbols(raw: Any, form: int = 2) -> SymbolScore:
    return score_symbols(symbol_trials(raw, form=form, limit_s=LIMIT_S), form=form)


def reactions(*raw: tuple[str, int]) -> ReactionScore:
    sent = [list(each) for each in raw]
    return score_reactions(reaction_trials(sent, form=1, reactions=max(len(sent), 1)))


def test_right_and_wrong_pairs_are_counted_apart() -> None:
    raw = right(2, 30)
    raw[4][0] = raw[4][0] % 9 + 1
    raw[9][0] = raw[9][0] % 9 + 1
    assert symbols(raw) == SymbolScore(correct=28, wrong=2, per_answer_ms=1500)
    assert symbols(raw).value == 28


def test_right_by_one_form_is_wrong_by_the_next() -> None:
    """The key is that of the form that was shown: by another no pair is right."""
    key, items = key_of(3), items_of(2, LIMIT_S)
    raw = [[key.index(symbol) + 1, 1000 * (n + 1)] for n, symbol in enumerate(items[:20])]
    assert symbols(raw) == SymbolScore(correct=0, wrong=20, per_answer_ms=1000)


def test_all_wrong_is_zero_and_nothing_answered_is_no_score() -> None:
    assert symbols([[each[0] % 9 + 1, each[1]] for each in right(2, 5)]).value == 0
    assert symbols([]) == SymbolScore(0, 0, None, "nothing_answered")
    assert symbols([]).value is None


def test_median_and_quartiles_are_of_the_valid_presses() -> None:
    found = reactions(
        ("pressed", 200), ("pressed", 300), ("pressed", 240), ("pressed", 280), ("early", 900), ("pressed", 99)
    )
    assert (found.valid, found.anticipations, found.lapses) == (4, 2, 0)
    assert (found.quarter_ms, found.median_ms, found.three_quarters_ms) == (230, 260, 285)


@pytest.mark.parametrize(
    ("ms", "valid", "anticipations", "lapses"), [(99, 0, 1, 0), (100, 1, 0, 0), (500, 1, 0, 0), (501, 1, 0, 1)]
)
def test_the_two_lines_are_exact(ms: int, valid: int, anticipations: int, lapses: int) -> None:
    found = reactions(("pressed", ms))
    assert (found.valid, found.anticipations, found.lapses) == (valid, anticipations, lapses)


def test_a_slow_press_stays_in_the_median_and_a_missed_mark_is_a_lapse_without_a_time() -> None:
    found = reactions(("pressed", 700), ("pressed", 800), ("pressed", 900), ("none", 3000))
    assert (found.median_ms, found.valid, found.lapses) == (800, 3, 4)


def test_with_too_few_valid_presses_there_is_no_score_and_the_reason() -> None:
    few = reactions(("early", 10), ("early", 20), ("none", 3000), ("pressed", 250))
    assert (few.value, few.why, few.valid) == (None, "too_few_valid", 1)
    half = reactions(("early", 10), ("none", 3000), ("pressed", 250), ("pressed", 260))
    assert half.value == 255
    assert score_reactions(()).why == "too_few_valid"


def test_quantiles_lie_between_neighbours_and_halves_go_up() -> None:
    assert quantile([1, 2], 2, 4) == 2
    assert quantile([10], 1, 4) == 10
    assert quantile([4, 1, 3, 2, 5], 2, 4) == 3


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([[1, -1]], "trials_outside_the_time"),
        ([[1, 60_001]], "trials_outside_the_time"),
        ([[1, 900], [2, 800]], "trials_outside_the_time"),
        ([[0, 10]], "trials_no_such_digit"),
        ([[10, 10]], "trials_no_such_digit"),
        ([[1, 1.5]], "trials_unreadable"),
        ([[True, 10]], "trials_unreadable"),
        ([["1", 10]], "trials_unreadable"),
        ([[1]], "trials_unreadable"),
        ({"a": 1}, "trials_unreadable"),
        ([[1, 1]] * 300, "trials_too_many"),
    ],
)
def test_symbol_trials_that_no_run_can_have_are_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadTrials) as refused:
        symbols(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([["pressed", -5]], "trials_outside_the_time"),
        ([["pressed", 3001]], "trials_outside_the_time"),
        ([["early", 4001]], "trials_outside_the_time"),
        ([["later", 10]], "trials_unreadable"),
        ([[["early"], 10]], "trials_unreadable"),
        ([["pressed", 300]] * 6, "trials_too_many"),
    ],
)
def test_reaction_trials_that_no_run_can_have_are_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadTrials) as refused:
        reaction_trials(raw, form=0, reactions=5)
    assert refused.value.code == code


def test_a_press_cannot_come_earlier_than_its_own_wait() -> None:
    waits = waits_ms_of(0, 5)
    assert reaction_trials([["early", waits[0]]], form=0, reactions=5)[0].wait_ms == waits[0]
    with pytest.raises(BadTrials):
        reaction_trials([["early", waits[0] + 1]], form=0, reactions=5)
