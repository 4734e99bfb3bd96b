"""The compiled march gives the numbers of the engine, for every shipped model and for systems that are hard."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import model_names, model_set, models
from slowdrip.knowledge.types.models import Kind
from slowdrip.population import concentrations
from slowdrip.science.pharmacology import linear
from slowdrip.science.pharmacology.linear import Bolus, Floats, Infusion, LinearSystem, Regimen
from slowdrip.science.pharmacology.linear.tests.systems import SYSTEMS, first_compartment, spread_times
from slowdrip.science.pharmacology.models import DOSE, ModelSystem, Person, system_of
from slowdrip.science.pharmacology.population import virtual_patients

KINETIC = [name for name in model_names() if models()[name].kind is Kind.KINETICS]
PATIENTS = 150
"""More than one block of the march, and not a whole number of them."""
EVEN, UNEVEN = np.linspace(-10.0, 4000.0, 402), spread_times()
MOST_OF_PEAK = 1e-10


def made(name: str) -> ModelSystem:
    """A shipped model, with its effects where it can drive them, and its virtual patients."""
    shipped = model_set(name)
    ranges, spread = shipped.kinetics.validity, shipped.kinetics.variability
    weight_kg, age_years = (float((ranges[each].low + ranges[each].high) / 2) for each in ("weight", "age"))
    for chosen in (shipped, replace(shipped, effects=())):
        drawn = virtual_patients(chosen, spread[0].name, seed=4, count=PATIENTS).multipliers if spread else {}
        found = system_of(chosen, Person(weight_kg, age_years), multipliers=drawn)
        if isinstance(found, ModelSystem):
            return found
    raise AssertionError(found)


def busy(into: str) -> Regimen:
    """Overlapping infusions, boluses and a later visit; a dose of its own for each patient."""
    own = np.linspace(500.0, 1200.0, PATIENTS)
    return Regimen(
        (Infusion(0.0, 40.0, own, into), Infusion(10.0, 55.5, 100.0, into), Infusion(2880.0, 2920.0, 875.0, into)),
        (Bolus(0.7, 5_000.0, into), Bolus(40.0, own, into)),
    )


def apart(found: Floats, expected: Floats) -> float:
    """The largest difference, as a share of each patient's own peak."""
    peak = np.abs(expected).max(axis=2, keepdims=True)
    return float((np.abs(found - expected) / np.maximum(peak, 1e-300)).max())


@pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
@pytest.mark.parametrize("name", KINETIC)
def test_every_shipped_model_gives_the_numbers_of_the_engine(name: str, times: Floats) -> None:
    model = made(name)
    regimen = model.route(busy(DOSE))
    expected = linear.concentrations(model.system, regimen, times)
    assert expected.max() > 0
    assert apart(concentrations(model.system, regimen, times), expected) <= MOST_OF_PEAK


@pytest.mark.parametrize("name", SYSTEMS)
def test_hard_systems_give_them_too_equal_rates_and_rings_by_the_safe_path(name: str) -> None:
    system = SYSTEMS[name]
    for times in (EVEN, UNEVEN):
        regimen = busy(first_compartment(system))
        expected = linear.concentrations(system, regimen, times)
        assert apart(concentrations(system, regimen, times), expected) <= MOST_OF_PEAK


def test_a_metabolite_that_is_given_itself_has_its_own_terms() -> None:
    system = SYSTEMS["otto"]
    regimen = Regimen((Infusion(0.0, 30.0, 100.0, "norketamine"),), (Bolus(10.0, 2000.0, "ketamine"),))
    expected = linear.concentrations(system, regimen, EVEN)
    assert apart(concentrations(system, regimen, EVEN), expected) <= MOST_OF_PEAK


def test_one_step_after_another_rounds_no_more_than_the_engine_does_over_a_hundred_thousand_times() -> None:
    system: LinearSystem = SYSTEMS["kamp"]
    times = np.arange(0.0, 10_000.0, 0.1)
    regimen = Regimen((Infusion(0.0, 9_000.0, 875.0, "ketamine"),))
    expected = linear.concentrations(system, regimen, times)
    assert apart(concentrations(system, regimen, times), expected) <= MOST_OF_PEAK


def test_times_may_fall_in_any_order_and_repeat() -> None:
    system, times = SYSTEMS["with_effects"], [80.0, 5.0, 40.0, 5.0, -3.0]
    regimen = busy("ketamine")
    expected = linear.concentrations(system, regimen, times)
    found = concentrations(system, regimen, times)
    assert found.shape == expected.shape
    assert apart(found, expected) <= MOST_OF_PEAK


def test_no_regimen_and_no_times_give_what_the_engine_gives() -> None:
    system = SYSTEMS["kamp"]
    assert not concentrations(system, Regimen(), [0.0, 1.0]).any()
    assert concentrations(system, busy("ketamine"), []).shape == (PATIENTS, 1, 0)


def test_a_planted_error_of_a_billionth_is_seen() -> None:
    system, regimen = SYSTEMS["kamp"], busy("ketamine")
    expected = linear.concentrations(system, regimen, EVEN)
    assert apart(concentrations(system, regimen.scaled(1 + 1e-9), EVEN), expected) > MOST_OF_PEAK
