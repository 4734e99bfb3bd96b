"""Weights: formulae, pounds, and what cannot be true."""

from decimal import Decimal
from fractions import Fraction

import pytest

from slowdrip.science.pharmacology.dosing import History, Sex, Tier, check, units, weight_checks, weights
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS, D, codes, limits, weighing

REASON = Tier.NEEDS_REASON
NEVER = Tier.IMPOSSIBLE
SECOND = Tier.NEEDS_SECOND_CLINICIAN_AND_REASON


@pytest.mark.parametrize(
    ("height_cm", "sex", "kg"),
    [
        ("152.4", Sex.MALE, "50"),
        ("152.4", Sex.FEMALE, "45.5"),
        ("154.94", Sex.FEMALE, "47.8"),
        ("175", Sex.MALE, "70.5"),
        ("182.88", Sex.MALE, "77.6"),
    ],
)
def test_ideal_weight_follows_devine(height_cm: str, sex: Sex, kg: str) -> None:
    assert weights.ideal_kg(D(height_cm), sex) == D(kg)


def test_below_sixty_inches_there_is_no_ideal_weight() -> None:
    assert weights.ideal_kg(D("152.39"), Sex.FEMALE) is None


def test_adjusted_weight_adds_two_fifths_of_the_excess() -> None:
    assert weights.adjusted_kg(D("70.5"), D("120.5")) == D("90.5")


def test_the_formulae_say_that_they_are_unverified() -> None:
    assert weights.IDEAL_WEIGHT_CONFIDENCE == weights.ADJUSTED_WEIGHT_CONFIDENCE == "unverified"


def test_kilograms_convert_to_pounds_exactly() -> None:
    assert weights.lb_of_kg(D("79.83225712")) == 176


def test_bmi_is_kilograms_per_square_metre() -> None:
    assert weights.bmi(D(80), D(200)) == 20


@pytest.mark.parametrize(("age_h", "expected"), [(719, []), (720, []), (721, ["weight_too_old"])])
def test_a_weight_ages(age_h: int, expected: list[str]) -> None:
    assert codes(tuple(weight_checks.age_findings(age_h, LIMITS))) == expected


@pytest.mark.parametrize("kg", ["35", "35.1", "249.9", "250"])
def test_a_weight_in_range_passes(kg: str) -> None:
    assert not tuple(weight_checks.range_findings(D(kg), LIMITS))


@pytest.mark.parametrize("kg", ["34.9", "250.1", "8", "800"])
def test_a_weight_out_of_range_cannot_dose(kg: str) -> None:
    assert codes(tuple(weight_checks.range_findings(D(kg), LIMITS))) == ["weight_outside_range"]


@pytest.mark.parametrize(
    ("kg", "worst"),
    [
        ("39.9", Tier.IMPOSSIBLE), ("40", SECOND), ("63.9", SECOND), ("64", None),
        ("200", None), ("200.1", SECOND), ("360", SECOND), ("360.1", Tier.IMPOSSIBLE),
    ],
)  # fmt: skip
def test_the_height_judges_the_weight(kg: str, worst: Tier | None) -> None:
    found = tuple(weight_checks.height_findings(D(kg), D(200), LIMITS))
    assert max((finding.severity for finding in found), default=None) == worst


@pytest.mark.parametrize("height_cm", ["129.9", "220.1", "1.75", "69"])
def test_a_height_in_metres_or_inches_is_seen(height_cm: str) -> None:
    assert codes(tuple(weight_checks.height_findings(D(80), D(height_cm), LIMITS))) == ["height_outside_range"]


def test_the_height_range_includes_its_ends() -> None:
    assert "height_outside_range" not in codes(tuple(weight_checks.height_findings(D(80), D(130), LIMITS)))
    assert "height_outside_range" not in codes(tuple(weight_checks.height_findings(D(80), D(220), LIMITS)))


def test_pounds_typed_as_kilograms_are_seen_by_height_alone() -> None:
    found = tuple(weight_checks.height_findings(D(176), D(175), LIMITS))
    assert codes(found) == ["weight_unlikely_for_height", "weight_looks_like_pounds"]
    assert found[1].params["kg_if_pounds"] == D("79.832257")


def test_kilograms_typed_as_pounds_are_seen_by_height_alone() -> None:
    found = codes(tuple(weight_checks.height_findings(D("36.2873896"), D(175), LIMITS)))
    assert "weight_looks_converted_twice" in found


@pytest.mark.parametrize(
    ("kg", "code", "severity"),
    [
        ("84", None, None), ("84.1", "weight_changed", REASON), ("75.9", "weight_changed", REASON),
        ("112", "weight_changed", REASON), ("112.1", "weight_changed_too_much", NEVER),
        ("48", "weight_changed", REASON), ("47.9", "weight_changed_too_much", NEVER),
        ("176.37", "weight_looks_like_pounds", NEVER), ("160", "weight_looks_like_pounds", NEVER),
        ("158", "weight_changed_too_much", NEVER), ("36.29", "weight_looks_converted_twice", NEVER),
        ("10", "weight_tenfold", NEVER), ("8", "weight_tenfold", NEVER), ("639", "weight_changed_too_much", NEVER),
        ("640", "weight_tenfold", NEVER), ("800", "weight_tenfold", NEVER),
    ],
)  # fmt: skip
def test_the_last_weight_judges_this_one(kg: str, code: str | None, severity: Tier | None) -> None:
    found = tuple(weight_checks.change_findings(D(kg), D(80), LIMITS))
    assert codes(found) == ([code] if code else [])
    assert all(finding.severity == severity for finding in found)


def test_the_pound_tolerance_is_the_policys() -> None:
    wide, narrow = limits(pound_ratio_tolerance_pct=D(10)), limits(pound_ratio_tolerance_pct=D(1))
    kg = Fraction(80) / units.KG_PER_LB * Fraction(105, 100)
    near = Decimal(kg.numerator) / Decimal(kg.denominator)
    assert codes(tuple(weight_checks.change_findings(near, 80, wide))) == ["weight_looks_like_pounds"]
    assert codes(tuple(weight_checks.change_findings(near, 80, narrow))) == ["weight_changed_too_much"]


def test_a_weight_in_pounds_makes_the_order_impossible() -> None:
    checked = check(weighing("176.4"), limits=LIMITS, history=History(last_weight_kg=D(80)))
    assert checked.tier is Tier.IMPOSSIBLE
    assert "weight_looks_like_pounds" in codes(checked.findings)
