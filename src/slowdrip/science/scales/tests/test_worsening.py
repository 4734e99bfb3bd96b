"""A rise that makes a task is never silent: certain, it fires; possible, it stays open and is a task too."""

from dataclasses import replace
from fractions import Fraction

import pytest

from slowdrip.knowledge.scales import scale
from slowdrip.science.scales import Absent, Answer, Change, Fired, Result, change, score, score_total

YMRS = scale("ymrs")
BPRS = scale("bprs_plus")
NAMES = [each.name for each in BPRS.items]


def ymrs(total: int) -> Result:
    """A YMRS that was typed as a total."""
    return score_total(YMRS, total)


def bprs(*given: Answer) -> Result:
    """A BPRS+ by its four items; 0 is not assessed."""
    return score(BPRS, dict(zip(NAMES, given, strict=True)))


def risen(before: Result | None, now: Result) -> Change:
    """What the four items did."""
    return change(BPRS, "positive", baseline=before, current=now)


def fired(found: Change) -> Fired:
    """What the one line that makes a task says; a task exactly when it is not clear."""
    (line,) = [each for each in found.labels if each.threshold.raises_task]
    assert found.tasks == (() if line.fired is Fired.CLEAR else (line,))
    return line.fired


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (8, 11, Fired.CLEAR),
        (8, 12, Fired.FIRES),
        (12, 13, Fired.FIRES),
        (13, 15, Fired.FIRES),
        (13, 32, Fired.FIRES),
        (13, 13, Fired.CLEAR),
        (32, 20, Fired.CLEAR),
        (0, 0, Fired.CLEAR),
    ],
)
def test_any_rise_that_ends_at_twelve_or_more_is_a_task(before: int, now: int, says: Fired) -> None:
    assert fired(change(YMRS, "total", baseline=ymrs(before), current=ymrs(now))) is says


@pytest.mark.parametrize(("now", "says"), [(11, Fired.CLEAR), (12, Fired.FIRES), (32, Fired.FIRES)])
def test_twelve_without_a_baseline_is_a_task(now: int, says: Fired) -> None:
    found = change(YMRS, "total", baseline=None, current=ymrs(now))
    assert (found.why, found.better_by) == ("baseline_missing", None)
    assert fired(found) is says


def test_a_baseline_of_another_coding_is_none() -> None:
    other = ymrs(40)
    before = replace(other, stamp=replace(other.stamp, coding="another"))
    found = change(YMRS, "total", baseline=before, current=ymrs(32))
    assert (found.why, fired(found)) == ("other_version", Fired.FIRES)


def test_a_baseline_of_another_coding_is_none_also_while_an_answer_is_missing() -> None:
    before = bprs(7, 7, 7, 7)
    other = replace(before, stamp=replace(before.stamp, coding="0-6"))
    assert fired(risen(before, bprs(7, 7, 7, 0))) is Fired.CLEAR
    assert fired(risen(other, bprs(7, 7, 7, 0))) is Fired.UNANSWERED


def test_an_incomplete_baseline_leaves_the_rise_open_only_where_it_may_be_none() -> None:
    before = score(YMRS, {f"q{place}": 1 for place in range(1, 11)})  # 10 to 14
    assert fired(change(YMRS, "total", baseline=before, current=ymrs(12))) is Fired.UNANSWERED
    assert fired(change(YMRS, "total", baseline=before, current=ymrs(15))) is Fired.FIRES
    assert fired(change(YMRS, "total", baseline=before, current=ymrs(10))) is Fired.CLEAR


def test_a_certain_rise_is_not_silent_because_one_item_was_not_assessed() -> None:
    found = risen(bprs(1, 1, 1, 1), bprs(7, 7, 7, 0))
    assert (found.why, found.better_by, fired(found)) == ("current_missing", None, Fired.FIRES)


@pytest.mark.parametrize("gap", [0, Absent.MISSING, Absent.REFUSED])
def test_a_possible_rise_is_open_and_a_task(gap: Answer) -> None:
    assert fired(risen(bprs(1, 1, 1, 1), bprs(1, 1, 1, gap))) is Fired.UNANSWERED


def test_an_impossible_rise_is_clear_although_an_item_is_not_there() -> None:
    assert fired(risen(bprs(7, 7, 7, 7), bprs(7, 7, 7, 0))) is Fired.CLEAR


def test_without_a_baseline_a_rise_is_open_as_soon_as_there_is_room_for_it() -> None:
    assert fired(risen(None, bprs(2, 2, 2, 1))) is Fired.CLEAR
    assert fired(risen(None, bprs(2, 2, 2, 2))) is Fired.UNANSWERED


def test_two_complete_ratings_say_how_much() -> None:
    found = risen(bprs(1, 1, 1, 1), bprs(2, 1, 3, 2))
    assert (found.better_by, fired(found)) == (Fraction(-4), Fired.FIRES)
    assert fired(risen(bprs(1, 1, 1, 1), bprs(2, 1, 2, 2))) is Fired.CLEAR


def test_lines_that_make_no_task_stay_open_while_an_answer_is_missing() -> None:
    phq9 = scale("phq9")
    worst = score(phq9, {f"q{place}": 3 for place in range(1, 9)})
    found = change(phq9, "total", baseline=score(phq9, {f"q{place}": 0 for place in range(1, 10)}), current=worst)
    assert {each.met for each in found.labels} == {None}
    assert found.tasks == ()
