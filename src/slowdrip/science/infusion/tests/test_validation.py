"""Payloads are checked by their kind's own fields, each problem with its code and what is needed to fix it."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from slowdrip.science.infusion import KINDS, BadPayload, problems, validated
from slowdrip.science.infusion.events import FieldType
from slowdrip.science.infusion.tests.payloads import broken, valid

RAISED = {"rule": "bp", "tier": "urgent", "trigger": "t", "inputs": {"sbp_mmhg": 190}, "policy_version": "1"}
GIVEN = {"drug": "ondansetron", "dose": "4.0", "unit": "mg", "route": "iv", "indication": "nausea"}


@pytest.mark.parametrize("code", KINDS)
def test_what_is_made_from_the_fields_is_accepted_and_stays_as_it_is(code: str) -> None:
    rng = Random(code)
    for _ in range(40):
        once = validated(code, valid(KINDS[code], rng))
        assert validated(code, once) == once


@pytest.mark.parametrize("code", KINDS)
def test_junk_is_refused_with_a_typed_problem_or_read_never_a_crash(code: str) -> None:
    rng = Random(code)
    found = [problems(code, broken(KINDS[code], rng)) for _ in range(40)]
    assert any(found) or not KINDS[code].fields
    assert all(one.code for each in found for one in each)


@pytest.mark.parametrize(
    ("code", "payload", "problem", "field"),
    [
        ("levitated", {}, "unknown_kind", ""),
        ("started", {}, "missing", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": ""}, "missing", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": 1, "colour": "red"}, "unknown_field", "colour"),
        ("started", {"rate_ul_per_h": "fast"}, "not_a_whole_number", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": True}, "not_a_whole_number", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": 150.0}, "not_a_whole_number", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": "١٥"}, "not_a_whole_number", "rate_ul_per_h"),
        ("started", {"rate_ul_per_h": 0}, "out_of_range", "rate_ul_per_h"),
        ("vitals", {}, "none_given", "sbp_mmhg"),
        ("vitals", {"sbp_mmhg": 120}, "given_together", "dbp_mmhg"),
        ("vitals", {"sbp_mmhg": 80, "dbp_mmhg": 80}, "must_be_below", "dbp_mmhg"),
        ("vitals", {"spo2_pct": -100}, "out_of_range", "spo2_pct"),
        ("vitals", {"hr_per_min": 32767}, "out_of_range", "hr_per_min"),
        ("vitals", {"spo2_pct": 98, "oxygen": "some"}, "not_one_of", "oxygen"),
        ("moaas", {"score": 6}, "out_of_range", "score"),
        ("medication_given", {**GIVEN, "dose": "4,0"}, "not_a_number", "dose"),
        ("medication_given", {**GIVEN, "dose": "NaN"}, "not_a_number", "dose"),
        ("medication_given", {**GIVEN, "recheck_due": "2026-03-02T09:00:00"}, "not_a_time", "recheck_due"),
        ("consent_seen", {"form": "scan", "version": "3", "signed_on": "2026-02-30"}, "not_a_day", "signed_on"),
        ("orientation", {"person": "yes", "place": True, "time": True, "situation": True}, "not_yes_or_no", "person"),
        ("note", {"note": "  "}, "only_spaces", "note"),
        ("note", {"note": "x" * 4001}, "too_long", "note"),
        ("alarm_raised", {**RAISED, "inputs": {"sbp_mmhg": 1.5}}, "not_a_mapping", "inputs"),
    ],
)
def test_each_problem_has_its_code_and_its_field(code: str, payload: dict[str, Any], problem: str, field: str) -> None:
    with pytest.raises(BadPayload) as found:
        validated(code, payload)
    assert (found.value.code, found.value.field) == (problem, field)


@pytest.mark.parametrize("code", KINDS)
def test_every_bound_is_inside_and_the_next_number_outside(code: str) -> None:
    kind = KINDS[code]
    for one in kind.fields:
        if one.type is not FieldType.INTEGER or one.low is None or one.high is None:
            continue
        for number, inside in ((one.low - 1, False), (one.low, True), (one.high, True), (one.high + 1, False)):
            found = {problem.field for problem in problems(code, {one.name: number}) if problem.code == "out_of_range"}
            assert (one.name not in found) is inside


def test_typed_text_becomes_canonical_values() -> None:
    at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert validated("vitals", {"sbp_mmhg": " 130", "dbp_mmhg": "80", "note": "", "arm": None}) == {
        "sbp_mmhg": 130,
        "dbp_mmhg": 80,
    }
    given = validated("medication_given", {**GIVEN, "dose": 4, "recheck_due": "2026-03-02T12:00:00+02:00"})
    assert (given["dose"], given["recheck_due"]) == ("4", at.isoformat())


def test_all_problems_of_a_form_are_told_at_once() -> None:
    found = problems("medication_given", {"dose": "much", "unit": "mg"})
    assert {one.field for one in found} == {"drug", "dose", "route", "indication"}


def test_every_number_has_bounds_and_every_code_is_one_word() -> None:
    for code, kind in KINDS.items():
        assert code == kind.code
        assert code.replace("_", "").isalpha()
        for one in kind.fields:
            assert one.type is not FieldType.INTEGER or (one.low is not None and one.high is not None)
            assert one.type is not FieldType.CHOICE or one.choices
            assert one.type not in {FieldType.TEXT, FieldType.STAFF} or one.max_length
