"""Outside a model's range there is a code and no number."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import Bolus, Infusion, InputRefused, Regimen
from slowdrip.science.pharmacology.models import DOSE, NoPrediction, Person, Prediction, predict, system_of
from slowdrip.science.pharmacology.models.tests.cases import HALF_MG_PER_KG, SEVENTY, TWIN, alone, given_over, refused

KAMP = alone("kamp2020")


@pytest.mark.parametrize(("weight_kg", "code"), [(39.9, "weight_below_range"), (150.1, "weight_above_range")])
def test_a_weight_outside_is_refused(weight_kg: float, code: str) -> None:
    assert refused(KAMP, Person(weight_kg, 40.0)) == code


@pytest.mark.parametrize("weight_kg", [40.0, 150.0])
def test_the_ends_of_a_range_belong_to_it(weight_kg: float) -> None:
    answer = predict(KAMP, Person(weight_kg, 40.0), given_over(weight_kg / 2, 40.0), [40.0])
    assert isinstance(answer, Prediction)


@pytest.mark.parametrize(
    ("age_years", "code"), [(17.9, "age_below_range"), (86.1, "age_above_range"), (None, "age_missing")]
)
def test_an_age_outside_or_unknown_is_refused(age_years: float | None, code: str) -> None:
    assert refused(KAMP, Person(70.0, age_years)) == code


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_weight_that_is_no_number_is_refused(value: float) -> None:
    assert refused(KAMP, Person(value, 40.0)) == "weight_not_a_number"


@pytest.mark.parametrize(
    ("regimen", "code"),
    [
        (given_over(141.0, 180.0), "dose_above_range"),
        (given_over(35.0, 181.0), "duration_above_range"),
        (given_over(35.0, 14.0), "rate_above_range"),
        (Regimen(boluses=(Bolus(0.0, 35_000.0, into=DOSE),)), "bolus_outside_range"),
    ],
)
def test_a_dose_outside_is_refused(regimen: Regimen, code: str) -> None:
    assert refused(KAMP, SEVENTY, regimen) == code


@pytest.mark.parametrize("weight_kg", [49.0, 70.0, 83.3, 101.7])
def test_the_largest_dose_and_the_longest_time_are_inside_whatever_their_last_digits(weight_kg: float) -> None:
    answer = predict(KAMP, Person(weight_kg, 86.0), given_over(2.0 * weight_kg, 180.0), [40.0])
    assert isinstance(answer, Prediction)
    answer = predict(KAMP, Person(weight_kg, 18.0), given_over(2.0 * weight_kg, 60.0), [40.0])
    assert isinstance(answer, Prediction)


def test_a_refusal_names_the_number_and_the_range() -> None:
    answer = system_of(KAMP, Person(160.0, 40.0))
    assert isinstance(answer, NoPrediction)
    assert answer.params == {"model": "kamp2020", "value": 160.0, "low": 40.0, "high": 150.0, "unit": "kg"}


def test_one_virtual_patient_outside_refuses_all() -> None:
    answer = system_of(KAMP, Person(np.array([70.0, 80.0, 151.0]), 40.0))
    assert isinstance(answer, NoPrediction)
    assert answer.code == "weight_above_range"


def test_a_model_of_s_ketamine_counts_half_of_a_racemic_dose() -> None:
    assert isinstance(predict(alone("otto2021"), SEVENTY, given_over(139.0, 180.0), [40.0]), Prediction)
    assert refused(alone("otto2021"), SEVENTY, given_over(141.0, 180.0)) == "dose_above_range"


def test_six_visits_are_six_doses_and_not_one() -> None:
    series = Regimen(
        tuple(Infusion(day * 1440.0, day * 1440.0 + 40.0, 875.0, into=DOSE) for day in (0, 2, 4, 7, 9, 11))
    )
    answer = predict(KAMP, SEVENTY, series, [40.0, 11 * 1440.0 + 40.0])
    assert isinstance(answer, Prediction)
    first, last = answer.of("ketamine")[0]
    assert last == pytest.approx(first, rel=1e-4)


def test_a_pause_in_the_same_visit_counts_as_one_dose() -> None:
    paused = Regimen((Infusion(0.0, 60.0, 1_200.0, into=DOSE), Infusion(100.0, 160.0, 1_200.0, into=DOSE)))
    assert refused(KAMP, SEVENTY, paused) == "dose_above_range"


def test_rates_that_overlap_add_up() -> None:
    doubled = Regimen((Infusion(0.0, 40.0, 1_200.0, into=DOSE), Infusion(10.0, 40.0, 1_200.0, into=DOSE)))
    assert refused(KAMP, SEVENTY, doubled) == "rate_above_range"


def test_hydroxynorketamine_gives_its_shape_and_never_its_number() -> None:
    answer = predict(alone("simons2022"), SEVENTY, HALF_MG_PER_KG, [40.0, 230.0, 480.0])
    assert isinstance(answer, Prediction)
    with pytest.raises(InputRefused, match="qualitative_only"):
        answer.of("s_hydroxynorketamine")
    shape = answer.shape_of("s_hydroxynorketamine")[0]
    assert shape.max() == 1.0
    assert shape[1] > 0.9
    assert answer.band_percent("s_norketamine") == 40
    assert answer.band_percent("s_ketamine") is None


@pytest.mark.parametrize(("name", "factor"), [("cli", 1.1), ("cl", 0.0), ("cl", -1.0), ("cl", float("nan"))])
def test_a_multiplier_of_nothing_or_below_zero_is_refused(name: str, factor: float) -> None:
    with pytest.raises(InputRefused):
        system_of(KAMP, SEVENTY, multipliers={name: factor})


def test_a_multiplier_of_a_model_that_is_not_in_the_set_is_refused() -> None:
    with pytest.raises(InputRefused):
        system_of(KAMP, SEVENTY, multipliers={"olofsen2022.half_life": 1.1})


def test_planted_fault_without_its_ranges_a_model_would_predict_for_anybody() -> None:
    boundless = replace(KAMP, kinetics=replace(KAMP.kinetics, validity={}))
    assert isinstance(predict(boundless, Person(400.0, 40.0), HALF_MG_PER_KG, [40.0]), Prediction)
    with pytest.raises(AssertionError):
        refused(boundless, Person(400.0, 40.0))


def test_a_set_without_kinetics_gives_no_prediction() -> None:
    answer = system_of(replace(TWIN, kinetics=TWIN.effects[0]), SEVENTY)
    assert isinstance(answer, NoPrediction)
    assert answer.code == "not_kinetics"
