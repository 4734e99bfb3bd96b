"""The rules on a real record with the default policy, from ready to discharge."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.events import Event
from slowdrip.science.rules.adapters.closing import account_tolerance_ug, drug_account, recovery, volumes
from slowdrip.science.rules.adapters.policy_alarms import (
    bp_limits,
    cuff_range,
    life_limits,
    overdue_limits,
    schedule,
    watch_limits,
)
from slowdrip.science.rules.adapters.policy_gates import (
    discharge_limits,
    go_no_go_limits,
    ready_limits,
    reconcile_limits,
)
from slowdrip.science.rules.adapters.ready import ClinicFacts, OrderFacts, ready_inputs
from slowdrip.science.rules.adapters.watch import due_inputs
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.alarm_life import next_call_at
from slowdrip.science.rules.blood_pressure import CuffRange
from slowdrip.science.rules.discharge import discharge_gates
from slowdrip.science.rules.due import due_items
from slowdrip.science.rules.ready import ready_gates
from slowdrip.science.rules.reconcile import account_reason, residual_reason, volume_tasks
from slowdrip.science.rules.tests.cases import BP_LIMITS, HOUSE, LIFE_LIMITS, READY, after, life
from slowdrip.science.rules.tests.visit import POLICY, before_start, check, event, started, state

WATCH = watch_limits(POLICY)
FACTS = ClinicFacts(
    order=OrderFacts(signed_by="dora", read_back_missing=False, void=False, verified_by="ben"),
    weight=READY.weight,
    house=HOUSE,
    pregnancy_possible=False,
    roles_of={"ben": frozenset({"nurse"}), "ann": frozenset({"nurse"})},
)
HOME = (
    event("stopped", 40),
    event("iv_site_removed", 50),
    *check(95),
    event("recovery_score", 95, {"gait": "steady"}),
    event("suicidality_after", 96, {"answer": "none"}),
    event("escort_seen", 97, {"name": "Eve"}),
    event("instructions_given", 98, {"receipt_signed_by_escort": True, "phone_number_given": True}),
)


def not_ready(events: list[Event], facts: ClinicFacts = FACTS, *, minute: float = -1) -> list[str]:
    inputs = ready_inputs(state(events, minute), facts, cuff=cuff_range(POLICY))
    result = ready_gates(inputs, ready_limits(POLICY, consent_version="v3"), at=after(minute))
    return [reason.code for reason in result.not_yet]


def not_home(*events: Event, minute: float = 100) -> list[str]:
    found = recovery(state([*started(), *events], minute))
    return [reason.code for reason in discharge_gates(found, discharge_limits(POLICY), at=after(minute)).not_yet]


def test_the_default_policy_gives_the_limits_of_the_tests() -> None:
    assert replace(bp_limits(POLICY), sources=()) == BP_LIMITS
    assert life_limits(POLICY) == LIFE_LIMITS
    assert overdue_limits(POLICY).urgent_after_min == 5


def with_value(section: str, **values: object) -> Policy:
    """The policy with other values in one section."""
    old = getattr(POLICY, section)
    new = {name: replace(getattr(old, name), value=value) for name, value in values.items()}
    return replace(POLICY, **{section: replace(old, **new)})


def test_the_ladder_is_the_policy_s() -> None:
    assert life_limits(with_value("alarms", escalation_roles=("prescriber",))).ladder == ("prescriber",)


@pytest.mark.parametrize(("calls", "goes_on"), [(2, True), (3, False), (4, False)])
def test_how_often_the_top_is_called_is_the_policy_s(calls: int, goes_on: bool) -> None:
    limits = life_limits(with_value("alarms", ceiling_calls=3))
    top = replace(life(), level=2, escalated_at=after(0), calls_at_level=calls)
    assert (next_call_at(top, limits) is not None) is goes_on


def test_the_cuff_is_the_policy_s() -> None:
    policy = with_value("alarms", cuff_low_mmhg=20, cuff_high_mmhg=250)
    assert cuff_range(policy) == bp_limits(policy).cuff == watch_limits(policy).cuff == CuffRange(20, 250)


def test_syringe_and_pump_have_each_their_own_tolerance() -> None:
    policy = with_value("verification", draw_up_tolerance_percent=Decimal(1), pump_tolerance_percent=Decimal(5))
    limits = ready_limits(policy, consent_version=None).preparation
    assert (limits.draw_up_tolerance_percent, limits.pump_tolerance_percent) == (Decimal(1), Decimal(5))


@pytest.mark.parametrize(("minute", "waiting"), [(16, ["iv_site"]), (17, [])])
def test_a_recheck_measures_what_the_policy_names(minute: float, waiting: list[str]) -> None:
    asked = event(
        "medication_given",
        10,
        {
            "drug": "labetalol",
            "dose": "10",
            "unit": "mg",
            "route": "iv",
            "indication": "pressure",
            "recheck_due": after(20),
        },
    )
    line = [*started(), asked, event("iv_site_checked", minute, {"finding": "patent"})]
    limits = watch_limits(with_value("checks", recheck_channels=("iv_site",)))
    items = due_items(due_inputs(state(line, 18), limits, repeat=None), schedule(POLICY))
    assert [each for item in items if item.kind == "medication_recheck" for each in item.channels] == waiting


@pytest.mark.parametrize("tier", list(Tier))
def test_every_tier_names_its_sources(tier: Tier) -> None:
    assert all(each.source and each.confidence for each in bp_limits(POLICY).sources_of(tier))
    assert len(bp_limits(POLICY).sources_of(tier)) >= 2


def test_a_charted_preparation_is_ready() -> None:
    assert not_ready(before_start()) == []


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("identity_confirmed", {"identity_not_confirmed"}),
        ("consent_seen", {"consent_not_seen"}),
        ("order_attached", {"order_missing"}),
        ("iv_site_placed", {"iv_not_placed"}),
        ("drawn_up", {"not_drawn_up"}),
        ("bedside_check", {"bedside_check_missing"}),
        ("pump_shows", {"pump_display_not_read"}),
        ("vitals", {"not_measured"}),
        ("moaas", {"not_measured"}),
        ("orientation", {"not_measured"}),
    ],
)
def test_an_event_that_is_missing_shuts_its_gate(kind: str, codes: set[str]) -> None:
    assert codes <= set(not_ready([each for each in before_start() if each.kind != kind]))


def test_a_missing_precheck_shuts_every_question() -> None:
    left = [each for each in before_start() if each.kind != "precheck"]
    assert {"fasting_not_asked", "escort_not_named", "suicidality_not_asked"} <= set(not_ready(left))


def test_old_vitals_shut_the_gate() -> None:
    assert set(not_ready(before_start(), minute=8)) == {"measurement_too_old"}


def test_a_caution_needs_a_repeat_and_the_prescriber() -> None:
    line = [*before_start(), *check(-3, sbp_mmhg=150)]
    assert not_ready(line) == ["prescriber_decides", "caution_above"]
    go = event("go_no_go", -2, {"decision": "go", "prescriber": "dora"})
    assert not_ready([*line, go]) == []


def test_a_pump_that_shows_another_rate_shuts_the_gate() -> None:
    shown = event("pump_shows", -2, {"rate_ul_per_h": 15_000, "vtbi_ul": 100_000})
    assert not_ready([*before_start(), shown]) == ["pump_rate_differs"]


def test_without_a_signed_order_nothing_is_ready() -> None:
    assert not_ready(before_start(), replace(FACTS, order=None)) == ["order_missing"]


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("spravato_140_90", "caution_above"),
        ("toronto_160_90", "beyond_above"),
        ("icu_ed_180", "beyond_above"),
    ],
)
def test_each_go_no_go_profile_means_what_its_source_says(name: str, above: str) -> None:
    chosen = replace(POLICY.go_no_go.profile, value=name)
    limits = go_no_go_limits(replace(POLICY, go_no_go=replace(POLICY.go_no_go, profile=chosen)))
    profile = next(each for each in POLICY.go_no_go.profiles if each.name == name)
    assert getattr(limits.bounds["systolic_mmhg"], above) == profile.sbp_high_mmhg.value


def test_the_due_clock_follows_the_record() -> None:
    line = [*started(), *check(5)]
    items = due_items(due_inputs(state(line, 6), WATCH, repeat=None), schedule(POLICY))
    assert [(item.channels, item.due_at) for item in items] == [
        (("bp", "hr", "spo2", "rr", "moaas"), after(10)),
        (("dissociation",), after(25)),
    ]


def test_nothing_is_due_after_the_ending() -> None:
    line = [*started(), *HOME, event("discharged", 101)]
    assert due_items(due_inputs(state(line, 300), WATCH, repeat=None), schedule(POLICY)) == ()


@pytest.mark.parametrize(("minute", "waiting"), [(16, True), (17, False)])
def test_a_medicine_asks_for_its_recheck(minute: float, waiting: bool) -> None:
    given = event(
        "medication_given",
        10,
        {
            "drug": "labetalol",
            "dose": "10",
            "unit": "mg",
            "route": "iv",
            "indication": "pressure",
            "recheck_due": after(20),
        },
    )
    inputs = due_inputs(state([*started(), given, *check(minute)], 18), WATCH, repeat=None)
    kinds = [item.kind for item in due_items(inputs, schedule(POLICY))]
    assert ("medication_recheck" in kinds) is waiting


def test_a_recovered_patient_may_go_home() -> None:
    assert not_home(*HOME) == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("stopped", "drip_not_ended"),
        ("iv_site_removed", "iv_still_in"),
        ("recovery_score", "not_charted"),
        ("suicidality_after", "suicidality_after_not_asked"),
        ("escort_seen", "escort_not_seen"),
        ("instructions_given", "no_receipt_by_escort"),
        ("moaas", "charted_before_end"),
        ("vitals", "charted_before_end"),
        ("orientation", "charted_before_end"),
    ],
)
def test_what_was_not_done_keeps_the_patient(kind: str, code: str) -> None:
    assert code in not_home(*(each for each in HOME if each.kind != kind))


def test_the_observation_counts_from_the_stop() -> None:
    assert "too_early" in not_home(*HOME, minute=99)


@pytest.mark.parametrize(
    ("read", "tasks"),
    [
        ({"pump_volume_ul": 100_000, "residual_ul": 0}, []),
        ({"pump_volume_ul": 97_000, "residual_ul": 0}, ["pump_differs_from_record"]),
        ({"pump_volume_ul": 100_000, "residual_ul": 3_000}, ["residual_differs_from_record"]),
        ({"residual_ul": 0}, ["pump_volume_not_read"]),
    ],
)
def test_the_end_is_reconciled_with_the_pump(read: dict[str, Any], tasks: list[str]) -> None:
    line = [*started(), event("completed", 40), event("pump_read", 45, read)]
    found = volume_tasks(volumes(state(line, 50)), reconcile_limits(POLICY))
    assert [reason.code for reason in found] == tasks


def test_a_drip_without_a_reading_opens_tasks_for_it() -> None:
    found = volume_tasks(volumes(state([*started(), event("completed", 40)], 50)), reconcile_limits(POLICY))
    assert [reason.code for reason in found] == ["pump_volume_not_read", "residual_not_read"]


def test_the_drug_of_an_early_stop_is_accounted_for_when_wasted() -> None:
    line = [*started(), event("stopped", 20), event("pump_read", 25, {"pump_volume_ul": 50_000, "residual_ul": 50_000})]
    account = drug_account(state(line, 30))
    tolerance_ug = account_tolerance_ug(account.drawn_ug, reconcile_limits(POLICY))
    assert (account.given_ug, account.residual_ug, tolerance_ug) == (20_000, 20_000, 2_000)
    assert account_reason(account, tolerance_ug=tolerance_ug) is None
    assert residual_reason(account, tolerance_ug=tolerance_ug) is not None
    wasted = event("wasted", 35, {"volume_ul": 50_000, "container": "bag", "witness": "ben"})
    after_waste = drug_account(state([*line, wasted], 40))
    assert residual_reason(after_waste, tolerance_ug=tolerance_ug) is None
    assert account_reason(after_waste, tolerance_ug=tolerance_ug) is None


def test_a_check_that_a_person_explained_is_put_off() -> None:
    alarm = event(
        "alarm_raised",
        8,
        {
            "rule": "overdue_check",
            "tier": "advisory",
            "trigger": "check:bp",
            "policy_version": "p1",
            "inputs": {"kind": "check", "channels": "bp", "due_at": after(5).isoformat()},
        },
    )
    told = event("alarm_resolved", 9, {"alarm_id": alarm.id, "reason": "patient_declined"})
    inputs = due_inputs(state([*started(), alarm, told], 9), WATCH, repeat=None)
    assert inputs.deferred_at == {"bp": after(9)}
    assert after(9) + timedelta(minutes=5) in [item.due_at for item in due_items(inputs, schedule(POLICY))]
