"""Every tier and every limit: below, at and above."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    Checked,
    Diluent,
    EndOfLine,
    History,
    MadeUpTo,
    Sex,
    Tier,
    WeightBasis,
    check,
    tiers,
)
from slowdrip.science.pharmacology.dosing.findings import Finding
from slowdrip.science.pharmacology.dosing.tests.cast import (
    LIMITS,
    VIAL_10,
    VIAL_50,
    VIAL_100,
    D,
    codes,
    limits,
    order,
    weighing,
)

OK, REASON, SECOND, NEVER = Tier


def checked(**changes: Any) -> Checked:
    return check(order(**changes), limits=LIMITS)


def listed(findings: Iterable[Finding]) -> list[tuple[str, Tier]]:
    return [(finding.code, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("mg_per_kg", "tier", "code"),
    [
        ("0.0099", NEVER, "dose_impossibly_low"), ("0.01", REASON, "dose_below_usual"),
        ("0.29", REASON, "dose_below_usual"), ("0.3", OK, None), ("0.31", OK, None),
        ("0.49", OK, None), ("0.5", OK, None), ("0.51", REASON, "dose_above_usual"),
        ("0.99", REASON, "dose_above_usual"), ("1.0", REASON, "dose_above_usual"), ("1.01", SECOND, "dose_high"),
        ("2.99", SECOND, "dose_high"), ("3.0", SECOND, "dose_high"), ("3.01", NEVER, "dose_impossibly_high"),
    ],
)  # fmt: skip
def test_the_tier_of_a_dose(mg_per_kg: str, tier: Tier, code: str | None) -> None:
    found = listed(tiers.dose_findings(Fraction(mg_per_kg), LIMITS))
    assert found == ([(code, tier)] if code else [])


def test_the_known_order_needs_nothing() -> None:
    got = checked()
    assert (got.tier, got.findings, got.may_be_signed) == (OK, (), True)


@pytest.mark.parametrize(
    ("mg_per_kg", "code"),
    [
        ("5", "tenfold_high"), ("4", "tenfold_high"), ("3.99", None),
        ("0.05", "tenfold_low"), ("0.0625", "tenfold_low"), ("0.063", None),
        ("249", "tenfold_high"), ("250", "thousandfold_high"), ("500", "thousandfold_high"),
        ("0.001", "thousandfold_low"), ("0.0005", "thousandfold_low"), ("0.00101", "tenfold_low"),
    ],
)  # fmt: skip
def test_tenfold_and_thousandfold_slips_are_impossible(mg_per_kg: str, code: str | None) -> None:
    found = listed(tiers.slip_findings(Fraction(mg_per_kg), LIMITS, History()))
    assert found == ([(code, NEVER)] if code else [])


def test_a_slip_against_the_last_dose_is_seen_where_the_usual_dose_says_nothing() -> None:
    history = History(last_mg_per_kg=D("0.1"))
    got = check(order(dose_mg_per_kg=D("1.0")), limits=LIMITS, history=history)
    slips = [finding for finding in got.findings if finding.code == "tenfold_high"]
    assert [finding.params["against"] for finding in slips] == ["last_mg_per_kg"]
    assert got.tier is NEVER


@pytest.mark.parametrize(("last_ug", "found"), [(5001, []), (5000, ["tenfold_high"]), (4000, ["tenfold_high"])])
def test_a_whole_dose_ten_times_the_last_is_impossible(last_ug: int, found: list[str]) -> None:
    got = check(order(), limits=LIMITS, history=History(last_dose_ug=last_ug))
    assert codes(got.findings) == found


@pytest.mark.parametrize(("dose_ug", "found"), [(299_999, []), (300_000, []), (300_001, ["amount_impossibly_high"])])
def test_the_whole_dose_has_a_ceiling(dose_ug: int, found: list[str]) -> None:
    assert codes(tuple(tiers.amount_findings(Fraction(dose_ug), LIMITS))) == found
    heavy = check(weighing("249", dose_mg_per_kg=D("1.3")), limits=LIMITS)
    assert "amount_impossibly_high" in codes(heavy.findings)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ("19.9", [("duration_outside_range", NEVER)]), ("20", [("duration_short", REASON)]),
        ("39.9", [("duration_short", REASON)]), ("40", []), ("100", []), ("100.1", [("duration_long", REASON)]),
        ("240", [("duration_long", REASON)]), ("240.1", [("duration_outside_range", NEVER)]),
    ],
)  # fmt: skip
def test_the_time_has_limits(minutes: str, expected: list[tuple[str, Tier]]) -> None:
    assert listed(tiers.time_findings(D(minutes), Fraction(1, 10), LIMITS)) == expected


@pytest.mark.parametrize(
    ("mg_per_kg", "expected"),
    [
        ("0.999", []), ("1.0", []), ("1.001", [("speed_high", REASON)]),
        ("2.999", [("speed_high", REASON)]), ("3.0", [("speed_high", REASON)]),
        ("3.001", [("speed_impossibly_high", NEVER)]),
    ],
)  # fmt: skip
def test_the_speed_has_limits(mg_per_kg: str, expected: list[tuple[str, Tier]]) -> None:
    assert listed(tiers.time_findings(40, Fraction(mg_per_kg), LIMITS)) == expected


@pytest.mark.parametrize(("volume_ml", "impossible"), [("0.79", True), ("0.8", False), ("0.81", False)])
def test_a_100_mg_per_ml_vial_needs_at_least_its_own_volume_of_diluent(volume_ml: str, impossible: bool) -> None:
    got = check(
        order(product=VIAL_100, preparation=MadeUpTo(D(volume_ml)), duration_min=D(20)),
        limits=limits(impossible_above_mg_per_ml=D(100), rate_min_ul_per_h=100),
    )
    assert ("must_be_diluted" in codes(got.findings)) is impossible


@pytest.mark.parametrize(("conc", "impossible"), [("99", False), ("100", True), ("101", True)])
def test_strength_alone_demands_dilution_even_when_the_product_does_not_say_so(conc: str, impossible: bool) -> None:
    strong = type(VIAL_100)(D(conc), D(5), must_dilute=False, labelled_as=VIAL_100.labelled_as)
    got = check(order(product=strong, preparation=AddedTo(D("0.1"), D(0))), limits=LIMITS)
    assert ("must_be_diluted" in codes(got.findings)) is impossible


def test_an_undiluted_100_mg_per_ml_vial_is_impossible() -> None:
    neat = order(product=VIAL_100, preparation=MadeUpTo(D("0.4")), diluent=Diluent.NONE)
    got = check(neat, limits=limits(rate_min_ul_per_h=100))
    assert {"must_be_diluted", "final_conc_too_high"} <= set(codes(got.findings))
    assert not got.may_be_signed


@pytest.mark.parametrize(("volume_ml", "impossible"), [("4.01", False), ("4", False), ("3.99", True)])
def test_the_final_concentration_has_a_limit(volume_ml: str, impossible: bool) -> None:
    got = checked(product=VIAL_50, preparation=MadeUpTo(D(volume_ml)))
    assert ("final_conc_too_high" in codes(got.findings)) is impossible


@pytest.mark.parametrize(("volume_ml", "noticed"), [("8.01", False), ("8", False), ("7.99", True)])
def test_a_strong_mixture_needs_a_reason(volume_ml: str, noticed: bool) -> None:
    got = checked(product=VIAL_50, preparation=MadeUpTo(D(volume_ml)))
    assert listed(got.findings) == ([("final_conc_high", REASON)] if noticed else [])


def test_a_policy_may_have_no_limit_for_the_whole_dose() -> None:
    assert not tuple(tiers.amount_findings(Fraction(10**9), limits(impossible_above_ug=None)))


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        ("4.9", []), ("5", []), ("5.1", [("line_keeps_drug", REASON)]),
        ("20", [("line_keeps_drug", REASON)]), ("20.1", [("line_keeps_too_much", NEVER)]),
    ],
)  # fmt: skip
def test_drug_left_in_the_line_has_limits(loss: str, expected: list[tuple[str, Tier]]) -> None:
    assert listed(tiers.line_findings(Fraction(loss), LIMITS)) == expected
    got = checked(line_prime_ml=D(loss), end_of_line=EndOfLine.LEFT_IN_LINE)
    assert listed(got.findings) == expected


def test_an_unlisted_strength_needs_a_second_clinician() -> None:
    odd = type(VIAL_50)(D(500), D(10), must_dilute=False, labelled_as=VIAL_50.labelled_as)
    assert ("product_conc_unlisted", SECOND) in listed(checked(product=odd).findings)
    assert not codes(checked(product=VIAL_10).findings)


def test_a_basis_above_the_measured_weight_needs_a_second_clinician() -> None:
    slight = {"weight_basis": WeightBasis.IDEAL, "weight_basis_reason": "x", "height_cm": D(175), "sex": Sex.MALE}
    assert listed(check(weighing("70.5", **slight), limits=LIMITS).findings) == []
    assert ("basis_above_actual", SECOND) in listed(check(weighing("70.4", **slight), limits=LIMITS).findings)


def test_no_basis_hides_a_high_dose_per_measured_weight() -> None:
    slight = {"weight_basis": WeightBasis.IDEAL, "weight_basis_reason": "x", "height_cm": D(175), "sex": Sex.MALE}
    got = check(weighing("60", dose_mg_per_kg=D("0.9"), **slight), limits=LIMITS)
    high = next(finding for finding in got.findings if finding.code == "dose_high")
    assert high.params["mg_per_kg"] == Decimal("1.0575")


def test_a_basis_can_be_switched_off_by_policy() -> None:
    only_actual = limits(weight_bases_allowed=frozenset({WeightBasis.ACTUAL}))
    wish = order(weight_basis=WeightBasis.IDEAL, weight_basis_reason="x", height_cm=D(175), sex=Sex.MALE)
    assert check(wish, limits=only_actual).tier is NEVER
    assert check(order(), limits=only_actual).tier is OK
