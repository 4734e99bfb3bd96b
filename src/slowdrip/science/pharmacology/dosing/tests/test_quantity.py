"""Reading what was typed: one meaning, or a code."""

from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.science.pharmacology.dosing import Unit, parse_quantity, parse_quantity_or_zero
from slowdrip.science.pharmacology.dosing.tests.cast import codes

DOSE = Unit.MG_PER_KG


@pytest.mark.parametrize(
    ("typed", "value", "notes"),
    [
        ("0.5", "0.5", []), (" 0.5 ", "0.5", []), ("\u00a00.5", "0.5", []), ("40", "40", []), ("10.25", "10.25", []),
        ("0.5mg/kg", "0.5", []), ("0.5 mg / kg", "0.5", []), ("0.5 MG/KG", "0.5", []),
        ("0,5", "0.5", ["comma_read_as_point"]), ("0,125", "0.125", ["comma_read_as_point"]),
        ("1,5", "1.5", ["comma_read_as_point"]), ("12,25 mg/kg", "12.25", ["comma_read_as_point"]),
        ("5.0", "5", ["trailing_zero_dropped"]), ("0.50", "0.5", ["trailing_zero_dropped"]),
        ("0,50", "0.5", ["comma_read_as_point", "trailing_zero_dropped"]),
        ("0.00010000", "0.0001", ["trailing_zero_dropped"]),
    ],
)  # fmt: skip
def test_one_meaning_is_read(typed: str, value: str, notes: list[str]) -> None:
    parsed = parse_quantity(typed, unit=DOSE)
    assert (str(parsed.value), codes(parsed.findings)) == (value, notes)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_missing"), ("   ", "number_missing"), (".5", "leading_zero_missing"),
        (" .5 ", "leading_zero_missing"),
        (",5", "leading_zero_missing"), ("5.", "digits_missing_after_point"), ("1e3", "exponent_typed"),
        ("1E-3", "exponent_typed"), ("5e", "exponent_typed"), ("nan", "not_a_number"), ("inf", "not_a_number"),
        ("-inf", "not_positive"), ("-0.5", "not_positive"), ("−0.5", "not_positive"), ("0", "not_positive"),
        ("0.0", "not_positive"), ("+0.5", "sign_typed"), ("05", "leading_zeros"), ("00.5", "leading_zeros"),
        ("1,000", "comma_ambiguous"), ("1,000.5", "comma_ambiguous"), ("1.000", "point_ambiguous"),
        ("1 000", "space_inside"), ("0 .5", "space_inside"), ("0.5.1", "not_a_number"), ("0..5", "not_a_number"),
        ("1/2", "not_a_number"), ("½", "not_a_number"), ("O.5", "not_a_number"), ("٠.٥", "not_a_number"),
        ("0.5 mcg/kg", "wrong_unit"), ("0.5 mg", "wrong_unit"), ("0.5 µg/kg", "wrong_unit"), ("0.5%", "wrong_unit"),
        ("1234567", "too_many_digits"), ("0.00001", "too_many_decimals"), ("0x10", "wrong_unit"),
        ("1_000", "not_a_number"),
        ("mg/kg", "not_a_number"), ("0.5\n0.6", "space_inside"),
    ],
)  # fmt: skip
def test_two_meanings_or_none_are_refused(typed: str, code: str) -> None:
    parsed = parse_quantity(typed, unit=DOSE)
    assert (parsed.value, codes(parsed.findings)) == (None, [code])


def test_a_refusal_keeps_what_was_typed_and_the_likely_fix() -> None:
    finding = parse_quantity(" .5 ", unit=DOSE).findings[0]
    assert dict(finding.params) == {"typed": " .5 ", "likely": "0.5"}


def test_pounds_in_a_kilogram_field_are_refused() -> None:
    assert codes(parse_quantity("176 lb", unit=Unit.KG).findings) == ["wrong_unit"]
    assert parse_quantity("176 lbs", unit=Unit.LB).value == 176


def test_nothing_is_an_answer_for_overfill() -> None:
    assert parse_quantity_or_zero("0", unit=Unit.ML).value == 0
    assert parse_quantity_or_zero("0 mL", unit=Unit.ML).value == 0
    assert codes(parse_quantity_or_zero("-1", unit=Unit.ML).findings) == ["not_positive"]


@given(st.text(max_size=80), st.sampled_from(Unit))
def test_any_text_gives_a_number_or_a_reason(typed: str, unit: Unit) -> None:
    parsed = parse_quantity(typed, unit=unit)
    assert (parsed.value is None) == any(finding.severity for finding in parsed.findings)
    assert parsed.value is None or parsed.value > 0


@given(st.text(alphabet="0123456789.,+-eE ", max_size=12))
def test_what_is_read_is_never_another_power_of_ten(typed: str) -> None:
    value = parse_quantity(typed, unit=DOSE).value
    if value is None:
        return
    try:
        plain = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        plain = Decimal("NaN")
    assert value == plain
