"""Every gate before a start, below, at and above its boundary."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from slowdrip.science.rules.go_no_go import GoNoGoVitals
from slowdrip.science.rules.ready import GoDecision, Preparation, ReadyInputs, ready_gates
from slowdrip.science.rules.tests.cases import GO, HEALTHY, NOON, READY, READY_LIMITS, TODAY, after

GATES = (
    "identity",
    "consent",
    "fasting",
    "escort",
    "pregnancy",
    "medicines",
    "allergies",
    "new_illness",
    "suicidality_before",
    "weight",
    "baseline",
    "go_no_go",
    "order_signed",
    "order_verified",
    "drawn_up",
    "iv_line",
    "bedside_check",
    "pump_shows_order",
    "acls_clinician",
    "second_person",
    "rescue_kit",
)


def codes(inputs: ReadyInputs) -> list[str]:
    return [reason.code for reason in ready_gates(inputs, READY_LIMITS, at=NOON).not_yet]


def arrived(**changes: Any) -> ReadyInputs:
    return replace(READY, arrival=replace(READY.arrival, **changes))


def answered(*, reviewed: bool = False, **changes: Any) -> ReadyInputs:
    return arrived(precheck=replace(READY.arrival.precheck, **changes), reviewed=reviewed)


def prepared(**changes: Any) -> ReadyInputs:
    return replace(READY, preparation=replace(READY.preparation, **changes))


def part(name: str, **changes: Any) -> ReadyInputs:
    return prepared(**{name: replace(getattr(READY.preparation, name), **changes)})


def measured(*, decision: GoDecision | None = None, repeats: int = 1, **values: int) -> ReadyInputs:
    vitals = GoNoGoVitals(at=after(-5), values=HEALTHY | values, repeats=repeats)
    return replace(READY, baseline=replace(READY.baseline, vitals=vitals, decision=decision))


def test_a_prepared_visit_is_ready() -> None:
    result = ready_gates(READY, READY_LIMITS, at=NOON)
    assert result.open
    assert tuple(gate.code for gate in result.gates) == GATES


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (arrived(identity_confirmed_at=None), ["identity_not_confirmed"]),
        (arrived(consent_signed_on=None), ["consent_not_seen"]),
        (arrived(consent_version=None), ["consent_not_seen"]),
        (arrived(consent_version="v2"), ["consent_version_differs"]),
        (answered(solids_since=None), ["fasting_not_asked"]),
        (answered(clear_liquids_since=None), ["fasting_not_asked"]),
        (answered(escort_name=""), ["escort_not_named"]),
        (answered(escort_phone=""), ["escort_phone_missing"]),
        (answered(medicines=None), ["medicines_not_confirmed"]),
        (answered(medicines="changed"), ["medicines_changed_not_reviewed"]),
        (answered(medicines="changed", reviewed=True), []),
        (answered(allergies=None), ["allergies_not_confirmed"]),
        (answered(allergies="changed"), ["allergies_changed_not_reviewed"]),
        (answered(new_illness=None), ["new_illness_not_asked"]),
        (answered(new_illness=True), ["new_illness_not_reviewed"]),
        (answered(new_illness=True, reviewed=True), []),
        (answered(suicidality_asked=None), ["suicidality_not_asked"]),
        (answered(suicidality_asked=False), ["suicidality_not_asked"]),
        (answered(suicidality_before=None), ["suicidality_not_asked"]),
        (answered(suicidality_before="item_1"), ["suicidality_not_reviewed"]),
        (answered(suicidality_before="declined"), ["suicidality_not_reviewed"]),
        (answered(suicidality_before="item_5", reviewed=True), []),
    ],
)
def test_what_the_arrival_lacks_is_named(inputs: ReadyInputs, expected: list[str]) -> None:
    assert codes(inputs) == expected


@pytest.mark.parametrize(("minute", "expected"), [(-359, ["fasting_too_short"]), (-360, []), (-361, [])])
def test_six_hours_without_solids_are_enough(minute: int, expected: list[str]) -> None:
    assert codes(answered(solids_since=after(minute))) == expected


@pytest.mark.parametrize(("minute", "expected"), [(-119, ["fasting_too_short"]), (-120, []), (-121, [])])
def test_two_hours_without_liquids_are_enough(minute: int, expected: list[str]) -> None:
    assert codes(answered(clear_liquids_since=after(minute))) == expected


def test_a_source_without_a_liquid_time_asks_for_none() -> None:
    limits = replace(READY_LIMITS, arrival=replace(READY_LIMITS.arrival, clear_liquids_h=None))
    inputs = answered(clear_liquids_since=None)
    assert ready_gates(inputs, limits, at=NOON).gate("fasting").passed


def test_half_an_hour_is_a_fasting_time_too() -> None:
    limits = replace(READY_LIMITS, arrival=replace(READY_LIMITS.arrival, clear_liquids_h=Decimal("0.5")))
    assert ready_gates(answered(clear_liquids_since=after(-30)), limits, at=NOON).open
    assert not ready_gates(answered(clear_liquids_since=after(-29)), limits, at=NOON).open


@pytest.mark.parametrize(
    ("possible", "test", "expected"),
    [
        (True, None, ["pregnancy_test_missing"]),
        (True, "not_applicable", ["pregnancy_test_missing"]),
        (True, "declined", ["pregnancy_test_declined"]),
        (True, "negative", []),
        (True, "positive", ["pregnancy_test_positive"]),
        (False, None, []),
        (False, "positive", ["pregnancy_test_positive"]),
    ],
)
def test_a_test_is_asked_for_where_it_applies(possible: bool, test: str | None, expected: list[str]) -> None:
    inputs = arrived(precheck=replace(READY.arrival.precheck, pregnancy_test=test), pregnancy_possible=possible)
    assert codes(inputs) == expected


def test_a_positive_test_stops_though_a_prescriber_said_go() -> None:
    assert codes(answered(pregnancy_test="positive", reviewed=True)) == ["pregnancy_test_positive"]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(days=7) - timedelta(seconds=1), []),
        (timedelta(days=7), []),
        (timedelta(days=7, seconds=1), ["weight_too_old"]),
    ],
)
def test_a_weight_counts_for_the_days_of_the_policy(age: timedelta, expected: list[str]) -> None:
    assert codes(replace(READY, weight=replace(READY.weight, measured_at=NOON - age))) == expected


def test_a_stated_weight_cannot_dose() -> None:
    assert codes(replace(READY, weight=replace(READY.weight, measured_at=None))) == ["weight_not_measured"]


@pytest.mark.parametrize(
    ("first_visit", "reread_by", "expected"),
    [
        (True, None, ["weight_not_reread"]),
        (True, "ann", ["weight_reread_by_same_person"]),
        (True, "ben", []),
        (False, None, []),
    ],
)
def test_on_the_first_visit_a_second_person_reads_the_scale(
    first_visit: bool,
    reread_by: str | None,
    expected: list[str],
) -> None:
    weight = replace(READY.weight, first_visit=first_visit, reread_by=reread_by)
    assert codes(replace(READY, weight=weight)) == expected


@pytest.mark.parametrize(("minute", "expected"), [(-14.9, []), (-15, []), (-15.1, ["measurement_too_old"])])
def test_a_measurement_counts_for_the_minutes_of_the_policy(minute: float, expected: list[str]) -> None:
    last_at = dict(READY.baseline.last_at) | {"moaas": after(minute)}
    assert codes(replace(READY, baseline=replace(READY.baseline, last_at=last_at))) == expected


def test_a_channel_that_was_not_measured_is_named() -> None:
    result = ready_gates(replace(READY, baseline=replace(READY.baseline, last_at={})), READY_LIMITS, at=NOON)
    assert [reason.params["channel"] for reason in result.gate("baseline").reasons] == ["bp", "hr", "moaas"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (measured(systolic_mmhg=140), []),
        (measured(systolic_mmhg=141), ["prescriber_decides", "caution_above"]),
        (measured(systolic_mmhg=141, decision=GO), []),
        (measured(systolic_mmhg=141, decision=GO, repeats=0), ["repeat_before_deciding", "caution_above"]),
        (measured(systolic_mmhg=141, decision=replace(GO, at=after(-6))), ["prescriber_decides", "caution_above"]),
        (measured(systolic_mmhg=141, decision=replace(GO, at=after(-5))), []),
        (measured(systolic_mmhg=181, decision=GO), ["beyond_above"]),
        (measured(decision=GoDecision("delay", after(-1))), ["prescriber_decided_delay"]),
        (measured(decision=GoDecision("cancel", after(-1))), ["prescriber_decided_cancel"]),
    ],
)
def test_go_needs_good_values_or_a_prescriber(inputs: ReadyInputs, expected: list[str]) -> None:
    assert codes(inputs) == expected


def test_no_vitals_are_no_go() -> None:
    inputs = replace(READY, baseline=replace(READY.baseline, vitals=GoNoGoVitals(at=None, values=HEALTHY), decision=GO))
    assert codes(inputs) == ["vitals_incomplete"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (part("order", void=True), ["order_void"]),
        (part("order", signed_by=None), ["order_not_signed"]),
        (part("order", read_back_missing=True), ["verbal_order_not_read_back"]),
        (part("order", verified_by=None), ["order_not_verified"]),
        (part("order", verified_by="dora"), ["order_verified_by_signer"]),
        (part("order", verifier_roles=frozenset({"front_desk"})), ["verifier_role_not_allowed"]),
        (part("order", verifier_roles=frozenset({"front_desk", "nurse"})), []),
        (prepared(draw_up=None), ["not_drawn_up"]),
        (part("draw_up", order_id="o0"), ["drawn_up_for_another_order"]),
        (part("draw_up", expires_on=TODAY - timedelta(days=1)), ["vial_expired"]),
        (part("draw_up", expires_on=TODAY), []),
        (part("draw_up", expires_on=TODAY + timedelta(days=1)), []),
        (part("draw_up", second_person=None), ["no_second_person"]),
        (part("draw_up", by="ben", second_person="ben"), ["second_person_drew_up", "preparer_verified_order"]),
        (part("draw_up", second_roles=frozenset({"front_desk"})), ["second_role_not_allowed"]),
        (part("draw_up", second_person="dora"), ["second_person_signed_order"]),
        (part("draw_up", by="ben", second_person="ann"), ["preparer_verified_order"]),
        (prepared(line_in=False), ["iv_not_placed"]),
        (prepared(line_finding="swelling"), ["iv_site_not_good"]),
        (prepared(line_finding="blood"), []),
        (prepared(line_finding=""), []),
        (prepared(bedside=None), ["bedside_check_missing"]),
        (part("bedside", second_person=None), ["bedside_check_by_one_person"]),
        (part("bedside", second_person="ann"), ["bedside_check_by_one_person"]),
        (part("bedside", at=after(-21)), ["bedside_check_too_early"]),
        (part("bedside", at=after(-20)), []),
        (part("bedside", label="b2"), ["bedside_label_differs"]),
        (part("bedside", label=""), []),
        (prepared(pump=None), ["pump_display_not_read"]),
        (part("pump", at=after(-51)), ["pump_read_before_order"]),
        (part("pump", at=after(-50)), []),
    ],
)
def test_what_the_preparation_lacks_is_named(inputs: ReadyInputs, expected: list[str]) -> None:
    assert codes(inputs) == expected


@pytest.mark.parametrize(
    ("found", "fits"),
    [(147_000, True), (146_999, False), (153_000, True), (153_001, False), (15_000, False)],
)
def test_the_pump_rate_may_be_two_percent_off(found: int, fits: bool) -> None:
    assert codes(part("pump", rate_ul_per_h=found)) == ([] if fits else ["pump_rate_differs"])


@pytest.mark.parametrize(("found", "fits"), [(98_000, True), (97_999, False), (102_000, True), (102_001, False)])
def test_the_pump_volume_may_be_two_percent_off(found: int, fits: bool) -> None:
    assert codes(part("pump", vtbi_ul=found)) == ([] if fits else ["pump_vtbi_differs"])


@pytest.mark.parametrize(("found", "fits"), [(784, True), (783, False), (816, True), (817, False), (8_000, False)])
def test_the_drawn_volume_may_be_two_percent_off(found: int, fits: bool) -> None:
    assert codes(part("draw_up", draw_volume_ul=found)) == ([] if fits else ["draw_volume_differs"])


@pytest.mark.parametrize(("people", "expected"), [(2, []), (3, ["second_person_signed_order"])])
def test_the_signer_may_watch_the_draw_up_when_only_two_are_there(people: int, expected: list[str]) -> None:
    drawn = replace(_drawn(READY.preparation), second_person="dora")
    assert codes(prepared(draw_up=drawn, people_in_building=people)) == expected


@pytest.mark.parametrize(("people", "expected"), [(2, []), (3, ["preparer_verified_order"])])
def test_the_verifier_may_draw_up_when_only_two_are_there(people: int, expected: list[str]) -> None:
    drawn = replace(_drawn(READY.preparation), by="ben", second_person="ann")
    assert codes(prepared(draw_up=drawn, people_in_building=people)) == expected


def _drawn(preparation: Preparation) -> Any:
    return preparation.draw_up


def test_without_an_order_the_rest_is_not_judged_and_nothing_is_open() -> None:
    assert codes(prepared(order=None)) == ["order_missing"]


def test_the_house_is_part_of_ready() -> None:
    assert codes(replace(READY, house=replace(READY.house, rescue_kit_checked_on=None))) == ["rescue_kit_not_checked"]
