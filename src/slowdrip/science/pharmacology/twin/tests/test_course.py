"""The course: what was really run, pauses and other rates included, and what the pump still gives."""

import pytest

from slowdrip.science.infusion import delivered_ug
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Course, Stretch, course_of, resumed_course
from slowdrip.science.pharmacology.twin.tests.cast import BEFORE, START, Step, minute, state_after

STARTED: Step = (0.0, "started", {"rate_ul_per_h": 150_000})


def course(*steps: Step, at_min: float = 20.0) -> Course:
    found = course_of(state_after(*steps, at_min=at_min))
    assert isinstance(found, Course)
    return found


def test_before_the_start_the_course_is_the_order() -> None:
    assert course() == Course((Stretch(0.0, 40.0, 1000.0),))


def test_a_running_drip_goes_on_until_the_pump_stops_by_itself() -> None:
    assert course(STARTED) == Course((Stretch(0.0, 40.0, 1000.0),))


def test_a_pause_is_a_gap_and_moves_the_end() -> None:
    found = course(STARTED, (12.0, "paused", {}), (15.0, "resumed", {"rate_ul_per_h": 150_000}))
    assert found == Course((Stretch(0.0, 12.0, 1000.0), Stretch(15.0, 43.0, 1000.0)))


def test_while_it_is_paused_nothing_more_is_given() -> None:
    assert course(STARTED, (12.0, "paused", {})) == Course((Stretch(0.0, 12.0, 1000.0),))


def test_a_paused_drip_that_is_resumed_now_goes_on_at_its_rate_as_the_record_would_tell_it() -> None:
    state = state_after(STARTED, (12.0, "paused", {}), at_min=15.0)
    found = resumed_course(state, minute(15))
    assert found == course(STARTED, (12.0, "paused", {}), (15.0, "resumed", {"rate_ul_per_h": 150_000}))
    assert state == state_after(STARTED, (12.0, "paused", {}), at_min=15.0), "asking changes nothing"


def test_a_rate_told_in_the_pause_is_the_one_it_would_go_on_at() -> None:
    told: tuple[Step, ...] = (STARTED, (12.0, "paused", {}), (13.0, "rate_changed", {"rate_ul_per_h": 75_000}))
    found = resumed_course(state_after(*told, at_min=15.0), minute(15))
    assert found == Course((Stretch(0.0, 12.0, 1000.0), Stretch(15.0, 71.0, 500.0)))


@pytest.mark.parametrize(
    ("steps", "code"),
    [((), "not_paused"), ((STARTED,), "not_paused"), ((STARTED, (41.0, "paused", {})), "nothing_left")],
)
def test_what_is_not_paused_or_has_nothing_left_is_not_resumed(steps: tuple[Step, ...], code: str) -> None:
    found = resumed_course(state_after(*steps, at_min=45.0), minute(45))
    assert isinstance(found, NoPrediction)
    assert found.code == code


def test_another_rate_is_another_stretch_of_the_same_bag() -> None:
    found = course(STARTED, (10.0, "rate_changed", {"rate_ul_per_h": 75_000}))
    assert found == Course((Stretch(0.0, 10.0, 1000.0), Stretch(10.0, 70.0, 500.0)))


def test_what_ran_is_what_the_record_says_was_given() -> None:
    steps: tuple[Step, ...] = (
        STARTED,
        (12.0, "paused", {}),
        (15.0, "resumed", {"rate_ul_per_h": 120_000}),
        (33.0, "stopped", {"reason": "patient_wish"}),
    )
    state = state_after(*steps, at_min=50.0)
    assert course(*steps, at_min=50.0).given_ug == pytest.approx(float(delivered_ug(state, minute(50))), rel=1e-12)
    assert course(*steps, at_min=50.0).ends_min == 33.0
    assert minute(0) == START


def test_without_an_order_there_is_no_course() -> None:
    assert course_of(state_after(before=())) == NoPrediction("no_order", {})


def test_a_bag_of_unknown_strength_has_no_course() -> None:
    state = state_after(STARTED, before=(BEFORE[2],))
    found = course_of(state)
    assert isinstance(found, NoPrediction)
    assert found.code in ("end_unknown", "strength_unknown")
