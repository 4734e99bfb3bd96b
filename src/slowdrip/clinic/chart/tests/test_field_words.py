"""Options of a form read as the record says them, and units stay units."""

import pytest

from slowdrip.clinic.chart.words.fields import option_label
from slowdrip.science.infusion.events import KINDS, FieldType


@pytest.mark.parametrize(("unit", "shown"), [("mg", "mg"), ("ug", "mcg"), ("g", "g"), ("mL", "mL"), ("L/min", "L/min")])
def test_a_unit_is_never_written_with_a_capital_it_does_not_have(unit: str, shown: str) -> None:
    assert option_label("unit", unit) == shown


def test_one_code_means_what_its_field_says() -> None:
    assert option_label("pregnancy_test", "declined") == "Declined"
    assert option_label("suicidality_before", "declined") == "Declined to answer"


def test_no_option_of_any_form_shows_a_raw_code() -> None:
    fields = [one for kind in KINDS.values() for one in kind.fields if one.type is FieldType.CHOICE]
    assert [label for one in fields for code in one.choices if "_" in (label := option_label(one.name, code))] == []
