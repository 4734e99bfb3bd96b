"""The one entry: all findings at once, and never an exception."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    DoseLimits,
    History,
    LabelledAs,
    LimitsRefused,
    MadeUpTo,
    OrderFigures,
    Product,
    Sex,
    Tier,
    Weight,
    WeightBasis,
    WeightHow,
    check,
)
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS, VIAL_50, D, codes, limits, order

SALTS = tuple(LabelledAs)

BAD: tuple[Any, ...] = (
    D("NaN"), D("sNaN"), D("Infinity"), D("-Infinity"), D(-1), D(0), -5, 0, True, None, "0.5", 0.5, float("nan"),
    D("1e999999"), D("1e-999999"), D("0e999999"), D("-0"), D("9" * 60), 10**400,
)  # fmt: skip


def bad_orders(value: Any) -> list[dict[str, Any]]:
    return [
        {"dose_mg_per_kg": value},
        {"duration_min": value},
        {"weight": Weight(value, WeightHow.MEASURED, age_h=1)},
        {"product": Product(value, D(10), must_dilute=False, labelled_as=VIAL_50.labelled_as)},
        {"product": Product(D(50), value, must_dilute=False, labelled_as=VIAL_50.labelled_as)},
        {"preparation": MadeUpTo(value)},
        {"preparation": AddedTo(value, D(0))},
    ]


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:14])
def test_a_bad_number_is_a_finding_and_never_an_exception(value: Any) -> None:
    for changes in bad_orders(value):
        got = check(order(**changes), limits=LIMITS)
        assert (got.tier, got.figures) == (Tier.IMPOSSIBLE, None), changes
        assert not got.may_be_signed


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:14])
def test_bad_optional_numbers_and_histories_never_raise(value: Any) -> None:
    for changes in ({"height_cm": value}, {"line_prime_ml": value}, {"preparation": AddedTo(D(100), value)}):
        check(order(**changes), limits=LIMITS)
    check(order(weight=Weight(D(80), WeightHow.MEASURED, age_h=value)), limits=LIMITS)
    for name in ("last_weight_kg", "last_mg_per_kg", "last_dose_ug"):
        history = History(**{name: value})
        got = check(order(), limits=LIMITS, history=history)
        assert got.may_be_signed is (value is None)


def test_numbers_at_the_edge_of_the_scale_never_raise() -> None:
    dice, edges = Random(5), (D("1e9"), D("1e-9"), D("1"), D("9.999999999999999e8"), D("0.001"), D("1e3"))
    for _ in range(2000):
        wild = order(
            dose_mg_per_kg=dice.choice(edges),
            duration_min=dice.choice(edges),
            weight=Weight(dice.choice(edges), WeightHow.MEASURED, age_h=1),
            product=Product(dice.choice(edges), dice.choice(edges), must_dilute=True, labelled_as=dice.choice(SALTS)),
            preparation=dice.choice((MadeUpTo(dice.choice(edges)), AddedTo(dice.choice(edges), dice.choice(edges)))),
            line_prime_ml=dice.choice(edges),
            weight_basis=dice.choice(tuple(WeightBasis)),
            weight_basis_reason="x",
            sex=Sex.MALE,
            height_cm=dice.choice(edges),
        )
        past = History(last_weight_kg=dice.choice(edges), last_mg_per_kg=dice.choice(edges), last_dose_ug=1)
        assert not check(wild, limits=LIMITS, history=past).may_be_signed


def test_a_choice_that_does_not_exist_is_a_finding() -> None:
    names = ("diluent", "weight_basis", "prime_with", "end_of_line", "preparation", "sex")
    for name in names:
        got = check(order(**{name: "nonsense"}), limits=LIMITS)
        assert got.findings[0].code == "not_a_choice"


def test_volumes_finer_than_a_microlitre_are_refused() -> None:
    assert codes(check(order(preparation=MadeUpTo(D("100.0001"))), limits=LIMITS).findings) == ["finer_than_microlitre"]
    assert check(order(preparation=MadeUpTo(D("100.001000"))), limits=LIMITS).may_be_signed


def test_all_findings_come_at_once_gravest_first() -> None:
    tired = order(
        dose_mg_per_kg=D(5),
        duration_min=D(5),
        weight=Weight(D(176), WeightHow.STATED, age_h=10_000),
        height_cm=D(175),
    )
    got = check(tired, limits=LIMITS, history=History(last_weight_kg=D(80)))
    expected = {
        "stated_weight", "weight_too_old", "dose_impossibly_high", "tenfold_high", "duration_outside_range",
        "speed_impossibly_high", "weight_looks_like_pounds", "weight_unlikely_for_height",
    }  # fmt: skip
    assert expected <= set(codes(got.findings))
    severities = [finding.severity for finding in got.findings]
    assert severities == sorted(severities, reverse=True)
    assert len(codes(got.findings)) == len({repr(finding) for finding in got.findings})


def test_one_bad_field_does_not_silence_the_others() -> None:
    got = check(order(duration_min=D("NaN"), dose_mg_per_kg=D(5)), limits=LIMITS)
    assert {"not_a_number", "tenfold_high", "dose_impossibly_high"} <= set(codes(got.findings))


def test_figures_of_an_impossible_dose_may_be_seen_but_not_signed() -> None:
    got = check(order(dose_mg_per_kg=D(4)), limits=limits(impossible_above_ug=1_000_000))
    assert isinstance(got.figures, OrderFigures)
    assert not got.may_be_signed


def test_params_are_plain_and_findings_hold_no_sentences() -> None:
    dice = Random(3)
    for _ in range(300):
        wild = order(
            dose_mg_per_kg=Decimal(dice.choice((1, 5, 50, 5000, 1))) / dice.choice((1, 10, 1000)),
            weight=Weight(Decimal(dice.randint(1, 900)), dice.choice(tuple(WeightHow)), age_h=dice.randint(0, 2000)),
            duration_min=Decimal(dice.randint(1, 400)),
            height_cm=Decimal(dice.randint(1, 250)),
        )
        for finding in check(wild, limits=LIMITS).findings:
            assert finding.code.replace("_", "").isalnum()
            assert all(isinstance(value, Decimal | int | str) for value in finding.params.values())
            assert not any(" " in value for value in finding.params.values() if isinstance(value, str))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"second_clinician_above_mg_per_kg": D("0.4")}, "above_next", "reason_above_mg_per_kg"),
        ({"impossible_above_mg_per_kg": D("0.9")}, "above_next", "second_clinician_above_mg_per_kg"),
        ({"error_max_pct": D("NaN")}, "not_finite", "error_max_pct"),
        ({"error_max_pct": 2.0}, "not_exact", "error_max_pct"),
        ({"draw_step_ul": 0}, "not_positive", "draw_step_ul"),
        ({"bmi_second_below": D(60)}, "above_next", "bmi_second_below"),
        ({"tenfold_from_ratio": D(1)}, "not_above_one", "tenfold_from_ratio"),
        ({"product_concs_mg_per_ml": (D(10), D(-50))}, "not_positive", "product_concs_mg_per_ml"),
    ],
)
def test_limits_that_contradict_each_other_are_refused(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(LimitsRefused) as refused:
        limits(**changes)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_limits_have_no_defaults() -> None:
    with pytest.raises(TypeError, match="missing"):
        DoseLimits()  # type: ignore[call-arg]  # the point of the test
