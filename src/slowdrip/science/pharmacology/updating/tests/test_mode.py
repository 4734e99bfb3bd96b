"""Tests of the most probable coordinates."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.updating import Mode, Observation, Signal, most_probable, prior_of
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.likelihood import likelihood_of
from slowdrip.science.pharmacology.updating.mode import mode_of
from slowdrip.science.pharmacology.updating.space import space_of
from slowdrip.science.pharmacology.updating.tests.cast import DRIP, HEART, RATINGS, SAMPLES, STRONG, SUBJECT

PRIOR = prior_of(SUBJECT)
ALL = (*STRONG, *HEART, *RATINGS, *SAMPLES)
TOO_EARLY = (Observation(Signal.VENOUS_NG_PER_ML, 1.0, 90.0),)


def cost(coordinates: Floats) -> float:
    """Minus the logarithm of prior and likelihood, written out without the space of seen directions."""
    likelihood = likelihood_of(forward_of(SUBJECT, DRIP, PRIOR.names), ALL)
    away = coordinates - PRIOR.mean
    return float(0.5 * away @ np.linalg.solve(PRIOR.covariance, away) - likelihood.log(coordinates[np.newaxis])[0])


def test_no_step_in_any_direction_finds_a_more_probable_place() -> None:
    mode = most_probable(SUBJECT, DRIP, ALL)
    assert isinstance(mode, Mode)
    assert mode.converged
    assert mode.cost == pytest.approx(cost(mode.coordinates), abs=1e-3)
    for place, sd in enumerate(PRIOR.sd):
        for step in (-0.1, 0.1):
            moved = mode.coordinates.copy()
            moved[place] += step * sd
            assert cost(moved) > mode.cost - 1e-4


@pytest.mark.parametrize("readings", [(), TOO_EARLY])
def test_without_a_reading_that_counts_there_is_no_mode_and_it_says_so(readings: tuple[Observation, ...]) -> None:
    assert most_probable(SUBJECT, DRIP, readings) == NoPrediction("no_readings", {"left_out": float(len(readings))})


def test_a_general_optimiser_finds_the_same_mode() -> None:
    optimise = pytest.importorskip("scipy.optimize")
    likelihood = likelihood_of(forward_of(SUBJECT, DRIP, PRIOR.names), SAMPLES)
    space = space_of(SUBJECT, PRIOR, likelihood.signals)
    ours = mode_of(likelihood, space)

    def whole(at: Floats) -> float:
        return float(0.5 * at @ at - likelihood.log(space.coordinates(at[np.newaxis]))[0])

    found = optimise.minimize(whole, np.zeros(space.seen_size))
    assert whole(ours.seen) <= found.fun + 1e-4
    assert np.allclose(ours.seen, found.x, atol=0.02)


def test_the_search_begun_at_the_last_mode_is_shorter() -> None:
    before = most_probable(SUBJECT, DRIP, ALL[:-1])
    assert isinstance(before, Mode)
    cold, warm = most_probable(SUBJECT, DRIP, ALL), most_probable(SUBJECT, DRIP, ALL, start=before.coordinates)
    assert isinstance(cold, Mode)
    assert isinstance(warm, Mode)
    assert warm.steps <= cold.steps
    assert warm.cost == pytest.approx(cold.cost, abs=1e-3)


def test_only_directions_that_a_reading_depends_on_are_searched() -> None:
    """Clearance and central volume of person and visit are two numbers, not four; cuffs see no rating."""
    likelihood = likelihood_of(forward_of(SUBJECT, DRIP, PRIOR.names), STRONG)
    space = space_of(SUBJECT, PRIOR, likelihood.signals)
    kinetics, pressure, misfit = 4, 4, 2
    assert space.seen_size == kinetics + pressure + misfit + 1
    still = space.mean + space.unseen @ np.ones(space.unseen.shape[1])
    assert likelihood.log(still[np.newaxis]) == pytest.approx(likelihood.log(space.mean[np.newaxis]), abs=1e-8)
    covariance = space.seen @ space.seen.T + space.unseen @ space.unseen.T
    assert np.allclose(covariance, PRIOR.covariance)
