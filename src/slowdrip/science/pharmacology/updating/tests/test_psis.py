"""Tests of Pareto smoothing and k-hat, against tails whose shape is known."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.population import normal_cdf, standard_normals
from slowdrip.science.pharmacology.updating.psis import fit_pareto, pareto_quantiles, smoothed

MANY = 20_000


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.3, 0.7, 1.2])
def test_the_fit_finds_the_shape_and_scale_of_a_pareto_sample(shape: float) -> None:
    exceedances = pareto_quantiles(MANY, shape, 2.5)
    found, scale = fit_pareto(exceedances)
    assert found == pytest.approx(shape, abs=0.03)
    assert scale == pytest.approx(2.5, rel=0.03)


@pytest.mark.parametrize("shape", [0.2, 0.5, 0.9])
def test_k_hat_is_the_shape_of_the_tail_of_the_weights(shape: float) -> None:
    """Weights u ** -k of an even u have a Pareto tail of shape k."""
    even = normal_cdf(standard_normals(4, "even", 0, MANY))
    assert smoothed(-shape * np.log(even)).k_hat == pytest.approx(shape, abs=0.12)


def test_weights_of_a_wide_proposal_can_be_trusted() -> None:
    normals = 1.5 * standard_normals(4, "wide", 0, 2000)
    found = smoothed(-0.5 * normals**2 + 0.5 * (normals / 1.5) ** 2)
    assert found.k_hat < 0.5
    assert found.weights @ normals**2 == pytest.approx(1.0, abs=0.08)


def test_weights_of_a_narrow_proposal_cannot() -> None:
    """A proposal with half the SD has weights whose tail is of shape 0.75, exactly: 1 - 0.5 ** 2."""
    normals = 0.5 * standard_normals(4, "narrow", 0, MANY)
    assert smoothed(-0.5 * normals**2 + 0.5 * (normals / 0.5) ** 2).k_hat == pytest.approx(0.75, abs=0.2)
    narrower = 0.25 * standard_normals(4, "narrow", 0, MANY)
    assert smoothed(-0.5 * narrower**2 + 0.5 * (narrower / 0.25) ** 2).k_hat > 0.7


def test_even_weights_have_no_tail() -> None:
    found = smoothed(np.full(500, -3.0))
    assert found.k_hat == -np.inf
    assert found.effective == pytest.approx(500)


def test_weights_sum_to_one_and_a_shift_of_their_logarithms_changes_nothing() -> None:
    logs = standard_normals(4, "logs", 0, 1000)
    one, other = smoothed(logs), smoothed(logs + 700)
    assert one.weights.sum() == pytest.approx(1.0)
    assert np.allclose(one.weights, other.weights)
    assert one.k_hat == pytest.approx(other.k_hat)


def test_smoothing_keeps_the_order_and_never_passes_the_largest_weight() -> None:
    logs = 2 * standard_normals(4, "logs", 0, 1000)
    found = smoothed(logs).weights
    raw = np.exp(logs - logs.max())
    assert np.all(np.diff(found[np.argsort(raw)]) >= -1e-15)


def test_weights_that_are_all_nothing_are_refused() -> None:
    with pytest.raises(InputRefused, match="no_weights"):
        smoothed(np.full(10, -np.inf))
