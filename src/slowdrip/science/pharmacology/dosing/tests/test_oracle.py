"""The arithmetic against an independent oracle: 100 000 orders, a million when asked."""

import os
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from slowdrip.science.pharmacology.dosing import OrderFigures, OrderRequest, Refusal, compute
from slowdrip.science.pharmacology.dosing.tests import oracle
from slowdrip.science.pharmacology.dosing.tests.cases import random_order
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS

CASES = 1_000_000 if os.environ.get("SLOWDRIP_LONG") == "1" else 100_000
TINY = 1e-12
HALF_UG_IN_MG = 0.0005001
UG_IN_MG = 0.001001


def difference(request: OrderRequest) -> str | None:
    """What the product and the oracle disagree about; None when they agree."""
    outcome, expected = compute(request, limits=LIMITS), oracle.answer(request)
    if isinstance(outcome, Refusal):
        return None if [f.code for f in outcome.findings][:1] == [expected] else f"{outcome.findings} {expected}"
    if isinstance(expected, str):
        return expected
    return first_gap(outcome, expected)


def first_gap(got: OrderFigures, want: oracle.Answer) -> str | None:
    """The name of the first figure that differs."""
    gaps = (
        ("draw", exactly(got.draw_ul, want.draw_ml)),
        ("final", exactly(got.final_volume_ul, want.final_ml)),
        ("rate", exactly(got.rate_ul_per_h, want.rate)),
        ("vtbi", exactly(got.vtbi_ul, want.vtbi)),
        ("dose", near(got.dose_ug / 1000, want.dose_mg, HALF_UG_IN_MG)),
        ("drawn", near(got.drawn_ug / 1000, want.drawn_mg, HALF_UG_IN_MG)),
        ("reached", near(got.reaches_patient_ug / 1000, want.reached_mg, UG_IN_MG)),
        ("bag", near(got.left_in_bag_ug / 1000, want.bag_mg, UG_IN_MG)),
        ("line", near(got.left_in_line_ug / 1000, want.line_mg, 3 * UG_IN_MG)),
        ("conc", near(got.final_conc_mg_per_ml, want.conc, TINY)),
        ("mg/kg/h", near(got.mg_per_kg_per_h, want.mg_per_kg_per_h, TINY)),
        ("mcg/kg/min", near(got.mcg_per_kg_per_min, want.mcg_per_kg_per_min, TINY * 100)),
        ("balance", got.reaches_patient_ug + got.left_in_line_ug + got.left_in_bag_ug == got.drawn_ug),
        ("nothing below zero", min(got.left_in_line_ug, got.left_in_bag_ug, got.reaches_patient_ug) >= 0),
        ("vials", got.vial_left_ul >= 0),
    )
    return next((name for name, agrees in gaps if not agrees), None)


def exactly(micro: int, milli: Decimal) -> bool:
    return micro == milli * 1000


def near(got: float | Fraction, want: Decimal, allowed: float) -> bool:
    return abs(float(got) - float(want)) <= allowed


def test_a_hundred_thousand_orders_agree_with_the_oracle() -> None:
    dice, seen = Random(20240611), Counter[str]()
    for number in range(CASES):
        request = random_order(dice)
        gap = difference(request)
        assert gap is None, (number, gap, request)
        if number % 50 == 0:
            outcome = compute(request, limits=LIMITS)
            seen[outcome.findings[0].code if isinstance(outcome, Refusal) else "figures"] += 1
    assert seen["figures"] > CASES / 100
    assert len(seen) > 3


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0))
def test_any_order_agrees_with_the_oracle(seed: int) -> None:
    assert difference(random_order(Random(seed))) is None
