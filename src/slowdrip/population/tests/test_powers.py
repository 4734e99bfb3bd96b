"""A system as powers of its parameters: proved each time, refused where it is none."""

import numpy as np
import pytest

from slowdrip.population.frame import frame_of
from slowdrip.population.powers import Described
from slowdrip.population.tests.cohort_cast import cohort
from slowdrip.science.pharmacology.linear import InputRefused


def described(*parameters: str) -> Described:
    """The systems of a small cohort."""
    sampled, _, _ = cohort(3, cl=1.0, v1=1.0)
    (group,) = sampled.groups(3)
    return Described(frame_of(sampled), group, parameters)


def test_clearance_divides_by_volume() -> None:
    (block,) = described("cl", "v1").blocks()
    powers = [each.powers.tolist() for each in block.leaving[block.enters]]
    assert [1.0, -1.0] in powers


def test_a_planted_sum_of_parameters_is_refused() -> None:
    systems = described("cl", "v1")
    sums = [np.full(3, 1.0 + np.exp(step)) for step in (0.0, 1.0, 0.0, 0.3)]
    with pytest.raises(InputRefused, match="not_a_power"):
        systems.power(sums)
