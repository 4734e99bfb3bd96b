"""Many virtual patients in one system are each the same as alone; spreads are those of the papers."""

import math

import numpy as np
import pytest

from slowdrip.knowledge.models import model, model_names
from slowdrip.knowledge.types.model_parts import Site
from slowdrip.science.pharmacology.models import (
    NoPrediction,
    Person,
    Prediction,
    predict,
    predicted,
    residual_of,
    spreads_of,
    system_of,
)
from slowdrip.science.pharmacology.models.tests.cases import (
    CONSTANTS,
    HALF_MG_PER_KG,
    SEVENTY,
    TWIN,
    alone,
    answered,
    refused,
)

FACTORS = {"cl": np.array([0.8, 1.0, 1.3]), "v1": np.array([1.5, 1.0, 0.7])}


def test_each_of_many_is_the_same_as_alone() -> None:
    together = predict(TWIN, SEVENTY, HALF_MG_PER_KG, [20.0, 40.0, 80.0], multipliers=FACTORS)
    assert isinstance(together, Prediction)
    for number in range(3):
        own = {name: float(factors[number]) for name, factors in FACTORS.items()}
        single = predict(TWIN, SEVENTY, HALF_MG_PER_KG, [20.0, 40.0, 80.0], multipliers=own)
        assert isinstance(single, Prediction)
        np.testing.assert_allclose(together.conc_ng_per_ml[number], single.conc_ng_per_ml[0], rtol=1e-9)


def test_weights_and_ages_may_be_arrays_too() -> None:
    people = Person(np.array([60.0, 70.0]), np.array([80.0, 40.0]))
    answer = predict(alone("kamp2020"), people, HALF_MG_PER_KG, [40.0])
    assert isinstance(answer, Prediction)
    assert answer.of("ketamine")[1, 0] == pytest.approx(answered(alone("kamp2020"), [40.0]).of("ketamine")[0, 0])
    assert answer.of("ketamine")[0, 0] > answer.of("ketamine")[1, 0]


def test_an_effect_has_multipliers_of_its_own() -> None:
    slow = {"olofsen2022.half_life": np.array([1.0, 2.0])}
    answer = predict(TWIN, SEVENTY, HALF_MG_PER_KG, [20.0], multipliers=slow)
    assert isinstance(answer, Prediction)
    felt = answer.of("s_ketamine_effect.olofsen2022.half_life")[:, 0]
    assert felt[1] < felt[0]


@pytest.mark.parametrize(
    ("name", "low", "high", "cv_percent"), [("healthy", 222, 284, 7.5), ("clinic", 203, 303, 12.2)]
)
def test_the_spread_at_forty_minutes_is_the_derived_one(name: str, low: float, high: float, cv_percent: float) -> None:
    spreads = spreads_of(model("kamp2020").variability_of(name))
    drawn = np.random.default_rng(20).multivariate_normal(np.zeros(len(spreads.names)), spreads.omega, size=20_000)
    factors = {each: np.exp(drawn[:, number]) for number, each in enumerate(spreads.names)}
    answer = predict(alone("kamp2020"), SEVENTY, HALF_MG_PER_KG, [40.0], multipliers=factors)
    assert isinstance(answer, Prediction)
    conc = answer.of("ketamine")[:, 0]
    assert np.percentile(conc, [5, 95]) == pytest.approx([low, high], rel=0.015)
    assert 100 * conc.std() / conc.mean() == pytest.approx(cv_percent, abs=0.5)


def test_a_published_correlation_is_kept() -> None:
    spreads = spreads_of(model("otto2021").variability_of("healthy"))
    row, column = spreads.names.index("v1"), spreads.names.index("cl")
    assert spreads.omega[row, column] == spreads.omega[column, row] == pytest.approx(0.02261)
    assert math.sqrt(spreads.omega[row, row]) == pytest.approx(0.29, abs=0.005)
    assert math.sqrt(spreads.omega[column, column]) == pytest.approx(0.16, abs=0.005)


@pytest.mark.parametrize("name", model_names())
def test_every_set_of_spreads_can_be_drawn_from(name: str) -> None:
    for each in model(name).variability:
        spreads = spreads_of(each)
        assert np.all(np.linalg.eigvalsh(spreads.omega) > 0)
        assert np.all(np.linalg.eigvalsh(spreads.occasion_omega) > 0)


def test_a_cv_becomes_the_variance_of_the_logarithm() -> None:
    spreads = spreads_of(model("kamp2020").variability_of("clinic"))
    assert spreads.omega[0, 0] == pytest.approx(math.log(1 + 0.27**2))
    assert spreads.occasion_names == ("cl", "v1")


def test_steepness_is_drawn_between_one_and_two() -> None:
    low, high = spreads_of(model("olofsen2022").variability_of("population")).uniform_factors["gamma"]
    typical = float(model("olofsen2022").value("gamma"))
    assert (low * typical, high * typical) == pytest.approx((1.0, 2.0))


def test_a_sample_errs_as_its_site_says() -> None:
    artery, vein = (residual_of(model("kamp2020"), "ketamine", site, constants=CONSTANTS) for site in list(Site)[:2])
    assert artery is not None
    assert vein is not None
    assert (artery.proportional, vein.proportional) == (0.1095, 0.236)
    assert residual_of(model("kamp2020"), "ketamine", Site.EFFECT, constants=CONSTANTS) is None
    both = residual_of(model("simons2022"), "norketamine", Site.ARTERIAL, constants=CONSTANTS)
    assert both is not None
    assert both.additive_ng_per_ml == pytest.approx(0.058 * 223.70)
    logged = residual_of(model("perez_ruixo2021"), "ketamine", Site.VENOUS, constants=CONSTANTS)
    assert logged is not None
    assert logged.log == 0.276


def test_no_array_hides_a_refusal() -> None:
    assert refused(TWIN, Person(np.array([70.0, np.nan]), 40.0)) == "weight_not_a_number"
    assert not isinstance(predict(TWIN, SEVENTY, HALF_MG_PER_KG, [40.0]), NoPrediction)


def test_fewer_readouts_are_the_same_numbers() -> None:
    made = system_of(TWIN, SEVENTY)
    assert not isinstance(made, NoPrediction)
    names = ("ketamine_venous", "s_ketamine")
    some = predicted(made.reading(names), HALF_MG_PER_KG, [40.0])
    assert some.names == names
    assert some.of("ketamine_venous")[0, 0] == pytest.approx(
        answered(TWIN, [40.0]).of("ketamine_venous")[0, 0], rel=1e-12
    )
    assert some.site_of("ketamine_venous") == "venous"
