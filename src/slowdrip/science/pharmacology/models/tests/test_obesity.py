"""Heavy people: three weight assumptions, and the range between them is never hidden."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.interactions import default_interactions, entries_of
from slowdrip.science.pharmacology.models import (
    ConcentrationRange,
    NoPrediction,
    Person,
    Prediction,
    clearance_multiplier,
    concentration_range,
    predict,
)
from slowdrip.science.pharmacology.models.tests.cases import HALF_MG_PER_KG, SEVENTY, alone, given_over

KAMP = alone("kamp2020")


def at_forty(weight_kg: float, dose_mg: float) -> ConcentrationRange:
    answer = concentration_range(
        KAMP, Person(weight_kg, 40.0), given_over(dose_mg, 40.0), [40.0], ideal_weight_kg=70.0, readout="ketamine"
    )
    assert isinstance(answer, ConcentrationRange)
    return answer


@pytest.mark.parametrize(("weight_kg", "expected"), [(70.0, 253), (90.0, 263), (120.0, 276), (150.0, 286)])
def test_half_a_milligram_per_kilogram_of_total_weight_rises_slowly(weight_kg: float, expected: float) -> None:
    found = at_forty(weight_kg, weight_kg / 2).by_assumption["total_weight"][0, 0]
    assert found == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize(("weight_kg", "expected"), [(70.0, 253), (90.0, 205), (120.0, 161), (150.0, 133)])
def test_half_a_milligram_per_kilogram_of_ideal_weight_falls(weight_kg: float, expected: float) -> None:
    assert at_forty(weight_kg, 35.0).by_assumption["total_weight"][0, 0] == pytest.approx(expected, abs=0.6)


def test_without_a_weight_effect_the_heaviest_gets_twice_as_much() -> None:
    found = at_forty(150.0, 75.0)
    assert found.by_assumption["no_weight_effect"][0, 0] == pytest.approx(542, abs=1)
    assert found.high_ng_per_ml[0, 0] == pytest.approx(542, abs=1)
    assert found.low_ng_per_ml[0, 0] == pytest.approx(286, abs=1)
    assert found.site == "arterial"


def test_at_the_reference_weight_there_is_no_range() -> None:
    found = at_forty(70.0, 35.0)
    assert found.high_ng_per_ml == pytest.approx(found.low_ng_per_ml)


def test_no_assumption_widens_where_a_model_holds() -> None:
    answer = concentration_range(
        KAMP, Person(200.0, 40.0), given_over(35.0, 40.0), [40.0], ideal_weight_kg=70.0, readout="ketamine"
    )
    assert isinstance(answer, NoPrediction)
    assert answer.code == "weight_above_range"


def test_rifampicin_lowers_an_iv_dose_by_what_was_published_and_no_more() -> None:
    table = default_interactions()
    factor = clearance_multiplier(table, ["rifampicin"])
    assert factor == pytest.approx(1.13)
    answer = predict(KAMP, SEVENTY, HALF_MG_PER_KG, np.array([40.0]), multipliers={"cl": factor})
    assert isinstance(answer, Prediction)
    assert 0.95 < answer.of("ketamine")[0, 0] / 253.1 < 1.0


def test_medicines_by_mouth_change_no_iv_clearance() -> None:
    table = default_interactions()
    taken = ["clarithromycin", "grapefruit", "st_johns_wort", "ticlopidine"]
    assert clearance_multiplier(table, taken) == 1.0
    assert {each.alert.value for each in entries_of(table, taken)} == {"higher_by_mouth_only", "lower_by_mouth_only"}


def test_several_medicines_together_stay_below_the_limit() -> None:
    table = default_interactions()
    strong = next(each for each in table.interactions if each.name == "rifampicin_iv")
    twice = replace(table, interactions=(strong, replace(strong, name="again")))
    assert clearance_multiplier(twice, ["rifampicin"]) == pytest.approx(1.15)
