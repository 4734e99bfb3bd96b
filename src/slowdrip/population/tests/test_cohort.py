"""A cohort's own typical clearance and volume: found again where they are known, refused where they cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.population.sampled import Sampled
from slowdrip.population.tests.cohort_cast import cohort
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.updating import BelowLimit, Observation

pytestmark = pytest.mark.long
CLEARING = cohort(12, cl=1.5, v1=0.8)
"""Twelve patients who clear half as much again as is typical."""


def test_the_concentrations_of_the_sampler_are_those_of_the_engine() -> None:
    import jax

    from slowdrip.population.cohort_model import conc_of, measured_of

    jax.config.update("jax_enable_x64", True)
    sampled, own, conc = cohort(7, cl=1.3, v1=0.8)
    (schedule,) = measured_of(sampled, ("cl", "v1")).schedules
    found: Floats = np.asarray(conc_of(schedule, jax.numpy.log(own)))
    assert np.abs(found / conc - 1).max() < 1e-10


def test_a_known_truth_is_found_again() -> None:
    from slowdrip.population import fit_cohort

    sampled, own, _ = cohort(12, cl=1.3, v1=0.8)
    fit = fit_cohort(sampled, draws=1000, warm_up=500, chains=2)
    low, _, high = fit.typical_of("cl")
    assert low < 1.3 < high
    assert high / low < 1.6
    low, high = np.quantile(fit.patients[:, :, 0], (0.01, 0.99), axis=0)
    assert np.mean((low < own[:, 0]) & (own[:, 0] < high)) >= 0.8
    assert max(fit.r_hat.values()) <= 1.01


def test_divergences_and_chains_that_differ_are_refused() -> None:
    from slowdrip.population.cohort import CohortFit, FitRefused, checked

    nothing = np.zeros((1, 1))
    good = CohortFit(
        ("cl",), (0,), nothing, nothing, nothing[:, None], nothing[0], {"typical": 1.001}, {"typical": 900.0}, 0, 0
    )
    assert checked(good) is good
    with pytest.raises(FitRefused, match="3 of the draws diverged"):
        checked(replace(good, divergences=3))
    with pytest.raises(FitRefused, match=r"R-hat of typical is 1\.020"):
        checked(replace(good, r_hat={"typical": 1.02}))
    with pytest.raises(FitRefused, match="R-hat"):
        checked(replace(good, r_hat={"typical": 1.0, "own": float("nan")}))
    with pytest.raises(FitRefused, match="the worth of 40 independent draws"):
        checked(replace(good, effective={"typical": 900.0, "own": 40.0}))


def test_samples_that_teach_nothing_are_counted() -> None:
    from slowdrip.population.cohort_model import measured_of

    sampled, _, _ = cohort(4, cl=1.0, v1=1.0)
    below = (replace(sampled.samples[1][-1], value=0.0), *sampled.samples[1][:-1])
    measured = measured_of(replace(sampled, samples=[sampled.samples[0], below, *sampled.samples[2:]]), ("cl", "v1"))
    assert (measured.left_out_samples, len(measured.numbers)) == (1, 4)


def below_limit(limit_ng_per_ml: float) -> Sampled:
    """These twelve, and a laboratory that measures no low values."""
    sampled, _, _ = CLEARING

    def reported(each: Observation) -> Observation:
        return each if each.value >= limit_ng_per_ml else BelowLimit(each.signal, each.t_min, limit_ng_per_ml)

    return replace(sampled, samples=[tuple(reported(each) for each in own) for own in sampled.samples])


def test_a_known_clearance_is_found_again_with_many_samples_below_the_limit() -> None:
    from slowdrip.population import fit_cohort

    few = below_limit(60.0)
    share = np.mean([isinstance(each, BelowLimit) for own in few.samples for each in own])
    assert 0.2 < share < 0.5
    measured = [tuple(each for each in own if not isinstance(each, BelowLimit)) for own in few.samples]
    fits = (fit_cohort(each, draws=1000, warm_up=500, chains=2) for each in (few, replace(few, samples=measured)))
    counted, left_out = (fit.typical_of("cl") for fit in fits)
    truth = float(np.exp(np.log(CLEARING[1][:, 0]).mean()))
    assert counted[0] < truth < counted[2]
    assert abs(np.log(counted[1] / truth)) < abs(np.log(left_out[1] / truth))
    assert left_out[1] < counted[1]


def test_two_patients_are_no_cohort() -> None:
    from slowdrip.population import FitRefused, fit_cohort

    with pytest.raises(FitRefused, match="at least 3"):
        fit_cohort(cohort(2, cl=1.0, v1=1.0)[0])
