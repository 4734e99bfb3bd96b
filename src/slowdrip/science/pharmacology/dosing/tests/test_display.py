"""Numbers for people."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.science.pharmacology.dosing import display
from slowdrip.science.pharmacology.dosing.tests.cast import D, figures


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("5.0"), "5"), (D("0.50"), "0.5"), (D(".5"), "0.5"), (1000, "1,000"), (1234567, "1,234,567"), (0, "0"),
        (D("1E+3"), "1,000"), (Fraction(1, 3), "0.333"), (Fraction(40, 100), "0.4"), (D("-0.5"), "-0.5"),
        (D("0.00004"), "0.00004"), (100, "100"), (D("1234.5"), "1,234.5"),
    ],
)  # fmt: skip
def test_a_number_reads_one_way(value: Decimal | Fraction | int, text: str) -> None:
    assert display.number(value) == text


def test_units_ride_along() -> None:
    shown = (display.mg(40_000), display.mcg(1500), display.ml(800), display.ml_per_h(150_000))
    assert shown == ("40 mg", "1,500 mcg", "0.8 mL", "150 mL/h")
    assert (display.kg(D("79.83225712")), display.lb(D("79.83225712"))) == ("79.8 kg", "176 lb")


@given(st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False, places=6))
def test_never_a_bare_point_nor_a_trailing_zero_and_never_zero_for_something(value: Decimal) -> None:
    text = display.number(value)
    assert not text.lstrip("-").startswith(".")
    assert "." not in text or not text.endswith(("0", "."))
    assert (Decimal(text.replace(",", "")) == 0) == (value == 0)
    assert abs(Decimal(text.replace(",", "")) - value) <= Decimal("0.0005")


def test_the_figures_travel_as_text() -> None:
    text = display.figures_as_text(figures())
    assert text["rate_ul_per_h"] == "150000"
    assert text["final_conc_mg_per_ml"] == "0.4"
    assert text["weight_basis"] == "actual"
    assert text["mcg_per_kg_per_min"] == "12.5"
    assert set(map(type, text.values())) == {str}
