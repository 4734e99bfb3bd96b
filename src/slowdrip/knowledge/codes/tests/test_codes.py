"""The code tables: every number has a source, and a table that contradicts itself is refused."""

from decimal import Decimal
from importlib.resources import files

import pytest

from slowdrip.knowledge.codes import CodesError, default_codes, load_codes
from slowdrip.knowledge.types.sourced import Confidence

TEXT = files("slowdrip.knowledge.codes").joinpath("monitor_channels.toml").read_text(encoding="utf-8")
PARTITION = 65536


def test_the_numbers_are_the_terms_of_the_nomenclature() -> None:
    terms = {each.number.value for each in default_codes().codes}
    assert {number // PARTITION for number in terms} == {2}
    assert {each.number.value // PARTITION for each in default_codes().units} == {4}


def test_philips_spells_the_same_numbers_in_hexadecimal() -> None:
    named = {each.mdil_label.value: each.number.value for each in default_codes().codes if each.mdil_label}
    spelled = {"HR": 0x4182, "SpO2": 0x4BB8, "NBPs": 0x4A05, "NBPd": 0x4A06, "NBPm": 0x4A07, "Pulse": 0x480A}
    assert {label: named[label] for label in spelled} == {
        label: 2 * PARTITION + term for label, term in spelled.items()
    }


def test_no_number_in_use_is_unverified_but_one_label() -> None:
    unverified = [
        (unit.name, each)
        for unit in default_codes().units
        for each in (unit.number, unit.reference_id, unit.mdil_label)
        if each.confidence is Confidence.UNVERIFIED
    ]
    assert [(name, each.value) for name, each in unverified] == [("kpa", "kPa")]
    assert all(each.number.confidence is not Confidence.UNVERIFIED for each in default_codes().codes)


def test_a_range_is_no_limit_of_care_and_waits_for_the_director() -> None:
    assert all(each.low.needs_confirmation and each.high.needs_confirmation for each in default_codes().channels)


def test_a_silent_heart_and_a_silent_breath_are_numbers() -> None:
    lows = {each.name: each.low.value for each in default_codes().channels}
    assert (lows["heart_rate"], lows["resp_rate"]) == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("number = { value = 147842", "number = { value = 149530", "repeated_choice"),
        ("number = { value = 264928", "number = { value = 264864", "repeated_choice"),
        ('channel = { value = "spo2"', 'channel = { value = "oxygen"', "unknown_choice"),
        ('canonical = { value = "mmhg"', 'canonical = { value = "torr"', "unknown_choice"),
        ('unit = { value = "percent"', 'unit = { value = "parts"', "unknown_choice"),
        ("low = { value = 30,", "low = { value = 300,", "impossible_order"),
        ("factor = { value = 7.500616827", "factor = { value = 0", "wrong_type"),
        ("schema_version = 1", "schema_version = 2", "wrong_type"),
        ("schema_version = 1", "schema_version = ", "not_readable"),
        ("number = { value = 150456, source", "number = { value = 150456, origin", "unknown_attribute"),
    ],
)
def test_a_bad_table_is_refused(old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(CodesError) as refused:
        load_codes(TEXT.replace(old, new, 1), name="monitor_channels.toml")
    assert code in refused.value.codes
