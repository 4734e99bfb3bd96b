"""Breaks one gate, ending or reconciliation rule at a time; the check that guards it must fail."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from slowdrip.science.rules import discharge, ending, go_no_go, outcome, reconcile, staffing
from slowdrip.science.rules.go_no_go import Verdict
from slowdrip.science.rules.outcome import gate
from slowdrip.science.rules.ready import arrival, baseline, preparation, weight
from slowdrip.science.rules.recovered import Pressure
from slowdrip.science.rules.tests import (
    test_discharge,
    test_ending,
    test_go_no_go,
    test_outcome,
    test_ready,
    test_reconcile,
    test_staffing,
)
from slowdrip.science.rules.tests.cases import GO, HOUSE, READY, TODAY, after
from slowdrip.science.rules.tests.test_discharge import found
from slowdrip.science.rules.tests.test_ready import answered, arrived, measured, part, prepared
from tests.faults.planted import Fault, always, never, nothing, prove

STALE = {"bp": after(-5), "hr": after(-5), "moaas": after(-16)}


def passed(code: str) -> Callable[..., object]:
    """A gate that opens whatever is asked."""
    return lambda *_, **__: gate(code)


def not_ready(inputs: Any, *expected: str) -> Callable[[], None]:
    """The start is still held back by exactly these reasons."""

    def check() -> None:
        assert test_ready.codes(inputs) == list(expected)

    return check


def not_home(expected: str, **changes: Any) -> Callable[[], None]:
    """The discharge is still held back by exactly this reason."""

    def check() -> None:
        assert test_discharge.codes(**changes) == [expected]

    return check


def house_shut(code: str, **changes: Any) -> Callable[[], None]:
    """The house is still held back by this reason."""

    def check() -> None:
        assert code in test_staffing.codes(replace(HOUSE, **changes))

    return check


READY_FAULTS = {
    "consent": Fault(
        arrival, "consent_gate", passed("consent"), not_ready(arrived(consent_version="v2"), "consent_version_differs")
    ),
    "fasting": Fault(arrival, "_fasted", nothing, not_ready(answered(solids_since=after(-10)), "fasting_too_short")),
    "escort": Fault(arrival, "escort_gate", passed("escort"), not_ready(answered(escort_name=""), "escort_not_named")),
    "pregnancy": Fault(
        arrival,
        "pregnancy_gate",
        passed("pregnancy"),
        not_ready(answered(pregnancy_test="positive"), "pregnancy_test_positive"),
    ),
    "medicines": Fault(arrival, "_confirmed", nothing, not_ready(answered(medicines=None), "medicines_not_confirmed")),
    "illness": Fault(
        arrival,
        "illness_gate",
        passed("new_illness"),
        not_ready(answered(new_illness=True), "new_illness_not_reviewed"),
    ),
    "suicidality": Fault(
        arrival,
        "suicidality_gate",
        passed("suicidality_before"),
        not_ready(answered(suicidality_asked=None), "suicidality_not_asked"),
    ),
    "old_weight": Fault(
        weight,
        "_age",
        nothing,
        not_ready(replace(READY, weight=replace(READY.weight, measured_at=after(-60 * 24 * 8))), "weight_too_old"),
    ),
    "reread_weight": Fault(
        weight,
        "_reread",
        nothing,
        not_ready(replace(READY, weight=replace(READY.weight, reread_by=None)), "weight_not_reread"),
    ),
    "old_vitals": Fault(
        baseline,
        "fresh_reason",
        nothing,
        not_ready(replace(READY, baseline=replace(READY.baseline, last_at=STALE)), "measurement_too_old"),
    ),
    "undecided": Fault(
        baseline, "_undecided", nothing, not_ready(measured(systolic_mmhg=141), "prescriber_decides", "caution_above")
    ),
    "prescriber_said_no": Fault(
        baseline,
        "_refused",
        nothing,
        not_ready(measured(decision=replace(GO, decision="cancel")), "prescriber_decided_cancel"),
    ),
    "beyond_taken_for_caution": Fault(
        go_no_go,
        "worst",
        lambda _: Verdict.CAUTION,
        not_ready(measured(systolic_mmhg=181, decision=GO), "beyond_above"),
    ),
    "unsigned": Fault(
        preparation, "signed_reason", nothing, not_ready(part("order", signed_by=None), "order_not_signed")
    ),
    "unverified": Fault(
        preparation,
        "verified_reason",
        nothing,
        not_ready(part("order", verified_by="dora"), "order_verified_by_signer"),
    ),
    "alone_at_the_vial": Fault(
        preparation,
        "_second_person",
        lambda *_, **__: (),
        not_ready(part("draw_up", second_person=None), "no_second_person"),
    ),
    "tenfold_drawn": Fault(
        preparation, "within", always, not_ready(part("draw_up", draw_volume_ul=8_000), "draw_volume_differs")
    ),
    "no_line": Fault(preparation, "line_reason", nothing, not_ready(prepared(line_in=False), "iv_not_placed")),
    "swollen_line": Fault(
        preparation,
        "LINE_FINDINGS_THAT_PASS",
        ("", "swelling"),
        not_ready(prepared(line_finding="swelling"), "iv_site_not_good"),
    ),
    "no_bedside_check": Fault(
        preparation, "bedside_reason", nothing, not_ready(prepared(bedside=None), "bedside_check_missing")
    ),
    "pump_not_read": Fault(
        preparation, "pump_reasons", lambda *_, **__: (), not_ready(prepared(pump=None), "pump_display_not_read")
    ),
    "limit_not_crossed": Fault(
        go_no_go,
        "crossed",
        nothing,
        lambda: test_go_no_go.test_a_value_on_its_limit_has_not_crossed_it("systolic_mmhg", 141, "caution"),
    ),
    "pulseless_pressure": Fault(
        go_no_go,
        "no_pulse_pressure",
        never,
        lambda: test_go_no_go.test_a_pressure_without_a_pulse_says_nothing(120, "incomplete"),
    ),
}

HOUSE_FAULTS = {
    "expired_credential": Fault(
        staffing,
        "valid_on",
        always,
        house_shut(
            "credential_expired",
            credentials=(replace(HOUSE.credentials[0], expires_on=TODAY.replace(day=1)), HOUSE.credentials[1]),
        ),
    ),
    "nobody_with_acls": Fault(
        staffing, "acls_gate", passed("acls_clinician"), house_shut("acls_clinician_not_named", acls_clinician=None)
    ),
    "alone_in_the_building": Fault(
        staffing,
        "second_person_gate",
        passed("second_person"),
        house_shut("too_few_people", in_building=frozenset({"ann"})),
    ),
    "kit_of_yesterday": Fault(
        staffing,
        "rescue_kit_gate",
        passed("rescue_kit"),
        house_shut("rescue_kit_not_checked_today", rescue_kit_checked_on=TODAY.replace(day=1)),
    ),
    "open_without_gates": Fault(
        outcome.GateResult, "open", True, (test_outcome.test_a_result_without_gates_stays_shut)
    ),
}

HOME_FAULTS = {
    "too_early": Fault(discharge, "time_gate", passed("time"), not_home("too_early", ended_at=after(-59))),
    "old_finding": Fault(
        discharge, "stale", nothing, not_home("charted_too_long_ago", moaas=replace(found(5), at=after(-16)))
    ),
    "sedated": Fault(discharge, "outside", nothing, not_home("moaas_below", moaas=found(4))),
    "pressure_far": Fault(
        discharge, "near", always, not_home("bp_far_from_baseline", pressure=Pressure(145, 80, after(-5)))
    ),
    "on_oxygen": Fault(discharge, "air_reason", nothing, not_home("on_oxygen", on_air=False)),
    "unsteady": Fault(discharge, "gait_gate", passed("gait"), not_home("gait_not_safe", gait="assisted")),
    "not_asked_before": Fault(
        discharge, "before_reason", nothing, not_home("suicidality_before_not_asked", suicidality_before=None)
    ),
    "positive_after": Fault(
        discharge, "after_reason", nothing, not_home("suicidality_high_risk", suicidality_after="item_5")
    ),
    "high_risk_taken_for_low": Fault(
        discharge, "HIGH_RISK", (), not_home("suicidality_high_risk", suicidality_after="item_5", clinician_told=True)
    ),
    "sent_home_with_the_line": Fault(
        discharge, "_way_home_gates", lambda *_: (), not_home("iv_still_in", line_in=True)
    ),
}

END_FAULTS = {
    "discharged_while_running": Fault(
        ending,
        "ENDINGS",
        {"running": ("discharged",), "recovery": ("discharged",)},
        (lambda: test_ending.test_discharge_is_offered_in_recovery_only("running")),
    ),
    "signs_right_after": Fault(
        ending,
        "patient_signs_again_at",
        lambda ended_at, *, hours: ended_at,
        lambda: test_ending.test_the_patient_signs_nothing_from_the_start_until_a_day_after_the_end(41, False),
    ),
    "difference_overlooked": Fault(
        reconcile,
        "differs",
        never,
        lambda: test_reconcile.test_the_volume_limit_is_crossed_beyond_its_number(102_001, True),
    ),
    "missing_drug_overlooked": Fault(
        reconcile.DrugAccount,
        "missing_ug",
        0,
        lambda: test_reconcile.test_the_drug_account_adds_up_within_its_tolerance(899, "drug_missing"),
    ),
    "residual_forgotten": Fault(
        reconcile,
        "_residual_task",
        nothing,
        lambda: test_reconcile.test_what_was_not_read_is_a_task_too({"residual_ul": None}, "residual_not_read"),
    ),
}

FAULTS = {**READY_FAULTS, **HOUSE_FAULTS, **HOME_FAULTS, **END_FAULTS}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_gate_rule_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(FAULTS[name], monkeypatch)
