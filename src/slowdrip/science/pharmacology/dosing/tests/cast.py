"""The order everyone knows, and limits for the tests (numbers chosen for the tests, not for a clinic)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from slowdrip.science.pharmacology.dosing import (
    DoseLimits,
    LabelledAs,
    MadeUpTo,
    OrderFigures,
    OrderRequest,
    Product,
    Weight,
    WeightBasis,
    WeightHow,
    compute,
)
from slowdrip.science.pharmacology.dosing.findings import Finding
from slowdrip.science.pharmacology.dosing.request import Diluent

D = Decimal

LIMITS = DoseLimits(
    draw_step_ul=10,
    volume_step_ul=100,
    rate_step_ul_per_h=100,
    rate_min_ul_per_h=1000,
    rate_max_ul_per_h=999_000,
    error_max_pct=D(2),
    line_loss_reason_above_pct=D(5),
    line_loss_impossible_above_pct=D(20),
    usual_mg_per_kg=D("0.5"),
    impossible_below_mg_per_kg=D("0.01"),
    reason_below_mg_per_kg=D("0.3"),
    reason_above_mg_per_kg=D("0.5"),
    second_clinician_above_mg_per_kg=D("1.0"),
    impossible_above_mg_per_kg=D("3.0"),
    impossible_above_ug=300_000,
    tenfold_from_ratio=D(8),
    thousandfold_from_ratio=D(500),
    impossible_under_min=D(20),
    reason_under_min=D(40),
    reason_over_min=D(100),
    impossible_over_min=D(240),
    reason_above_mg_per_kg_per_h=D("1.5"),
    impossible_above_mg_per_kg_per_h=D("4.5"),
    product_concs_mg_per_ml=(D(10), D(50), D(100)),
    dilute_at_least_mg_per_ml=D(100),
    dilution_min_ratio=D(1),
    reason_above_mg_per_ml=D(5),
    impossible_above_mg_per_ml=D(10),
    weight_bases_allowed=frozenset(WeightBasis),
    weight_min_kg=D(35),
    weight_max_kg=D(250),
    weight_age_max_h=24 * 30,
    weight_change_reason_above_pct=D(5),
    weight_change_impossible_above_pct=D(40),
    pound_ratio_tolerance_pct=D(10),
    height_min_cm=D(130),
    height_max_cm=D(220),
    bmi_impossible_below=D(10),
    bmi_second_below=D(16),
    bmi_second_above=D(50),
    bmi_impossible_above=D(90),
)

VIAL_10 = Product(D(10), D(20), must_dilute=False, labelled_as=LabelledAs.BASE)
VIAL_50 = Product(D(50), D(10), must_dilute=False, labelled_as=LabelledAs.BASE)
VIAL_100 = Product(D(100), D(5), must_dilute=True, labelled_as=LabelledAs.BASE)

ORDER = OrderRequest(
    dose_mg_per_kg=D("0.5"),
    duration_min=D(40),
    weight=Weight(D(80), WeightHow.MEASURED, age_h=2),
    product=VIAL_50,
    preparation=MadeUpTo(D(100)),
    diluent=Diluent.SODIUM_CHLORIDE_0_9,
)


def order(**changes: Any) -> OrderRequest:
    """The known order with changes."""
    return replace(ORDER, **changes)


def limits(**changes: Any) -> DoseLimits:
    """The test limits with changes."""
    return replace(LIMITS, **changes)


def weighing(kg: str, **changes: Any) -> OrderRequest:
    """The known order for a person of this measured weight."""
    return order(weight=Weight(D(kg), WeightHow.MEASURED, age_h=2), **changes)


def figures(**changes: Any) -> OrderFigures:
    """The figures of the known order with changes; it must not be refused."""
    outcome = compute(order(**changes), limits=LIMITS)
    assert isinstance(outcome, OrderFigures), outcome
    return outcome


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """The codes of these findings."""
    return [finding.code for finding in findings]
