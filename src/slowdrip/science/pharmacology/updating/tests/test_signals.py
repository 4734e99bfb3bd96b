"""Tests of what counts as a reading."""

import math

import pytest

from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.updating import BaselineReadings, Observation, Signal


@pytest.mark.parametrize(
    ("signal", "value"),
    [
        (Signal.SBP_MMHG, -100.0),
        (Signal.SBP_MMHG, 32767.0),
        (Signal.HR_BPM, 0.0),
        (Signal.DISSOCIATION_0_TO_10, 10.5),
        (Signal.CADSS_POINTS, 93.0),
        (Signal.VENOUS_NG_PER_ML, -1.0),
        (Signal.VENOUS_NG_PER_ML, math.nan),
    ],
)
def test_a_number_that_cannot_be_a_reading_is_refused(signal: Signal, value: float) -> None:
    with pytest.raises(InputRefused):
        Observation(signal, 10.0, value)


def test_a_change_is_computed_and_never_read() -> None:
    with pytest.raises(InputRefused, match="not_observable"):
        Observation(Signal.SBP_CHANGE_MMHG, 10.0, 12.0)


def test_a_baseline_needs_one_reading_of_each() -> None:
    with pytest.raises(InputRefused, match="reading_missing"):
        BaselineReadings((120.0,), (), (70.0,))


def test_an_impossible_baseline_is_refused() -> None:
    with pytest.raises(InputRefused, match="reading_impossible"):
        BaselineReadings((120.0,), (75.0,), (32767.0,))
