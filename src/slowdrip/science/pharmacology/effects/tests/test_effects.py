"""Effects: the points they were published or calibrated at, when they peak, and how fast they are gone."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import model
from slowdrip.science.pharmacology.effects import (
    Baseline,
    cadss_points,
    circulation_change,
    curve_values,
    dissociation_fraction,
    hr_change_percent,
    map_change_percent,
)
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.models import Given, NoPrediction, Person, Prediction, predict
from slowdrip.science.pharmacology.models.tests.cases import CONSTANTS, HALF_MG_PER_KG, SEVENTY, TWIN, answered

OLOFSEN, HEMODYNAMICS = model("olofsen2022"), model("hemodynamics")
S_FELT, TOTAL_FELT = "s_ketamine_effect.olofsen2022.half_life", "ketamine_effect.hemodynamics.half_life"
TIMES = np.arange(0.0, 240.25, 0.25)
LANGSJO_S = 1959.0


def dissociation(gamma: float = 1.5, t_min: Floats = TIMES) -> Floats:
    conc = answered(TWIN, t_min).of(S_FELT)[0]
    found = dissociation_fraction(OLOFSEN, conc, constants=CONSTANTS, multipliers={"gamma": gamma / 1.5})
    assert not isinstance(found, NoPrediction)
    return found


def mean_pressure(t_min: Floats = TIMES) -> Floats:
    found = map_change_percent(HEMODYNAMICS, answered(TWIN, t_min).of(TOTAL_FELT)[0], constants=CONSTANTS)
    assert not isinstance(found, NoPrediction)
    return found


def after(curve: Floats, t_min: float) -> float:
    return float(curve[int(t_min * 4)] / curve.max())


@pytest.mark.parametrize("gamma", [1.0, 1.5, 2.0])
def test_half_of_the_effect_is_at_c50_whatever_the_steepness(gamma: float) -> None:
    conc = 0.51 * 237.73
    found = dissociation_fraction(OLOFSEN, conc, constants=CONSTANTS, multipliers={"gamma": gamma / 1.5})
    assert found == pytest.approx(0.5)


@pytest.mark.parametrize("gamma", [1.0, 1.5, 2.0])
def test_dissociation_peaks_between_41_and_42_minutes(gamma: float) -> None:
    assert 41.0 <= TIMES[dissociation(gamma).argmax()] <= 42.0


@pytest.mark.parametrize(("gamma", "left_percent"), [(1.0, 40), (1.5, 22), (2.0, 12)])
def test_what_is_left_at_two_hours_hangs_on_the_steepness(gamma: float, left_percent: float) -> None:
    assert 100 * after(dissociation(gamma), 120) == pytest.approx(left_percent, abs=1.5)


def test_the_middle_steepness_leaves_two_fifths_at_eighty_minutes() -> None:
    assert after(dissociation(), 80) == pytest.approx(0.40, abs=0.005)


@pytest.mark.parametrize(
    ("gamma", "expected"),
    [(1.0, [0.20, 0.35, 0.42, 0.47, 0.36, 0.27, 0.19]), (2.0, [0.06, 0.22, 0.35, 0.44, 0.25, 0.13, 0.05])],
)
def test_the_course_of_dissociation_is_the_derived_one(gamma: float, expected: list[float]) -> None:
    times = np.array([10.0, 20.0, 30.0, 40.0, 60.0, 80.0, 120.0])
    # The derived course took half of the racemate for S-ketamine; followed by itself it is cleared a little faster.
    assert dissociation(gamma, times) == pytest.approx(expected, abs=0.015)


def test_ratings_rise_in_a_straight_line_over_bowdles_range() -> None:
    racemic = np.array([50.0, 100.0, 150.0, 200.0])
    for gamma in (1.0, 1.5, 2.0):
        found = dissociation_fraction(OLOFSEN, racemic / 2, constants=CONSTANTS, multipliers={"gamma": gamma / 1.5})
        assert not isinstance(found, NoPrediction)
        assert np.corrcoef(racemic, found)[0, 1] > 0.97


def test_the_scale_meets_the_published_mean_at_the_peak() -> None:
    assert cadss_points(OLOFSEN, dissociation()).max() == pytest.approx(7.7, abs=0.1)
    scales = np.array([0.5, 2.0])
    points = cadss_points(OLOFSEN, np.array([[0.2, 0.4], [0.2, 0.4]]), multipliers={"scale_cadss": scales})
    assert points[1] == pytest.approx(4 * points[0])


def test_pressure_and_heart_rate_hold_both_calibration_points() -> None:
    racemic = LANGSJO_S * float(HEMODYNAMICS.value("s_in_racemate"))
    assert racemic == 3918.0
    assert map_change_percent(HEMODYNAMICS, racemic, constants=CONSTANTS) == pytest.approx(27.4, abs=0.05)
    assert hr_change_percent(HEMODYNAMICS, racemic, constants=CONSTANTS) == pytest.approx(43.1, abs=0.05)
    assert mean_pressure(np.array([40.0]))[0] == pytest.approx(11, abs=0.5)
    rate = hr_change_percent(HEMODYNAMICS, answered(TWIN, [40.0]).of(TOTAL_FELT)[0], constants=CONSTANTS)
    assert not isinstance(rate, NoPrediction)
    assert rate[0] == pytest.approx(6, abs=0.1)


def test_planted_fault_s_ketamine_not_doubled_loses_the_calibration() -> None:
    assert hr_change_percent(HEMODYNAMICS, LANGSJO_S, constants=CONSTANTS) != pytest.approx(43.1, abs=1)


def test_pressure_peaks_as_the_pump_stops_and_a_fifth_is_left_at_eighty_minutes() -> None:
    curve = mean_pressure()
    assert 40.0 <= TIMES[curve.argmax()] <= 42.0
    assert after(curve, 80) == pytest.approx(0.21, abs=0.005)
    assert curve[90 * 4] < 2.0


def test_the_slower_form_without_steepness_would_leave_half() -> None:
    conc = answered(TWIN, TIMES).of(TOTAL_FELT)[0]
    values = replace(curve_values(HEMODYNAMICS, "map", constants=CONSTANTS), e_max=30.0, c50_ng_per_ml=375.0, gamma=1.0)
    assert after(values.at(conc), 80) == pytest.approx(0.49, abs=0.01)


def test_the_rise_of_all_four_is_over_ones_own_baseline() -> None:
    conc = answered(TWIN, [40.0]).of(TOTAL_FELT)
    found = circulation_change(HEMODYNAMICS, conc, Baseline(120.0, 75.0, 72.0), constants=CONSTANTS)
    assert not isinstance(found, NoPrediction)
    assert 10.4 <= found.sbp_mmhg[0, 0] <= 14.8
    assert 6.9 <= found.dbp_mmhg[0, 0] <= 10.1
    assert 0.6 <= found.hr_bpm[0, 0] <= 7.6
    assert (found.sbp_mmhg + 2 * found.dbp_mmhg) / 3 == pytest.approx(found.map_mmhg, rel=1e-3)
    assert found.sbp_percent == pytest.approx(100 * found.sbp_mmhg / 120)
    assert found.dbp_percent == pytest.approx(100 * found.dbp_mmhg / 75)


def test_s_ketamine_alone_raises_pressure_as_twice_its_mass_of_racemate_does() -> None:
    single = predict(TWIN, SEVENTY, HALF_MG_PER_KG.scaled(0.5), [40.0], given=Given.S_KETAMINE)
    assert isinstance(single, Prediction)
    assert single.of(TOTAL_FELT)[0, 0] == pytest.approx(answered(TWIN, [40.0]).of(TOTAL_FELT)[0, 0], rel=0.02)


def test_each_virtual_patient_has_a_curve_of_its_own() -> None:
    conc = np.array([[100.0, 200.0], [100.0, 200.0]])
    found = map_change_percent(HEMODYNAMICS, conc, constants=CONSTANTS, multipliers={"e_max_map": np.array([1.0, 2.0])})
    assert not isinstance(found, NoPrediction)
    assert found[1] == pytest.approx(2 * found[0])


def test_no_drug_is_no_effect() -> None:
    assert dissociation_fraction(OLOFSEN, 0.0, constants=CONSTANTS) == 0.0
    assert map_change_percent(HEMODYNAMICS, np.zeros(3), constants=CONSTANTS) == pytest.approx(0.0)


@pytest.mark.parametrize(("conc", "code"), [(501.0, "conc_above_range"), (-1.0, "conc_below_range")])
def test_an_effect_says_nothing_outside_its_range(conc: float, code: str) -> None:
    found = dissociation_fraction(OLOFSEN, conc, constants=CONSTANTS)
    assert isinstance(found, NoPrediction)
    assert found.code == code
    assert isinstance(map_change_percent(HEMODYNAMICS, 4000.0, constants=CONSTANTS), NoPrediction)
    assert isinstance(
        circulation_change(HEMODYNAMICS, 4000.0, Baseline(120.0, 75.0, 72.0), constants=CONSTANTS), NoPrediction
    )


def test_a_multiplier_of_nothing_is_refused() -> None:
    with pytest.raises(InputRefused):
        dissociation_fraction(OLOFSEN, 100.0, constants=CONSTANTS, multipliers={"c51": 1.0})


def test_an_older_person_dissociates_longer() -> None:
    older = predict(TWIN, Person(70.0, 80.0), HALF_MG_PER_KG, [80.0])
    assert isinstance(older, Prediction)
    assert older.of(S_FELT)[0, 0] > answered(TWIN, [80.0]).of(S_FELT)[0, 0]
