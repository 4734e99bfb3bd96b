"""Planted faults: each breaks one named rule, and a check must notice."""

import sys
from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    EndOfLine,
    History,
    Refusal,
    Tier,
    Weight,
    WeightHow,
    backcheck,
    check,
    compute,
    line,
    mixture,
    rounding,
    tiers,
    units,
    weight_checks,
    weights,
)
from slowdrip.science.pharmacology.dosing.findings import Finding
from slowdrip.science.pharmacology.dosing.request import OrderRequest, Preparation, Product
from slowdrip.science.pharmacology.dosing.tests.cases import random_order
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS, VIAL_100, D, codes, order
from slowdrip.science.pharmacology.dosing.tests.test_oracle import difference

TRIES = 400
# The package's `check` is the function, so its module is taken from the loaded modules.
check_module = sys.modules[check.__module__]
order_module = sys.modules[compute.__module__]


def oracle_notices() -> bool:
    dice = Random(7)
    return any(difference(random_order(dice)) for _ in range(TRIES))


def refused_figures(request: OrderRequest) -> set[str]:
    """The figures that the product itself refuses to confirm at run time."""
    outcome = compute(request, limits=LIMITS)
    assert isinstance(outcome, Refusal)
    assert set(codes(outcome.findings)) == {"figures_disagree"}
    return {str(finding.params["figure"]) for finding in outcome.findings}


def test_without_a_fault_nobody_complains() -> None:
    assert not oracle_notices()


@pytest.mark.parametrize(
    ("constant", "value", "figure"),
    [("UG_PER_MG", 100, "dose_ug"), ("UL_PER_ML", 100, "draw_ul"), ("MIN_PER_H", 70, "rate_ul_per_h")],
)
def test_a_wrong_unit_constant_is_noticed_twice(
    monkeypatch: pytest.MonkeyPatch, constant: str, value: int, figure: str
) -> None:
    monkeypatch.setattr(units, constant, value)
    assert figure in refused_figures(order())
    assert oracle_notices()


def test_a_wrong_salt_factor_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "BASE_PER_HYDROCHLORIDE", Fraction(1))
    assert oracle_notices()


def test_a_wrong_pound_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "KG_PER_LB", Fraction(454, 1000))
    assert weights.lb_of_kg(D("79.83225712")) != 176


@pytest.mark.parametrize("shift", [10, -10])
def test_rounding_one_step_off_is_noticed_by_the_oracle(monkeypatch: pytest.MonkeyPatch, shift: int) -> None:
    right = rounding.nearest_step
    monkeypatch.setattr(rounding, "nearest_step", lambda value, step: right(value, step) + shift)
    assert oracle_notices()


def test_rounding_ties_up_is_noticed_by_the_oracle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounding, "nearest_step", lambda value, step: int(value / step + Fraction(1, 2)) * step)
    assert oracle_notices()


def test_rounding_ten_times_too_high_is_refused_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    right = rounding.nearest_step
    monkeypatch.setattr(rounding, "nearest_step", lambda value, step: right(value * 10, step))
    assert isinstance(compute(order(), limits=LIMITS), Refusal)


def test_rounding_the_volume_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounding, "step_below", lambda value, step: -int(-value // step) * step)
    assert oracle_notices()


def test_made_up_to_confused_with_added_to_is_noticed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def added(preparation: Preparation, draw_ul: int) -> int:
        volume = preparation.bag_ml if isinstance(preparation, AddedTo) else preparation.volume_ml
        return int(volume * 1000)

    monkeypatch.setattr(mixture, "diluent_for", added)
    assert "final_volume_ul" in refused_figures(order())
    assert oracle_notices()


def test_a_forgotten_overfill_is_noticed_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    right = mixture.diluent_for
    monkeypatch.setattr(mixture, "diluent_for", lambda made, draw: right(AddedTo(made.bag_ml, D(0)), draw))
    assert "final_volume_ul" in refused_figures(order(preparation=AddedTo(D(100), D(7))))


def test_a_forgotten_line_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "to_pump_ul", lambda _, final_ul: final_ul)
    assert oracle_notices()


def test_a_strength_read_tenfold_is_refused_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def tenfold(product: Product) -> Fraction:
        return Fraction(product.conc_mg_per_ml) * 10

    monkeypatch.setattr(mixture, "base_ug_per_ul", tenfold)
    assert "drawn_ug" in refused_figures(order())


def test_without_the_back_check_a_wrong_constant_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "UG_PER_MG", 100)
    monkeypatch.setattr(backcheck, "disagreements", lambda *_: ())
    assert not isinstance(compute(order(), limits=LIMITS), Refusal)


def nothing(*_: object) -> Iterator[Finding]:
    return iter(())


PATIENT_MISTAKES = {
    "slip_findings": order(dose_mg_per_kg=D("0.05")),
    "dose_findings": order(dose_mg_per_kg=D("3.2"), duration_min=D(60)),
    "amount_findings": order(dose_mg_per_kg=D("1.3"), weight=Weight(D(249), WeightHow.MEASURED, age_h=1)),
    "time_findings": order(duration_min=D(10)),
    "line_findings": order(line_prime_ml=D(25), end_of_line=EndOfLine.LEFT_IN_LINE),
    "dilution_findings": order(product=VIAL_100, preparation=AddedTo(D("5"), D(0)), dose_mg_per_kg=D("0.9")),
}


@pytest.mark.parametrize("rule", PATIENT_MISTAKES)
def test_each_tier_rule_is_what_stops_its_mistake(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    mistake = PATIENT_MISTAKES[rule]
    assert check(mistake, limits=LIMITS).tier is Tier.IMPOSSIBLE
    monkeypatch.setattr(tiers, rule, nothing)
    assert check(mistake, limits=LIMITS).tier is not Tier.IMPOSSIBLE


@pytest.mark.parametrize(
    ("rule", "kg", "age_h", "last_kg"),
    [
        ("range_findings", "260", 1, "250"),
        ("age_findings", "80", 721, "80"),
        ("change_findings", "176.4", 1, "80"),
        ("change_findings", "113", 1, "80"),
    ],
)
def test_each_weight_rule_is_what_stops_its_mistake(
    monkeypatch: pytest.MonkeyPatch, rule: str, kg: str, age_h: int, last_kg: str
) -> None:
    mistake = order(weight=Weight(D(kg), WeightHow.MEASURED, age_h=age_h), height_cm=D(200))
    history = History(last_weight_kg=D(last_kg))
    assert check(mistake, limits=LIMITS, history=history).tier is Tier.IMPOSSIBLE
    monkeypatch.setattr(weight_checks, rule, nothing)
    assert check(mistake, limits=LIMITS, history=history).tier is not Tier.IMPOSSIBLE


def test_the_height_is_what_stops_an_impossible_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    mistake = order(weight=Weight(D(39), WeightHow.MEASURED, age_h=1), height_cm=D(200))
    assert check(mistake, limits=LIMITS).tier is Tier.IMPOSSIBLE
    monkeypatch.setattr(weight_checks, "height_findings", nothing)
    assert check(mistake, limits=LIMITS).tier is not Tier.IMPOSSIBLE


def test_the_amount_against_last_time_is_what_stops_a_slipped_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(last_dose_ug=4000)
    assert check(order(), limits=LIMITS, history=history).tier is Tier.IMPOSSIBLE
    monkeypatch.setattr(tiers, "amount_slip_findings", nothing)
    assert check(order(), limits=LIMITS, history=history).tier is Tier.OK


def test_a_dosing_weight_that_trusts_what_was_said_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    said = order(weight=Weight(D(80), WeightHow.STATED, age_h=1))
    assert not check(said, limits=LIMITS).may_be_signed
    monkeypatch.setattr(order_module, "dosing_weight", lambda request: request.weight.kg)
    monkeypatch.setattr(check_module, "dosing_weight", lambda request: request.weight.kg)
    assert check(said, limits=LIMITS).may_be_signed
