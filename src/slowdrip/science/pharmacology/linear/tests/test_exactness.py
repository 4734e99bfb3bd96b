"""The engine gives what matrix exponentials and ODE solvers give."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import (
    Bolus,
    Floats,
    Infusion,
    LinearSystem,
    Regimen,
    amounts,
    concentrations,
)
from slowdrip.science.pharmacology.linear.tests import oracles
from slowdrip.science.pharmacology.linear.tests.systems import (
    SYSTEMS,
    first_compartment,
    forty_minutes,
    marched,
    spread_times,
)

TIMES = spread_times()
FEW = TIMES[::6]


def busy(system: LinearSystem) -> Regimen:
    """Overlapping infusions, boluses and a second visit."""
    into, last = first_compartment(system), system.compartments[-1]
    return Regimen(
        (Infusion(0, 40, 875.0, into), Infusion(10, 55.5, 100.0, into), Infusion(2880, 2920, 875.0, into)),
        (Bolus(0.7, 5_000.0, into), Bolus(77.0, 300.0, last), Bolus(40.0, 1.0, into)),
    )


def assert_close(found: Floats, expected: Floats, of_peak: float) -> None:
    """Within a share of each row's own peak."""
    peak = np.abs(expected).max(axis=-1, keepdims=True)
    assert (np.abs(found - expected) <= of_peak * np.maximum(peak, 1e-300)).all(), np.max(
        np.abs(found - expected) / np.maximum(peak, 1e-300)
    )


@pytest.mark.parametrize("name", SYSTEMS)
def test_concentrations_agree_with_fifty_digits(name: str) -> None:
    system = SYSTEMS[name]
    expected = oracles.reading(system) @ oracles.by_decimal(system, busy(system), FEW)
    assert_close(concentrations(system, busy(system), FEW)[0], expected, 1e-10)


@pytest.mark.parametrize("name", SYSTEMS)
def test_concentrations_agree_with_the_matrix_exponential_at_every_time(name: str) -> None:
    system = SYSTEMS[name]
    expected = oracles.reading(system) @ oracles.by_expm(system, busy(system), TIMES)
    assert_close(concentrations(system, busy(system), TIMES)[0], expected, 1e-10)
    assert_close(marched(system, busy(system), TIMES)[0], expected, 1e-10)


@pytest.mark.parametrize("name", SYSTEMS)
def test_amounts_agree_with_the_matrix_exponential(name: str) -> None:
    system = SYSTEMS[name]
    states = oracles.by_expm(system, busy(system), TIMES)
    expected = states[[*range(len(system.compartments)), -1]]
    assert_close(amounts(system, busy(system), TIMES)[0], expected, 1e-10)


@pytest.mark.parametrize("method", ["DOP853", "Radau"])
@pytest.mark.parametrize("name", ["otto", "with_effects"])
def test_concentrations_agree_with_an_ode_solver(name: str, method: str) -> None:
    system, times = SYSTEMS[name], TIMES[1:24]
    regimen = forty_minutes(first_compartment(system))
    expected = oracles.reading(system) @ oracles.by_ode(system, regimen, times, method)
    assert_close(concentrations(system, regimen, times)[0], expected, 1e-8)


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_was_given_is_somewhere(name: str) -> None:
    system = SYSTEMS[name]
    whole = busy(system).joined(Regimen(boluses=(Bolus(5_000.0, 1.0, first_compartment(system)),)))
    total = amounts(system, whole, [5_000.0])[0].sum()
    assert total == pytest.approx(whole.total_ug, rel=1e-10)
