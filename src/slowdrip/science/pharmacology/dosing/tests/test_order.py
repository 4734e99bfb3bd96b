"""The orders of the pharmacy book, worked by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    EndOfLine,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    PrimeWith,
    Product,
    Refusal,
    Sex,
    Weight,
    WeightBasis,
    WeightHow,
    compute,
)
from slowdrip.science.pharmacology.dosing.request import Diluent
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS, VIAL_10, D, figures, limits, order, weighing


def refused(request: OrderRequest, **changed_limits: object) -> str:
    outcome = compute(request, limits=limits(**changed_limits))
    assert isinstance(outcome, Refusal)
    return outcome.findings[0].code


def test_made_up_to_100_ml_from_50_mg_per_ml() -> None:
    got = figures()
    assert (got.dose_ug, got.draw_ul, got.drawn_ug) == (40_000, 800, 40_000)
    assert (got.rate_ul_per_h, got.vtbi_ul, got.final_volume_ul, got.diluent_ul) == (150_000, 100_000, 100_000, 99_200)
    assert got.final_conc_mg_per_ml == Fraction(4, 10)
    assert got.mg_per_kg_per_h == Fraction(3, 4)
    assert got.mcg_per_kg_per_min == Fraction(25, 2)
    assert (got.vials, got.vial_left_ul) == (1, 9200)
    assert got.rounding_error_pct == got.rate_error_pct == got.delivery_error_pct == 0


def test_made_up_to_50_ml_runs_at_75_ml_per_h() -> None:
    got = figures(preparation=MadeUpTo(D(50)))
    assert (got.rate_ul_per_h, got.final_conc_mg_per_ml) == (75_000, Fraction(8, 10))


def test_added_to_100_ml_is_100_8_ml_and_runs_faster() -> None:
    got = figures(preparation=AddedTo(D(100), D(0)))
    assert (got.final_volume_ul, got.rate_ul_per_h, got.vtbi_ul) == (100_800, 151_200, 100_800)
    assert got.final_conc_mg_per_ml == Fraction(40_000, 100_800)
    assert got.mcg_per_kg_per_min == Fraction(25, 2)


def test_overfill_counts_in_the_volume() -> None:
    got = figures(preparation=AddedTo(D(100), D(7)))
    assert (got.final_volume_ul, got.rate_ul_per_h, got.vtbi_ul) == (107_800, 161_700, 107_800)


def test_from_a_10_mg_per_ml_vial_five_times_as_much_is_drawn() -> None:
    made_up, added = figures(product=VIAL_10), figures(product=VIAL_10, preparation=AddedTo(D(100), D(0)))
    assert (made_up.draw_ul, made_up.final_volume_ul, made_up.rate_ul_per_h) == (4000, 100_000, 150_000)
    assert (added.draw_ul, added.final_volume_ul, added.rate_ul_per_h) == (4000, 104_000, 156_000)


def test_a_dose_can_need_more_than_one_vial() -> None:
    small = Product(D(10), D("1.5"), must_dilute=False, labelled_as=LabelledAs.BASE)
    got = figures(product=small)
    assert (got.vials, got.vial_left_ul) == (3, 500)


def test_a_hydrochloride_label_is_converted_to_base() -> None:
    salt = Product(D(50), D(10), must_dilute=False, labelled_as=LabelledAs.HYDROCHLORIDE)
    got = figures(product=salt)
    assert got.draw_ul == 920
    assert got.dose_ug == 40_000
    assert got.drawn_ug == 39_883


@pytest.mark.parametrize(
    ("prime_with", "end", "vtbi_ul", "reaches_ug", "in_line_ug", "lag_min"),
    [
        (PrimeWith.DRUG, EndOfLine.FLUSH, 100_000, 40_000, 0, 0),
        (PrimeWith.DRUG, EndOfLine.LEFT_IN_LINE, 85_000, 34_000, 6000, 0),
        (PrimeWith.DILUENT, EndOfLine.FLUSH, 115_000, 40_000, 0, 6),
        (PrimeWith.DILUENT, EndOfLine.LEFT_IN_LINE, 100_000, 34_000, 6000, 6),
    ],
)
def test_a_line_of_15_ml_holds_six_milligrams_or_gives_them(
    prime_with: PrimeWith, end: EndOfLine, vtbi_ul: int, reaches_ug: int, in_line_ug: int, lag_min: int
) -> None:
    got = figures(line_prime_ml=D(15), prime_with=prime_with, end_of_line=end)
    assert (got.vtbi_ul, got.reaches_patient_ug, got.left_in_line_ug) == (vtbi_ul, reaches_ug, in_line_ug)
    assert got.rate_ul_per_h == 150_000
    assert got.drug_starts_after_min == lag_min
    assert got.line_loss_pct == (15 if in_line_ug else 0)
    assert got.delivery_error_pct == 0


def test_a_tenth_of_a_millilitre_that_cannot_be_programmed_stays_and_is_counted() -> None:
    got = figures(preparation=AddedTo(D(100), D("0.05")))
    assert (got.final_volume_ul, got.vtbi_ul) == (100_850, 100_800)
    assert got.reaches_patient_ug + got.left_in_line_ug == got.drawn_ug
    assert got.left_in_line_ug == 20


def test_an_error_of_two_percent_passes_and_more_is_refused() -> None:
    # 0.51 mL exact from 10 mg/mL rounds to 0.5 mL with a step of 0.1 mL: -1.96 %.
    assert figures_error("5.1") == Fraction(-100, 51)
    assert refused(weighing("5.2", product=VIAL_10, dose_mg_per_kg=D(1)), draw_step_ul=100) == "rounding_over_limit"
    exactly_two = weighing("5", product=VIAL_10, dose_mg_per_kg=D(1))
    assert not isinstance(compute(exactly_two, limits=limits(draw_step_ul=510)), Refusal)
    assert refused(exactly_two, draw_step_ul=511) == "rounding_over_limit"


def figures_error(kg: str) -> Fraction:
    outcome = compute(weighing(kg, product=VIAL_10, dose_mg_per_kg=D(1)), limits=limits(draw_step_ul=100))
    assert not isinstance(outcome, Refusal)
    return outcome.rounding_error_pct


def test_a_tie_is_rounded_to_the_smaller_draw() -> None:
    outcome = compute(weighing("80.5"), limits=LIMITS)
    assert not isinstance(outcome, Refusal)
    assert (outcome.dose_ug, outcome.draw_ul) == (40_250, 800)


def test_a_draw_of_nothing_is_refused() -> None:
    assert refused(order(dose_mg_per_kg=D("0.003"))) == "draw_too_small"


def test_a_volume_smaller_than_the_drug_is_refused() -> None:
    assert refused(order(product=VIAL_10, preparation=MadeUpTo(D("3.99")))) == "volume_smaller_than_drug"
    undiluted = order(product=VIAL_10, preparation=MadeUpTo(D(4)), diluent=Diluent.NONE)
    assert not isinstance(compute(undiluted, limits=LIMITS), Refusal)


def test_diluent_and_volume_must_agree() -> None:
    assert refused(order(diluent=Diluent.NONE)) == "diluent_missing"
    assert refused(order(product=VIAL_10, preparation=MadeUpTo(D(4)))) == "diluent_named_but_not_used"


def test_the_pump_range_includes_its_ends() -> None:
    assert refused(order(), rate_max_ul_per_h=149_900) == "rate_above_pump"
    assert not isinstance(compute(order(), limits=limits(rate_max_ul_per_h=150_000)), Refusal)
    assert refused(order(), rate_min_ul_per_h=150_100) == "rate_below_pump"
    assert not isinstance(compute(order(), limits=limits(rate_min_ul_per_h=150_000)), Refusal)


def test_a_pump_step_that_changes_the_speed_too_much_is_refused() -> None:
    # 150 mL/h in steps of 147 is -2 %, in steps of 146 it is -2.67 %.
    assert not isinstance(compute(order(), limits=limits(rate_step_ul_per_h=147_000)), Refusal)
    assert refused(order(), rate_step_ul_per_h=146_000) == "rate_error_over_limit"


def test_a_volume_step_that_loses_too_much_is_refused() -> None:
    assert not isinstance(compute(order(), limits=limits(volume_step_ul=49_000)), Refusal)
    assert refused(order(), volume_step_ul=48_900) == "delivery_error_over_limit"
    assert refused(order(), volume_step_ul=100_100) == "nothing_to_infuse"


def test_a_line_as_large_as_the_bag_is_refused() -> None:
    assert refused(order(line_prime_ml=D(100))) == "line_holds_all"
    assert not isinstance(compute(order(line_prime_ml=D("99.9")), limits=LIMITS), Refusal)


def test_a_stated_weight_cannot_dose() -> None:
    assert refused(order(weight=Weight(D(80), WeightHow.STATED, age_h=0))) == "stated_weight"


def test_a_calculated_weight_needs_reason_height_and_sex() -> None:
    ideal = order(weight_basis=WeightBasis.IDEAL)
    whole = order(weight_basis=WeightBasis.IDEAL, weight_basis_reason="bmi", height_cm=D(175), sex=Sex.MALE)
    no_height = order(weight_basis=WeightBasis.IDEAL, weight_basis_reason="bmi", sex=Sex.MALE)
    no_sex = order(weight_basis=WeightBasis.ADJUSTED, weight_basis_reason="bmi", height_cm=D(175))
    assert refused(ideal) == "basis_needs_reason"
    assert refused(no_height) == refused(no_sex) == "basis_needs"
    outcome = compute(whole, limits=LIMITS)
    assert not isinstance(outcome, Refusal)
    assert outcome.dosing_weight_kg == Decimal("70.5")
    assert outcome.dose_ug == 35_250
