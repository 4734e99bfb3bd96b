"""Response, remission, worsening, ideation: the lines of the scale files, exact."""

from fractions import Fraction

import pytest

from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.response import Ideation, Judged, ideation, judged
from slowdrip.science.response.judging import NOTHING
from slowdrip.science.scales.results import Fired


def phq9(before: int | None, now: int | None) -> Judged:
    return judged(
        scale("phq9"),
        "total",
        baseline=None if before is None else Fraction(before),
        current=None if now is None else Fraction(now),
    )


def test_half_of_the_way_is_a_response_and_one_point_less_is_not() -> None:
    assert phq9(20, 10).response is True
    assert phq9(21, 11).response is False
    assert phq9(21, 10).response is True


def test_a_low_baseline_has_no_response_and_still_a_remission() -> None:
    found = phq9(9, 4)
    assert (found.response, found.remission) == (None, True)


def test_six_points_more_are_a_worsening() -> None:
    assert phq9(12, 18).worsened is True
    assert phq9(12, 17).worsened is False
    assert phq9(12, 18).better_by == -6


@pytest.mark.parametrize(("before", "now"), [(None, 4), (20, None), (None, None)])
def test_without_two_values_nothing_is_said(before: int | None, now: int | None) -> None:
    assert phq9(before, now) == NOTHING


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (Fired.CLEAR, Fired.CLEAR, Ideation.NONE),
        (Fired.CLEAR, Fired.FIRES, Ideation.NEW),
        (Fired.FIRES, Fired.FIRES, Ideation.CONTINUES),
        (Fired.FIRES, Fired.CLEAR, Ideation.GONE),
        (None, Fired.FIRES, Ideation.OPEN),
        (Fired.CLEAR, Fired.REFUSED, Ideation.OPEN),
        (Fired.UNANSWERED, Fired.CLEAR, Ideation.OPEN),
    ],
)
def test_ideation_is_new_only_where_it_was_denied_before(before: Fired, now: Fired, found: Ideation) -> None:
    assert ideation(before, now) is found
