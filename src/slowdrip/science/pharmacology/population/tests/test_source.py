"""Tests of the standard normal numbers."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.population import normal_cdf, normal_columns, standard_normals

MANY = 200_000


def test_a_patient_has_the_same_numbers_in_a_block_and_alone() -> None:
    block = standard_normals(7, "cl", 0, 1001)
    for first, count in ((0, 1), (1, 1), (3, 5), (997, 4), (1000, 1)):
        assert np.array_equal(standard_normals(7, "cl", first, count), block[first : first + count])


def test_a_patient_far_out_needs_none_of_the_patients_before() -> None:
    assert np.array_equal(standard_normals(7, "cl", 10**12 + 3, 2), standard_normals(7, "cl", 10**12, 8)[3:5])


def test_the_numbers_are_standard_normal() -> None:
    numbers = standard_normals(1, "x", 0, MANY)
    assert abs(numbers.mean()) < 4 / MANY**0.5
    assert abs(numbers.var() - 1) < 4 * (2 / MANY) ** 0.5
    assert abs(np.mean(numbers**4) - 3) < 4 * (96 / MANY) ** 0.5
    evenly = np.sort(normal_cdf(numbers))
    assert np.max(np.abs(evenly - (np.arange(MANY) + 0.5) / MANY)) < 1.63 / MANY**0.5  # Kolmogorov, 1 in 100


def test_names_seeds_and_neighbours_are_independent() -> None:
    numbers = standard_normals(1, "x", 0, MANY)
    others = (standard_normals(1, "y", 0, MANY), standard_normals(2, "x", 0, MANY), np.roll(numbers, 1))
    for other in (*others, np.roll(numbers, 2)):
        assert abs(np.corrcoef(numbers, other)[0, 1]) < 4 / MANY**0.5


def test_a_column_does_not_depend_on_what_is_drawn_beside_it() -> None:
    alone, beside = normal_columns(3, ["cl"], 10, 5), normal_columns(3, ["v1", "cl", "q2"], 10, 5)
    assert np.array_equal(alone[:, 0], beside[:, 1])


def test_the_numbers_stay_what_they_are() -> None:
    expected = [-0.9062011763544845, 0.01510217525315907, -1.3166749858630562]
    assert standard_normals(3, "v1", 0, 3) == pytest.approx(expected, rel=1e-12)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(InputRefused):
        standard_normals(-1, "cl", 0, 1)
