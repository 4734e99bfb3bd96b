"""The alternate forms: the same on every machine, different from one run to the next, each balanced."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.science.cognition import SYMBOLS, form_after, forms, items_of, key_of, waits_ms_of
from slowdrip.science.cognition.forms import FORMS

BEGUN = st.integers(0, 200)


def test_a_form_is_the_same_for_ever() -> None:
    """A stored number must say what was shown; these are the first keys as they were first made."""
    assert key_of(0) == ("wave", "bars", "drop", "triangle", "cross", "star", "square", "ring", "moon")
    assert key_of(1) == ("square", "star", "cross", "bars", "triangle", "ring", "wave", "moon", "drop")
    assert items_of(3, 60)[:5] == ("cross", "star", "square", "moon", "triangle")
    assert waits_ms_of(1, 4) == (2000, 1000, 3000, 4000)


@given(BEGUN)
def test_two_runs_in_a_row_never_share_a_pair(begun: int) -> None:
    here, after = key_of(form_after(begun)), key_of(form_after(begun + 1))
    assert all(one != other for one, other in zip(here, after, strict=True))


def test_no_two_forms_are_alike() -> None:
    assert len({key_of(form) for form in range(FORMS)}) == FORMS
    assert len({items_of(form, 60) for form in range(FORMS)}) == FORMS
    assert len({waits_ms_of(form, 20) for form in range(FORMS)}) == FORMS


@given(BEGUN, st.integers(1, 180))
def test_each_symbol_comes_once_in_nine_and_none_twice_in_a_row(begun: int, limit_s: int) -> None:
    shown = items_of(form_after(begun), limit_s)
    assert len(shown) >= 4 * limit_s
    blocks = [shown[start : start + len(SYMBOLS)] for start in range(0, len(shown), len(SYMBOLS))]
    assert all(sorted(block) == sorted(SYMBOLS) for block in blocks)
    assert all(one != other for one, other in pairwise(shown))


@given(BEGUN, st.integers(1, 60))
def test_each_form_waits_as_long_as_any_other_between_one_and_four_seconds(begun: int, marks: int) -> None:
    waits = waits_ms_of(form_after(begun), marks)
    assert Counter(waits) == Counter(waits_ms_of(0, marks))
    assert all(1000 <= wait <= 4000 for wait in waits)


def test_planted_forms_that_are_all_alike_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    same = (key_of(0),) * FORMS
    monkeypatch.setattr(forms, "_keys", lambda: same)
    with pytest.raises(AssertionError):
        test_no_two_forms_are_alike()
    with pytest.raises(AssertionError):
        test_two_runs_in_a_row_never_share_a_pair()
