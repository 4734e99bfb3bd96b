"""Tests of how normal numbers become multipliers."""

import numpy as np
import pytest

from slowdrip.knowledge.models import model
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.population import (
    normal_columns,
    person_multipliers,
    spreading,
    spreading_of,
    visit_multipliers,
)

MANY = 100_000


def drawn(model_name: str, set_name: str) -> dict[str, Floats]:
    of_set = spreading_of(model(model_name), set_name)
    return person_multipliers(of_set, normal_columns(5, of_set.columns, 0, MANY))


def cv_percent(values: Floats) -> float:
    return float(100 * values.std() / values.mean())


def test_clinic_patients_differ_as_the_file_says() -> None:
    people = drawn("kamp2020", "clinic")
    for name, expected in {"cl": 27, "v1": 40, "q2": 30, "v2": 30}.items():
        assert cv_percent(people[name]) == pytest.approx(expected, rel=0.02)
        assert np.median(people[name]) == pytest.approx(1.0, abs=0.01)


def test_healthy_volunteers_differ_less() -> None:
    healthy, clinic = drawn("kamp2020", "healthy"), drawn("kamp2020", "clinic")
    assert np.log(healthy["cl"]).var() == pytest.approx(0.029, rel=0.02)
    assert healthy["cl"].std() < clinic["cl"].std()


def test_parameters_vary_together_where_the_paper_says_so() -> None:
    assert correlation_kept(drawn("otto2021", "healthy"))


def test_a_draw_that_forgets_the_correlation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "factor_of", lambda covariance: np.sqrt(np.diag(np.diag(covariance))))
    assert not correlation_kept(drawn("otto2021", "healthy"))


def correlation_kept(people: dict[str, Floats]) -> bool:
    found = np.cov(np.log(people["v1"]), np.log(people["cl"]))
    return bool(np.allclose(found, [[0.084177, 0.02261], [0.02261, 0.026048]], rtol=0.03))


def test_an_effect_keeps_its_calibrated_mean() -> None:
    people = drawn("hemodynamics", "population")
    assert people["e_max_map"].mean() == pytest.approx(1.0, abs=0.01)
    assert cv_percent(people["e_max_map"]) == pytest.approx(70, rel=0.03)


def test_the_steepness_of_dissociation_is_drawn_evenly_from_one_to_two() -> None:
    gamma = 1.5 * drawn("olofsen2022", "population")["gamma"]
    assert gamma.min() >= 1.0
    assert gamma.max() <= 2.0
    assert np.quantile(gamma, [0.25, 0.5, 0.75]) == pytest.approx([1.25, 1.5, 1.75], abs=0.01)


def test_visits_of_one_person_differ_as_the_file_says() -> None:
    of_set = spreading_of(model("kamp2020"), "clinic")
    visits = visit_multipliers(of_set, normal_columns(6, of_set.visit_names, 0, MANY))
    assert cv_percent(visits["cl"]) == pytest.approx(10, rel=0.02)
    assert cv_percent(visits["v1"]) == pytest.approx(15, rel=0.02)


def test_numbers_for_other_parameters_are_refused() -> None:
    of_set = spreading_of(model("kamp2020"), "clinic")
    with pytest.raises(InputRefused, match="columns_differ"):
        person_multipliers(of_set, np.zeros((3, 1)))


def test_an_unknown_population_is_refused() -> None:
    with pytest.raises(InputRefused, match="unknown_variability"):
        spreading_of(model("kamp2020"), "martian")


def test_a_matrix_that_is_no_covariance_is_refused() -> None:
    with pytest.raises(InputRefused, match="not_a_covariance"):
        spreading.factor_of(np.array([[1.0, 2.0], [2.0, 1.0]]))
