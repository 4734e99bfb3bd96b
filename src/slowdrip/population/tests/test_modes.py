"""The modes of many patients are those of each alone."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set, model_set
from slowdrip.population import Sampled, most_probable_of_many
from slowdrip.science.pharmacology.linear import Bolus, Infusion, InputRefused, Regimen
from slowdrip.science.pharmacology.models import DOSE, Given, Person
from slowdrip.science.pharmacology.updating import BelowLimit, Mode, Observation, Signal, Subject, most_probable

PATIENTS = 40
RNG = np.random.default_rng(7)
WEIGHTS, AGES = RNG.uniform(50.0, 100.0, PATIENTS), RNG.uniform(20.0, 75.0, PATIENTS)


def infused(weight_kg: float, *, over_min: float = 40.0) -> Regimen:
    """Half a milligram for each kilogram."""
    return Regimen((Infusion(0.0, over_min, 500.0 * weight_kg / over_min, DOSE),))


def measured(number: int, *, site: Signal = Signal.VENOUS_NG_PER_ML) -> tuple[Observation, ...]:
    """One to eight samples at times of the patient's own, one of them too early to count."""
    times = np.sort(RNG.uniform(6.0, 300.0, 1 + number % 8))
    samples = [Observation(site, float(t), float(160.0 * np.exp(-t / 150) * RNG.lognormal(0.0, 0.4))) for t in times]
    return (Observation(site, 2.0, 50.0), *samples) if site is Signal.VENOUS_NG_PER_ML else tuple(samples)


def sampled(site: Signal = Signal.VENOUS_NG_PER_ML) -> Sampled:
    """Patients of two schedules."""
    regimens = [infused(weight, over_min=40.0 if number % 3 else 60.0) for number, weight in enumerate(WEIGHTS)]
    samples = [measured(number, site=site) for number in range(PATIENTS)]
    return Sampled(default_set(), Person(WEIGHTS, AGES), regimens, samples)


def limited(many: Sampled, limit_ng_per_ml: float) -> Sampled:
    """The same from a laboratory that says nothing about lower values but that they are lower."""

    def reported(each: Observation) -> Observation:
        return each if each.value >= limit_ng_per_ml else BelowLimit(each.signal, each.t_min, limit_ng_per_ml)

    return replace(many, samples=[tuple(reported(each) for each in own) for own in many.samples])


def alone(many: Sampled, number: int) -> Mode:
    """One of them by the search of one patient, plasma only."""
    models = replace(many.models, effects=())
    person = Person(float(WEIGHTS[number]), float(AGES[number]))
    assert not isinstance(many.regimen, Regimen)
    subject = Subject(models, person, variability=many.variability, given=many.given)
    found = most_probable(subject, many.regimen[number], tuple(many.samples[number]))
    assert isinstance(found, Mode), found
    return found


@pytest.mark.parametrize("site", [Signal.VENOUS_NG_PER_ML, Signal.ARTERIAL_NG_PER_ML])
def test_the_modes_are_those_of_each_patient_alone_to_a_millionth(site: Signal) -> None:
    many = sampled(site)
    found = most_probable_of_many(many, threads=2)
    assert not found.refused
    assert found.converged.all()
    for number in range(PATIENTS):
        one = alone(many, number)
        assert found.coordinates[number] == pytest.approx(one.coordinates, abs=1e-6)
        assert found.cost[number] == pytest.approx(one.cost, rel=1e-6)
        assert found.steps[number] == one.steps


def test_samples_below_a_limit_count_for_many_as_they_do_for_one() -> None:
    many = limited(sampled(), 60.0)
    assert sum(isinstance(each, BelowLimit) for own in many.samples for each in own) > PATIENTS
    found = most_probable_of_many(many, threads=2)
    assert found.converged.all()
    for number in range(PATIENTS):
        assert found.coordinates[number] == pytest.approx(alone(many, number).coordinates, abs=1e-6)


@pytest.mark.parametrize("name", ["simons2022", "otto2021", "perez_ruixo2021"])
def test_other_shipped_models_agree_too(name: str) -> None:
    models = replace(model_set(name), effects=(), link=None)
    kinetics = models.kinetics.kinetics
    assert kinetics is not None
    site = Signal(f"{kinetics.readouts[0].site.value}_ng_per_ml")
    samples = [tuple(Observation(site, t, 150.0 + 3 * n - t / 3) for t in (20.0, 41.0, 90.0)) for n in range(4)]
    regimens = [infused(float(weight)) for weight in WEIGHTS[:4]]
    spread = models.kinetics.variability[0].name
    people = Person(np.clip(WEIGHTS[:4], 60, 80), np.full(4, 30.0))
    many = Sampled(models, people, regimens, samples, spread, Given.S_KETAMINE)
    found = most_probable_of_many(many)
    for number in range(4):
        person = Person(float(np.clip(WEIGHTS[number], 60, 80)), 30.0)
        subject = Subject(models, person, variability=spread, given=Given.S_KETAMINE)
        one = most_probable(subject, regimens[number], samples[number])
        assert isinstance(one, Mode)
        assert found.coordinates[number] == pytest.approx(one.coordinates, abs=1e-6)


def test_one_regimen_with_a_rate_for_each_is_the_same_as_a_regimen_for_each() -> None:
    samples = [measured(number) for number in range(PATIENTS)]
    people = Person(WEIGHTS, AGES)
    one = Regimen((Infusion(0.0, 40.0, 500.0 * WEIGHTS / 40.0, DOSE),))
    each = [infused(float(weight)) for weight in WEIGHTS]
    together = most_probable_of_many(Sampled(default_set(), people, one, samples))
    apart = most_probable_of_many(Sampled(default_set(), people, each, samples))
    assert together.coordinates == pytest.approx(apart.coordinates, abs=1e-12)
    assert set(together.factors) >= {"cl", "v1"}


def test_a_patient_outside_the_range_is_refused_and_the_others_are_not() -> None:
    weights = WEIGHTS.copy()
    weights[3] = 400.0
    samples = [measured(number) for number in range(PATIENTS)]
    found = most_probable_of_many(
        Sampled(default_set(), Person(weights, AGES), [infused(float(each)) for each in weights], samples)
    )
    assert {number: each.code for number, each in found.refused.items()} == {3: "weight_above_range"}
    assert np.isnan(found.coordinates[3]).all()
    assert np.isfinite(np.delete(found.coordinates, 3, axis=0)).all()


def test_a_patient_without_samples_keeps_what_was_believed_before() -> None:
    found = most_probable_of_many(Sampled(default_set(), Person(70.0, 40.0), infused(70.0), [(), measured(3)]))
    assert found.counted.tolist() == [0, 4]
    assert found.factors["cl"][0] == pytest.approx(1.0)
    assert found.factors["cl"][1] != pytest.approx(1.0)


def test_what_is_no_concentration_or_does_not_fit_is_refused() -> None:
    pressure = (Observation(Signal.SBP_MMHG, 10.0, 130.0),)
    with pytest.raises(InputRefused, match="not_a_concentration"):
        Sampled(default_set(), Person(70.0, 40.0), infused(70.0), [pressure])
    with pytest.raises(InputRefused, match="patients_differ"):
        Sampled(default_set(), Person(WEIGHTS, AGES), infused(70.0), [measured(1)])
    bolus = Regimen(boluses=(Bolus(0.0, 1000.0, DOSE),))
    found = most_probable_of_many(Sampled(default_set(), Person(70.0, 40.0), bolus, [measured(1)]))
    assert found.refused[0].code == "bolus_outside_range"


def of_weights(*weights_kg: float) -> Sampled:
    """One sample of each, higher in the heavier."""
    taken = [(Observation(Signal.VENOUS_NG_PER_ML, 40.0, 100.0 + each),) for each in weights_kg]
    ages = np.full(len(weights_kg), 40.0)
    return Sampled(default_set(), Person(np.array(weights_kg), ages), [infused(each) for each in weights_kg], taken)


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_somebody_outside_the_range_spoils_nobody_elses_search_in_whatever_place(odd: int) -> None:
    weights = [70.0, 82.0]
    weights.insert(odd, 400.0)
    found, without = most_probable_of_many(of_weights(*weights)), most_probable_of_many(of_weights(70.0, 82.0))
    assert set(found.refused) == {odd}
    assert np.delete(found.counted, odd).tolist() == without.counted.tolist() == [1, 1]
    assert np.delete(found.factors["cl"], odd) == pytest.approx(without.factors["cl"], abs=1e-9)
