"""Nearly equal rates: seen, sent another way, and still exact; and what happens when they are not seen."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import (
    EffectSite,
    Floats,
    LinearSystem,
    Transfer,
    concentration_of,
    concentrations,
    effect_of,
    eliminated,
    mammillary,
    response,
)
from slowdrip.science.pharmacology.linear.assembly import Chunk, assembled
from slowdrip.science.pharmacology.linear.response import response_of
from slowdrip.science.pharmacology.linear.tests import oracles
from slowdrip.science.pharmacology.linear.tests.systems import SYSTEMS, forty_minutes, kamp
from slowdrip.science.pharmacology.linear.tests.test_exactness import assert_close

TIMES = np.concatenate((np.linspace(0.0, 80.0, 41), [100.0, 137.0, 500.0]))
APART = (0.0, 1e-15, 1e-12, 1e-9, 1e-7, 1e-5, 1e-4, 1e-3, 1e-2, 0.1)


def kamp_rates() -> Floats:
    found = response_of(assembled(kamp(), ("ketamine",), Chunk(0, 1)))
    assert found is not None
    return found.rates[:3, 0]


def effect_near(rate_per_min: float) -> LinearSystem:
    """Kamp 2020 with an effect site whose rate is nearly a rate of the parent, one patient per distance."""
    ke0 = rate_per_min * (1 + np.array(APART))
    site = EffectSite("brain", "ketamine", 25.0, ke0)
    return LinearSystem(kamp().transfers, (*kamp().readouts, effect_of(site)), (site,))


def worst_error(system: LinearSystem) -> float:
    """The largest error over patients, of the peak."""
    into = system.compartments[0]
    found = concentrations(system, forty_minutes(into), TIMES)
    worst = 0.0
    for patient in range(len(found)):
        states = oracles.by_decimal(system, forty_minutes(into), TIMES[::10], patient)
        expected = oracles.reading(system, patient) @ states
        off = np.abs(found[patient][:, ::10] - expected) / expected.max(axis=-1, keepdims=True)
        worst = max(worst, float(np.nan_to_num(off, nan=np.inf).max()))
    return worst


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_effect_site_as_fast_as_a_mode_is_exact(number: int) -> None:
    assert worst_error(effect_near(float(kamp_rates()[number]))) < 1e-10


def test_patients_near_a_mode_go_the_safe_path_and_the_others_do_not() -> None:
    found = response_of(assembled(effect_near(float(kamp_rates()[1])), ("ketamine",), Chunk(0, len(APART))))
    assert found is not None
    sent = found.unsafe.tolist()
    assert sent == sorted(sent, reverse=True)
    assert all(sent[: APART.index(1e-5)])
    assert not any(sent[APART.index(1e-2) :])


def test_planted_blindness_for_cancellation_loses_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "MOST_CANCELLATION", 1e12)
    assert worst_error(effect_near(float(kamp_rates()[1]))) > 1e-10


def nearly_double() -> LinearSystem:
    """A peripheral that exchanges next to nothing and is left as fast as the rest is: two rates meet in a block."""
    hardly, as_fast_per_min = 1e-9, (0.17 + np.sqrt(0.13**2 + 4 * 0.05 * 0.02)) / 2
    return LinearSystem(
        (
            Transfer("k", None, 0.1),
            Transfer("k", "k.2", hardly),
            Transfer("k.2", "k", hardly),
            Transfer("k.2", None, as_fast_per_min),
            Transfer("k", "k.3", 0.05),
            Transfer("k.3", "k", 0.02),
        ),
        (concentration_of("k", volume_l=1.0, site="x"), concentration_of("k.2", volume_l=1.0, site="x")),
    )


def test_rates_that_meet_inside_a_block_are_exact() -> None:
    assert worst_error(nearly_double()) < 1e-10


@pytest.mark.parametrize("spread", [0.0, 1e-14, 1e-9, 1e-4])
def test_equal_peripherals_are_exact(spread: float) -> None:
    volumes, exchange = (25.0, 56.0, 56.0 * (1 + spread)), (2.0, 2.0)
    transfers = mammillary("k", volumes_l=volumes, exchange_l_per_min=exchange)
    readouts = (concentration_of("k", volume_l=25.0, site="arterial"),)
    assert worst_error(LinearSystem((*transfers, Transfer("k", None, 0.05)), readouts)) < 1e-10


def pair() -> LinearSystem:
    """Two compartments alike that hardly exchange: the second one's curve is the small difference of two modes."""
    return LinearSystem(
        (Transfer("a", "b", 1e-9), Transfer("b", "a", 1e-9), Transfer("a", None, 0.1), Transfer("b", None, 0.1)),
        (concentration_of("b", volume_l=1.0, site="x"),),
    )


def test_two_alike_that_hardly_exchange_are_exact() -> None:
    assert worst_error(pair()) < 1e-10


def test_a_trace_of_a_metabolite_is_exact_too() -> None:
    """A millionth becomes metabolite; what cancels is compared with that, not with the dose."""
    rate = float(kamp_rates()[2])
    making = Transfer("ketamine", "norketamine", 1e-8)
    leaving = Transfer("norketamine", None, rate * (1 + np.array(APART)))
    readouts = (*kamp().readouts, concentration_of("norketamine", volume_l=100.0, site="venous"))
    assert worst_error(LinearSystem((*kamp().transfers, making, leaving), readouts)) < 1e-10


def test_planted_blindness_for_double_rates_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "MOST_CANCELLATION", 1e12)
    assert worst_error(pair()) > 1e-10


@pytest.mark.parametrize("clearance", [0.0, 1e-12, 1e-6])
def test_without_elimination_nothing_is_lost(clearance: float) -> None:
    transfers = (
        *mammillary("k", volumes_l=(25.0, 56.0, 157.0), exchange_l_per_min=(2.7, 1.3)),
        eliminated("k", clearance_l_per_min=clearance, volume_l=25.0),
    )
    assert worst_error(LinearSystem(transfers, (concentration_of("k", volume_l=25.0, site="arterial"),))) < 1e-10


def test_a_ring_and_equal_stages_have_no_modes_here() -> None:
    assert response_of(assembled(SYSTEMS["ring"], ("a",), Chunk(0, 1))) is None
    stages = response_of(assembled(SYSTEMS["simons"], ("k",), Chunk(0, 1)))
    assert stages is not None
    assert stages.unsafe.all()


def test_modes_and_safe_path_agree_where_both_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    system = SYSTEMS["with_effects"]
    by_modes = concentrations(system, forty_minutes("ketamine"), TIMES)[0]
    monkeypatch.setattr(response, "MOST_CANCELLATION", 0.0)
    assert_close(concentrations(system, forty_minutes("ketamine"), TIMES)[0], by_modes, 1e-11)
