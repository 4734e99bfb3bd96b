"""The invented patient's course has the shape and the sizes of the simulation defaults."""

import random
from itertools import pairwise
from statistics import mean, stdev

import pytest

from slowdrip.exchange.simulated.course import HALF_LIFE_MIN, draw_patient, shape, vitals


def test_nothing_moves_before_the_fifth_minute() -> None:
    assert {shape(t) for t in (-10.0, 0.0, 4.9, 5.0)} == {0.0}


def test_the_rise_is_full_at_the_end_and_halves_every_fifteen_minutes() -> None:
    assert shape(40) == 1.0
    assert shape(40 + HALF_LIFE_MIN) == pytest.approx(0.5)
    assert shape(40 + 75) < 0.05


def test_the_rise_never_falls_before_the_end_and_never_jumps() -> None:
    steps = [shape(second / 60) for second in range(100 * 60)]
    assert all(later >= earlier for earlier, later in pairwise(steps[:2401]))
    assert max(abs(later - earlier) for earlier, later in pairwise(steps)) < 0.01


def test_rises_are_drawn_as_the_facts_say() -> None:
    dice = random.Random(1)
    rises = [draw_patient(dice).sbp_rise_mmhg for _ in range(4000)]
    assert min(rises) >= -10
    assert max(rises) <= 60
    assert mean(rises) == pytest.approx(13.5, abs=1)
    assert stdev(rises) == pytest.approx(10.5, abs=1)


def test_age_and_history_add_to_the_rise() -> None:
    plain = draw_patient(random.Random(3)).sbp_rise_mmhg
    assert draw_patient(random.Random(3), age_y=70).sbp_rise_mmhg == pytest.approx(plain + 6)
    assert draw_patient(random.Random(3), extra_rise_mmhg=8).sbp_rise_mmhg == pytest.approx(plain + 8)


@pytest.mark.parametrize("seed", range(50))
def test_pressures_keep_their_order(seed: int) -> None:
    patient = draw_patient(random.Random(seed))
    for t_min in range(-5, 120, 5):
        now = vitals(patient, t_min)
        assert now["nibp_sys"] > now["nibp_mean"] > now["nibp_dia"] > 20
