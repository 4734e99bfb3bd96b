"""What must hold for any linear system, whatever its rates: physics as properties."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slowdrip.science.pharmacology.linear import Bolus, Floats, Infusion, LinearSystem, Regimen, amounts, concentrations
from slowdrip.science.pharmacology.linear.tests import oracles
from slowdrip.science.pharmacology.linear.tests.strategies import regimens, systems
from slowdrip.science.pharmacology.linear.tests.systems import marched

TIMES = np.array([0.0, 0.25, 5.0, 21.0, 40.0, 63.0, 100.0, 150.0, 200.0, 250.0, 300.0, 399.0, 900.0, 3000.0])
CLOSE = 1e-10
quickly = settings(max_examples=25, deadline=None)


def gives(system: LinearSystem, regimen: Regimen, times: Floats = TIMES) -> Floats:
    """By the march."""
    found: Floats = marched(system, regimen, times)[0]
    return found


def same(one: Floats, other: Floats, of_peak: float = CLOSE) -> bool:
    """Equal within a share of each readout's peak; readouts a millionth of the largest count as that."""
    peak = np.maximum(np.abs(one), np.abs(other)).max(axis=-1, keepdims=True)
    return bool((np.abs(one - other) <= of_peak * np.maximum(peak, 1e-6 * peak.max(initial=0.0))).all())


@given(systems(), regimens())
@settings(max_examples=50, deadline=None)
def test_any_system_agrees_with_the_matrix_exponential(system: LinearSystem, regimen: Regimen) -> None:
    expected = oracles.reading(system) @ oracles.by_expm(system, regimen, TIMES)
    assert same(gives(system, regimen), expected)
    assert same(concentrations(system, regimen, TIMES)[0], expected)


@given(systems(), regimens())
@quickly
def test_mass_balances_at_every_time(system: LinearSystem, regimen: Regimen) -> None:
    total = amounts(system, regimen, TIMES)[0].sum(axis=0)
    into = [
        sum(float(each.rate_ug_per_min) * max(min(t, each.end_min) - each.start_min, 0) for each in regimen.infusions)
        + sum(float(each.amount_ug) for each in regimen.boluses if each.t_min <= t)
        for t in TIMES
    ]
    assert np.abs(total - into).max() <= 1e-10 * max(*into, 1.0)


@given(systems(), regimens(), regimens())
@quickly
def test_two_regimens_together_give_the_sum_of_each(system: LinearSystem, one: Regimen, other: Regimen) -> None:
    assert same(gives(system, one.joined(other)), gives(system, one) + gives(system, other))


@given(systems(), regimens(), st.floats(0.0, 50.0))
@quickly
def test_the_concentration_is_proportional_to_the_dose(system: LinearSystem, regimen: Regimen, factor: float) -> None:
    assert same(gives(system, regimen.scaled(factor)), factor * gives(system, regimen))


@given(systems(), st.lists(st.floats(0.5, 39.5), max_size=4, unique=True))
@quickly
def test_an_infusion_in_pieces_is_the_same_infusion(system: LinearSystem, cuts: list[float]) -> None:
    stops = [0.0, *sorted(cuts), 40.0]
    pieces = tuple(Infusion(one, after, 875.0, "k") for one, after in pairwise(stops))
    assert same(gives(system, Regimen(pieces)), gives(system, Regimen((Infusion(0.0, 40.0, 875.0, "k"),))))


@given(systems(), regimens(), st.integers(-2_000, 20_000))
@quickly
def test_the_clock_may_start_anywhere(system: LinearSystem, regimen: Regimen, by_min: int) -> None:
    assert same(gives(system, regimen.shifted(by_min), TIMES + by_min), gives(system, regimen))


@given(systems())
@quickly
def test_a_bolus_is_the_limit_of_a_short_infusion(system: LinearSystem) -> None:
    later = TIMES[TIMES >= 5.0]
    bolus = gives(system, Regimen(boluses=(Bolus(0.0, 1_000.0, "k"),)), later)
    short = [gives(system, Regimen((Infusion(-d / 2, d / 2, 1_000.0 / d, "k"),)), later) for d in (0.2, 0.02)]
    apart = [np.abs(each - bolus).max() / max(bolus.max(), 1e-30) for each in short]
    assert apart[1] <= max(apart[0] / 50, 1e-9)


@given(systems(), regimens())
@quickly
def test_nothing_is_ever_negative_beyond_rounding(system: LinearSystem, regimen: Regimen) -> None:
    found = gives(system, regimen)
    assert (found >= -1e-11 * found.max(axis=-1, keepdims=True)).all()


@given(systems(), regimens(), st.permutations(range(len(TIMES))))
@quickly
def test_times_are_answered_in_the_order_asked(system: LinearSystem, regimen: Regimen, order: list[int]) -> None:
    assert (gives(system, regimen, TIMES[order]) == gives(system, regimen)[:, order]).all()


@given(systems(), regimens())
@quickly
def test_a_time_asked_alone_is_the_same_as_among_others(system: LinearSystem, regimen: Regimen) -> None:
    even = np.linspace(0.0, 900.0, 61)
    alone = np.concatenate([gives(system, regimen, even[i : i + 1]) for i in range(0, 61, 7)], axis=1)
    assert same(gives(system, regimen, even)[:, ::7], alone)


@given(regimens())
@quickly
def test_with_no_elimination_the_amount_stays(regimen: Regimen) -> None:
    from slowdrip.science.pharmacology.linear import Transfer, concentration_of

    kept = LinearSystem(
        (Transfer("k", "n", 0.1), Transfer("n", "k", 0.1)), (concentration_of("k", volume_l=1.0, site="arterial"),)
    )
    assert amounts(kept, regimen, [5_000.0])[0, -1, 0] == 0.0
    assert amounts(kept, regimen, [5_000.0])[0].sum() == pytest.approx(float(np.sum(regimen.total_ug)), rel=1e-10)
