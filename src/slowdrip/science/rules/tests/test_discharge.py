"""Every discharge criterion, below, at and above its boundary."""

from dataclasses import replace
from typing import Any

import pytest

from slowdrip.science.rules.discharge import discharge_gates
from slowdrip.science.rules.recovered import Finding, Pressure
from slowdrip.science.rules.tests.cases import DISCHARGE_LIMITS, NOON, RECOVERED, after, recovered

GATES = (
    "time",
    "bp_near_baseline",
    "spo2_on_air",
    "moaas",
    "orientation",
    "dissociation",
    "nausea",
    "gait",
    "suicidality_before",
    "suicidality_after",
    "escort",
    "instructions",
    "phone",
    "iv_out",
    "alarms",
)


def codes(**changes: Any) -> list[str]:
    return [reason.code for reason in discharge_gates(recovered(**changes), DISCHARGE_LIMITS, at=NOON).not_yet]


def found(value: int) -> Finding:
    return Finding(value, after(-5))


def test_a_recovered_patient_may_go() -> None:
    result = discharge_gates(RECOVERED, DISCHARGE_LIMITS, at=NOON)
    assert result.open
    assert tuple(gate.code for gate in result.gates) == GATES


def test_a_running_drip_is_not_discharged() -> None:
    assert codes(ended_at=None) == ["drip_not_ended"]


@pytest.mark.parametrize(("minute", "expected"), [(-59.9, ["too_early"]), (-60, []), (-60.1, [])])
def test_the_observation_time_must_be_over(minute: float, expected: list[str]) -> None:
    assert codes(ended_at=after(minute)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"moaas": found(4)}, ["moaas_below"]),
        ({"moaas": found(5)}, []),
        ({"orientation": found(3)}, ["orientation_below"]),
        ({"orientation": found(4)}, []),
        ({"spo2_percent": found(93)}, ["spo2_below"]),
        ({"spo2_percent": found(94)}, []),
        ({"spo2_percent": found(95)}, []),
        ({"nausea": found(1)}, []),
        ({"nausea": found(2)}, []),
        ({"nausea": found(3)}, ["nausea_above"]),
        ({"dissociation": found(0)}, []),
        ({"dissociation": found(1)}, []),
        ({"dissociation": found(2)}, ["dissociation_above"]),
        ({"dissociation": found(3), "dissociation_baseline": 3}, []),
        ({"dissociation": found(4), "dissociation_baseline": 3}, ["dissociation_above"]),
        ({"dissociation": found(2), "dissociation_baseline": None}, ["dissociation_above"]),
        ({"gait": "assisted"}, ["gait_not_safe"]),
        ({"gait": "steady"}, []),
        ({"on_air": False}, ["on_oxygen"]),
        ({"on_air": None}, ["oxygen_not_charted"]),
        ({"suicidality_before": None}, ["suicidality_before_not_asked"]),
        ({"suicidality_after": None}, ["suicidality_after_not_asked"]),
        ({"suicidality_after": "none"}, []),
        ({"suicidality_after": "item_1"}, ["suicidality_positive_clinician_not_told"]),
        ({"suicidality_after": "declined"}, ["suicidality_positive_clinician_not_told"]),
        ({"suicidality_after": "item_3", "clinician_told": True}, []),
        ({"suicidality_after": "item_4", "clinician_told": True}, ["suicidality_high_risk"]),
        ({"suicidality_after": "item_5", "clinician_told": True}, ["suicidality_high_risk"]),
        ({"suicidality_after": "behaviour", "clinician_told": True}, ["suicidality_high_risk"]),
        ({"suicidality_after_at": after(-61)}, ["suicidality_asked_before_end"]),
        ({"suicidality_after_at": after(-60)}, []),
        ({"escort_seen": False}, ["escort_not_seen"]),
        ({"receipt_by_escort": False}, ["no_receipt_by_escort"]),
        ({"phone_given": False}, ["phone_not_given"]),
        ({"line_in": True}, ["iv_still_in"]),
        ({"calling_alarms": 1}, ["alarms_unresolved"]),
    ],
)
def test_each_criterion_at_its_boundary(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(**change) == expected


@pytest.mark.parametrize(
    ("systolic", "diastolic", "count"),
    [
        (144, 80, 0),
        (145, 80, 1),
        (96, 80, 0),
        (95, 80, 1),
        (120, 96, 0),
        (120, 97, 1),
        (120, 64, 0),
        (120, 63, 1),
        (145, 97, 2),
    ],
)
def test_the_pressure_is_near_within_twenty_percent_up_and_down(systolic: int, diastolic: int, count: int) -> None:
    assert codes(pressure=Pressure(systolic, diastolic, after(-5))) == ["bp_far_from_baseline"] * count


def test_without_a_baseline_nothing_is_near_it() -> None:
    assert codes(baseline=None) == ["no_baseline"]


CHARTED = ("spo2_percent", "moaas", "orientation", "dissociation", "nausea")


@pytest.mark.parametrize("name", [*CHARTED, "pressure", "gait_at"])
def test_what_was_not_charted_is_not_met(name: str) -> None:
    assert codes(**{name: None}) == ["not_charted"]


@pytest.mark.parametrize("name", [*CHARTED, "pressure"])
@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (-14.9, []),
        (-15, []),
        (-15.1, ["charted_too_long_ago"]),
        (-60, ["charted_too_long_ago"]),
        (-61, ["charted_before_end"]),
    ],
)
def test_a_finding_counts_when_it_is_recent_and_after_the_end(name: str, minute: float, expected: list[str]) -> None:
    assert codes(**{name: replace(getattr(RECOVERED, name), at=after(minute))}) == expected


def test_an_unsteady_walk_long_ago_does_not_count_as_steady_now() -> None:
    assert codes(gait_at=after(-16)) == ["charted_too_long_ago"]


@pytest.mark.parametrize(
    ("limit", "change"),
    [
        ("suicidality_before_required", {"suicidality_before": None}),
        ("suicidality_after_required", {"suicidality_after": None}),
        ("escort_seen_required", {"escort_seen": False}),
        ("instructions_required", {"receipt_by_escort": False}),
        ("phone_required", {"phone_given": False}),
        ("iv_removed_required", {"line_in": True}),
    ],
)
def test_a_policy_may_drop_a_criterion(limit: str, change: dict[str, Any]) -> None:
    dropped: dict[str, Any] = {limit: False}
    limits = replace(DISCHARGE_LIMITS, **dropped)
    assert discharge_gates(recovered(**change), limits, at=NOON).open


def test_a_positive_answer_counts_even_where_the_question_is_not_required() -> None:
    limits = replace(DISCHARGE_LIMITS, suicidality_after_required=False)
    assert not discharge_gates(recovered(suicidality_after="item_4"), limits, at=NOON).open
