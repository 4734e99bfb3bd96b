"""Numbers as people type them."""

from decimal import Decimal

import pytest

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.typed import typed_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("80", "80"), (" 80.5 ", "80.5"), ("80,5", "80.5"), ("80,", "80"), (",5", "0.5"), ("0,500", "0.5")],
)
def test_a_comma_is_a_decimal_mark(typed: str, meant: str) -> None:
    assert typed_number(typed, field="weight") == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        ("abc", "not_a_number"),
        ("8o", "not_a_number"),
        ("-80", "not_a_number"),
        ("80 kg", "not_a_number"),
        ("1e3", "not_a_number"),
        ("NaN", "not_a_number"),
        ("٨٠", "not_a_number"),
        ("80..5", "not_a_number"),
        ("1,700", "thousands_mark"),
        ("1,700.5", "thousands_mark"),
        ("1.700,5", "thousands_mark"),
        ("1234567890123", "too_precise"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_asked_again(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        typed_number(typed, field="weight")
    assert (refused.value.code, refused.value.field) == (code, "weight")
