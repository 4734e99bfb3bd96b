"""S- and R-ketamine: two clearances that keep the total, and the salt that is not base."""

import math

import numpy as np
import pytest

from slowdrip.knowledge.models import model_set
from slowdrip.science.pharmacology.models import Given, NoPrediction, clearance_factors, predict, system_of
from slowdrip.science.pharmacology.models.tests.cases import (
    CONSTANTS,
    HALF_MG_PER_KG,
    SEVENTY,
    TWIN,
    alone,
    answered,
    curve,
)
from slowdrip.science.pharmacology.models.units import base_mg_of_hydrochloride, ng_per_ml, nmol_per_ml

TIMES = np.linspace(0.0, 480.0, 481)


def test_the_two_clearances_are_the_derived_ones() -> None:
    s_factor, r_factor = clearance_factors(CONSTANTS, "ketamine")
    assert 84 * s_factor == pytest.approx(float(CONSTANTS.anchors["clearance_s"].value), abs=0.005)
    assert 84 * r_factor == pytest.approx(float(CONSTANTS.anchors["clearance_r"].value), abs=0.005)


def test_the_split_keeps_the_total_auc_within_a_tenth_of_a_percent() -> None:
    both = np.concatenate([np.linspace(0, 40, 801), np.geomspace(40, 20_000, 8_000)[1:]])
    whole = np.trapezoid(curve("kamp2020", "ketamine", both), both)
    split = np.trapezoid(answered(TWIN, both).of("ketamine")[0], both)
    assert split == pytest.approx(whole, rel=1e-3)


def test_the_split_keeps_the_golden_curve_while_the_pump_runs_and_after() -> None:
    whole, split = curve("kamp2020", "ketamine", TIMES[1:]), answered(TWIN, TIMES[1:]).of("ketamine")[0]
    assert np.max(np.abs(split / whole - 1)[:240]) < 1e-3


def test_planted_fault_the_ratio_on_top_of_the_total_clearance_loses_the_auc(monkeypatch: pytest.MonkeyPatch) -> None:
    where = "slowdrip.science.pharmacology.models.enantiomers.clearance_factors"
    monkeypatch.setattr(where, lambda constants, drug: (1.0, 0.92))
    with pytest.raises(AssertionError):
        test_the_split_keeps_the_total_auc_within_a_tenth_of_a_percent()


def test_s_is_cleared_faster_than_r_so_less_of_it_is_left() -> None:
    answer = answered(TWIN, [40.0, 240.0])
    assert np.all(answer.of("s_ketamine") < answer.of("r_ketamine"))


def test_a_racemic_dose_puts_half_of_it_into_a_model_of_s_ketamine() -> None:
    made = system_of(alone("otto2021"), SEVENTY)
    assert not isinstance(made, NoPrediction)
    assert made.enters == (("s_ketamine.central", 0.5), ("r_ketamine.central", 0.5))
    assert made.route(HALF_MG_PER_KG).total_ug == pytest.approx(35_000)


def test_s_ketamine_alone_stays_s_ketamine() -> None:
    answer = predict(TWIN, SEVENTY, HALF_MG_PER_KG, [40.0], given=Given.S_KETAMINE)
    assert not isinstance(answer, NoPrediction)
    assert "r_ketamine" not in answer.names
    assert answer.of("s_ketamine")[0, 0] == pytest.approx(2 * answered(TWIN, [40.0]).of("s_ketamine")[0, 0])


def test_the_liver_model_has_no_single_clearance_to_divide() -> None:
    assert answered(alone("perez_ruixo2021"), [40.0]).names == ("s_ketamine", "s_norketamine")
    assert "r_ketamine" in answered(model_set("domino1984"), [40.0]).names


def test_one_nmol_per_ml_is_237_7_ng_per_ml() -> None:
    assert ng_per_ml(1.0, analyte="ketamine", constants=CONSTANTS) == pytest.approx(237.73)
    assert nmol_per_ml(237.73, analyte="s_ketamine", constants=CONSTANTS) == pytest.approx(1.0)
    assert ng_per_ml(0.51, analyte="s_ketamine", constants=CONSTANTS) == pytest.approx(121.2, abs=0.1)


def test_the_salt_is_not_the_base() -> None:
    assert base_mg_of_hydrochloride(57.7, constants=CONSTANTS) == pytest.approx(50.0, abs=0.05)
    assert base_mg_of_hydrochloride(32.3, constants=CONSTANTS) == pytest.approx(28.0, abs=0.05)
    masses = (CONSTANTS.value("molar_mass_ketamine"), CONSTANTS.value("molar_mass_ketamine_hydrochloride"))
    assert float(masses[0] / masses[1]) == pytest.approx(float(CONSTANTS.value("base_in_hydrochloride")), abs=5e-5)


def test_the_venous_link_meets_its_check_points() -> None:
    answer = answered(TWIN, TIMES)
    artery, vein = answer.of("ketamine")[0], answer.of("ketamine_venous")[0]
    assert vein[40] == pytest.approx(202, abs=1)
    assert np.all(vein >= 0)
    assert np.all(np.diff(vein[40:]) < 0)
    assert np.all(vein[1:41] < artery[1:41])


def test_the_venous_link_keeps_the_auc() -> None:
    both = np.concatenate([np.linspace(0, 40, 801), np.geomspace(40, 20_000, 8_000)[1:]])
    answer = answered(TWIN, both)
    areas = [np.trapezoid(answer.of(name)[0], both) for name in ("ketamine", "ketamine_venous")]
    assert areas[0] == pytest.approx(areas[1], rel=1e-3)


def test_a_vein_model_is_not_linked_again_and_drives_no_effect() -> None:
    from dataclasses import replace

    made = system_of(replace(alone("otto2021"), effects=TWIN.effects), SEVENTY)
    assert isinstance(made, NoPrediction)
    assert made.code == "effect_needs_arterial"
    linked = system_of(replace(alone("otto2021"), link=TWIN.link), SEVENTY)
    assert not isinstance(linked, NoPrediction)
    assert not [name for name in linked.system.readout_names if name.endswith("_venous")]


def test_the_mean_times_through_the_chain_are_the_papers() -> None:
    """The mass that leaves each substance of the chain adds up: 80 % to norketamine, 70 % of that onwards."""
    both = np.concatenate([np.linspace(0, 40, 2001), np.geomspace(40, 200_000, 40_000)[1:]])
    answer = answered(alone("simons2022"), both)
    auc = {name: np.trapezoid(answer._at(name)[0], both) for name in answer.names}
    assert auc["s_norketamine"] / 0.94098 * 1.0 == pytest.approx(0.8 * 17_500, rel=2e-3)
    assert auc["s_hydroxynorketamine"] / 1.00829 * 0.933 == pytest.approx(0.8 * 0.7 * 17_500, rel=2e-3)
    assert math.isclose(auc["s_ketamine"] * 1.48, 17_500, rel_tol=2e-3)
