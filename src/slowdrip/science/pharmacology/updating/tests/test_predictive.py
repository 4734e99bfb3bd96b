"""Tests of readings that lie outside what was expected."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import standard_normals
from slowdrip.science.pharmacology.updating import (
    Judged,
    Observation,
    Plan,
    Signal,
    before,
    in_turn,
    judged,
    outside,
    simulated,
    two_in_a_row,
    updated,
)
from slowdrip.science.pharmacology.updating import predictive as module
from slowdrip.science.pharmacology.updating.tests.cast import (
    CUFF_MIN,
    DRIP,
    RATINGS,
    STRONG,
    SUBJECT,
    courses,
    posterior,
)


def verdicts(found: tuple[Judged, ...] | NoPrediction) -> tuple[Judged, ...]:
    assert not isinstance(found, NoPrediction), found
    return found


def cuff(t_min: float, value: float) -> Observation:
    return Observation(Signal.SBP_MMHG, t_min, value)


def test_the_band_of_a_reading_is_wider_than_that_of_the_truth_by_the_noise_of_the_cuff() -> None:
    (at_start,) = verdicts(judged(before(SUBJECT), DRIP, (cuff(0.0, 120.0),)))
    both_sd = np.hypot(7.0, 7.0)
    assert at_start.low == pytest.approx(120 - 2.326 * both_sd, abs=1.0)
    assert at_start.high == pytest.approx(120 + 2.326 * both_sd, abs=1.0)


def test_the_edges_are_the_quantiles_of_simulated_readings() -> None:
    known = posterior(updated(SUBJECT, DRIP, STRONG[:3]))
    (verdict,) = verdicts(judged(known, DRIP, (cuff(35.0, 150.0),)))
    truth = courses(known.draws, (35.0,), Signal.SBP_MMHG).signals[Signal.SBP_MMHG][:, 0]
    read = np.tile(truth, 100) + 7 * standard_normals(2, "cuff", 0, 100 * len(truth))
    assert [verdict.low, verdict.high] == pytest.approx(np.quantile(read, [0.01, 0.99]).tolist(), abs=0.7)


def test_a_reading_outside_is_told_from_one_inside() -> None:
    found = verdicts(judged(before(SUBJECT), DRIP, (cuff(15.0, 128.0), cuff(15.0, 190.0), cuff(15.0, 80.0))))
    assert [each.outside for each in found] == [False, True, True]
    assert len(outside(found)) == 2


def test_a_surprise_is_not_learned_from_before_the_next_reading_is_judged() -> None:
    readings = (cuff(10.0, 121.0), cuff(20.0, 190.0), cuff(25.0, 192.0))
    found = verdicts(in_turn(SUBJECT, DRIP, readings))
    assert [each.outside for each in found] == [False, True, True]
    assert len(two_in_a_row(found)) == 1


def test_two_surprises_in_a_row_are_noticed_only_on_the_same_side_and_of_one_signal() -> None:
    def verdict(signal: Signal, t_min: float, lower: float) -> Judged:
        return Judged(Observation(signal, t_min, 50.0), 40.0, 60.0, lower, 1 - lower)

    high, low = 0.999, 0.001
    assert two_in_a_row([verdict(Signal.SBP_MMHG, 1, high), verdict(Signal.SBP_MMHG, 2, low)]) == ()
    assert two_in_a_row([verdict(Signal.SBP_MMHG, 1, high), verdict(Signal.HR_BPM, 2, high)]) == ()
    between = [verdict(Signal.SBP_MMHG, 1, high), verdict(Signal.SBP_MMHG, 2, 0.5), verdict(Signal.SBP_MMHG, 3, high)]
    assert two_in_a_row(between) == ()
    assert len(two_in_a_row([verdict(Signal.SBP_MMHG, 1, low), verdict(Signal.SBP_MMHG, 2, low)])) == 1


def test_a_rating_of_nothing_at_all_is_never_too_low() -> None:
    (verdict,) = verdicts(judged(before(SUBJECT), DRIP, (Observation(Signal.DISSOCIATION_0_TO_10, 5.0, 0.0),)))
    assert not verdict.outside
    assert verdict.low == 0.0


def test_the_highest_rating_counts_as_everything_above_it() -> None:
    high = posterior(updated(SUBJECT, DRIP, (*RATINGS, Observation(Signal.DISSOCIATION_0_TO_10, 35.0, 9.0))))
    (verdict,) = verdicts(judged(high, DRIP, (Observation(Signal.DISSOCIATION_0_TO_10, 40.0, 10.0),)))
    assert verdict.high <= 10.0
    assert not verdict.outside


def surprising_share() -> float:
    """The share of readings outside their 98 % band, over simulated visits of the own model."""
    plan = Plan(DRIP, tuple((Signal.SBP_MMHG, t_min) for t_min in CUFF_MIN[1::2]), frozenset(), np.zeros(1))
    visits = simulated(SUBJECT, plan, visits=40, seed=2, misfit=True)
    found = [each for readings in visits.readings for each in verdicts(in_turn(SUBJECT, DRIP, readings))]
    return len(outside(found)) / len(found)


def test_readings_of_the_own_model_are_rarely_outside() -> None:
    assert surprising_share() < 0.06


def test_a_band_without_the_noise_of_the_cuff_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_below", lambda expected, sds, values: (expected < values).mean(axis=0))
    assert not surprising_share() < 0.06
