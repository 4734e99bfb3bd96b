"""Samples below the limit of quantification: the likelihood and the posterior against sums, and a known truth again."""

import math
from dataclasses import replace

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import log_normal_cdf
from slowdrip.science.pharmacology.updating import (
    BelowLimit,
    Observation,
    Plan,
    Signal,
    Visits,
    before,
    coverage,
    judged,
    likelihood,
    most_probable,
    prior_of,
    simulated,
    updated,
)
from slowdrip.science.pharmacology.updating.errors import error_sd
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.likelihood import likelihood_of
from slowdrip.science.pharmacology.updating.tests.cast import DRIP, SAMPLES, SUBJECT, posterior

PRIOR = prior_of(SUBJECT)
VENOUS = Signal.VENOUS_NG_PER_ML
LIMIT_NG_PER_ML = 40.0
LATE = BelowLimit(VENOUS, 150.0, LIMIT_NG_PER_ML)
T_MIN = np.array([20.0, 40.0, 60.0, 110.0, 150.0, 180.0, 240.0])
SAMPLED_MIN = (30.0, 60.0, 110.0, 180.0, 240.0)


def test_the_logarithm_of_the_normal_distribution_keeps_its_digits_in_both_tails() -> None:
    z = np.array([-80.0, -38.0, -30.1, -29.9, -5.0, -1e-9, 0.0, 2.0, 20.0])
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(120):
        exact = [float(mpmath.log(mpmath.ncdf(each))) for each in z]
    assert log_normal_cdf(z) == pytest.approx(exact, rel=1e-8, abs=1e-300)


def summed(expected: float, sd: float) -> float:
    """The probability of a reading below the limit: its density, added up over fine steps of the logarithm."""
    edges = np.linspace(math.log(LIMIT_NG_PER_ML) - 12.0, math.log(LIMIT_NG_PER_ML), 200_001)
    middle = 0.5 * (edges[1:] + edges[:-1])
    density = np.exp(-0.5 * ((middle - expected) / sd) ** 2) / (sd * math.sqrt(2 * math.pi))
    return float(density.sum() * (edges[1] - edges[0]))


def test_the_likelihood_is_the_sum_of_the_error_below_the_limit() -> None:
    explained = likelihood_of(forward_of(SUBJECT, DRIP, PRIOR.names), (LATE,))
    draws = before(SUBJECT, draws=30).draws
    sd = error_sd(SUBJECT, LATE)
    assert sd is not None
    wanted = [math.log(summed(float(each), sd)) for each in explained.expected(draws)[:, 0]]
    assert explained.log(draws) == pytest.approx(wanted, rel=1e-6, abs=1e-8)


def clearance_alone() -> Floats:
    """The prior covariance of somebody of whom only the clearance is not known."""
    known = np.full(len(PRIOR.mean), 1e-12)
    known[PRIOR.names.index("cl")] = PRIOR.covariance[0, 0]
    assert PRIOR.names[0] == "cl"
    return np.diag(known)


def by_sums(readings: tuple[Observation, ...]) -> tuple[float, float]:
    """Mean and SD of the clearance's logarithm by adding up prior times likelihood on a grid."""
    grid = np.linspace(-2.0, 2.0, 4001)
    draws = np.tile(PRIOR.mean, (len(grid), 1))
    draws[:, 0] = grid
    logs = likelihood_of(forward_of(SUBJECT, DRIP, PRIOR.names), readings).log(draws)
    logs -= 0.5 * (grid - PRIOR.mean[0]) ** 2 / PRIOR.covariance[0, 0]
    weights = np.exp(logs - logs.max())
    mean = float(np.average(grid, weights=weights))
    return mean, float(np.sqrt(np.average((grid - mean) ** 2, weights=weights)))


@pytest.mark.parametrize("readings", [(LATE,), (*SAMPLES[:4], LATE)], ids=["alone", "among others"])
def test_the_posterior_is_what_sums_over_a_grid_give(readings: tuple[Observation, ...]) -> None:
    belief = replace(PRIOR, covariance=clearance_alone())
    found = posterior(updated(SUBJECT, DRIP, readings, belief=belief, draws=4000))
    mean, sd = by_sums(readings)
    assert found.belief.mean[0] == pytest.approx(mean, abs=0.02 * sd)
    assert found.belief.sd[0] == pytest.approx(sd, rel=0.02)
    assert found.used == readings


def test_low_says_less_than_how_low_and_more_than_nothing() -> None:
    level = PRIOR.names.index("misfit.level")
    lowest = (*SAMPLES[:4], Observation(VENOUS, 150.0, 8.0))
    nothing, below, measured = (
        posterior(updated(SUBJECT, DRIP, each)).belief.mean[level]
        for each in (SAMPLES[:4], (*SAMPLES[:4], LATE), lowest)
    )
    assert measured < below < nothing


def test_a_limit_far_above_what_is_expected_teaches_nothing() -> None:
    told = BelowLimit(VENOUS, 240.0, 5000.0)
    with_it, without = (most_probable(SUBJECT, DRIP, each) for each in ((*SAMPLES, told), SAMPLES))
    assert not isinstance(with_it, NoPrediction)
    assert not isinstance(without, NoPrediction)
    assert with_it.coordinates == pytest.approx(without.coordinates, abs=1e-6)


def test_below_a_limit_is_a_surprise_only_where_much_was_expected() -> None:
    early, late = BelowLimit(VENOUS, 40.0, 10.0), BelowLimit(VENOUS, 600.0, 10.0)
    found = judged(before(SUBJECT), DRIP, (early, late))
    assert not isinstance(found, NoPrediction)
    assert [each.outside for each in found] == [True, False]


@pytest.mark.parametrize(("signal", "limit"), [(Signal.SBP_MMHG, 90.0), (VENOUS, 0.0), (VENOUS, math.nan)])
def test_what_cannot_be_a_limit_is_refused(signal: Signal, limit: float) -> None:
    with pytest.raises(InputRefused):
        BelowLimit(signal, 10.0, limit)


def told_below(visits: Visits, kind: type[Observation] | None) -> Visits:
    """The visits as a laboratory reports them: what is below its limit by this kind of reading, or not at all."""

    def reported(readings: tuple[Observation, ...]) -> tuple[Observation, ...]:
        low = [each for each in readings if each.value < LIMIT_NG_PER_ML]
        told = [] if kind is None else [kind(each.signal, each.t_min, LIMIT_NG_PER_ML) for each in low]
        return (*(each for each in readings if each not in low), *told)

    return replace(visits, readings=tuple(reported(each) for each in visits.readings))


def late_coverage(kind: type[Observation] | None, visits: int) -> float:
    """How often the 90 % band of the late hours holds the truth of people whose late samples lie below the limit."""
    plan = Plan(DRIP, tuple((VENOUS, t_min) for t_min in SAMPLED_MIN), frozenset({VENOUS}), T_MIN[-3:])
    made = simulated(SUBJECT, plan, visits=visits, seed=5, misfit=True)
    return coverage(SUBJECT, plan, told_below(made, kind), draws=1000)[VENOUS].overall


def test_the_truth_is_found_again_with_three_in_ten_samples_below_the_limit() -> None:
    assert 0.82 <= late_coverage(BelowLimit, 60) <= 0.97


def test_a_limit_that_is_taken_for_a_measured_value_is_noticed() -> None:
    assert not 0.82 <= late_coverage(Observation, 60) <= 0.97


def test_a_likelihood_that_forgets_that_a_sample_is_below_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likelihood, "missed_below", lambda z: z)
    assert not 0.82 <= late_coverage(BelowLimit, 60) <= 0.97
