"""The default policy: loads, carries its sources, and holds the numbers it is meant to hold."""

from decimal import Decimal

from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.policies import default_policy, default_policy_text
from slowdrip.knowledge.policies.in_force import in_force
from slowdrip.knowledge.policies.tests.authoring import loaded
from slowdrip.knowledge.types import Confidence

LEAVES = dict(leaves_of(default_policy()))


def test_the_default_loads() -> None:
    assert loaded(default_policy_text()).checks == default_policy().checks


def test_every_value_names_a_source_and_a_confidence() -> None:
    assert len(LEAVES) > 150
    assert all(leaf.source and isinstance(leaf.confidence, Confidence) for leaf in LEAVES.values())


def test_no_unverified_value_is_in_force() -> None:
    unverified = [key for key, leaf in LEAVES.items() if leaf.confidence is Confidence.UNVERIFIED]
    assert unverified
    assert not [key for key in unverified if in_force(key, LEAVES)]


def test_an_engineering_default_is_always_a_proposal() -> None:
    ours = [leaf for leaf in LEAVES.values() if "engineering default" in leaf.source]
    assert ours
    assert {leaf.confidence for leaf in ours} == {Confidence.PROPOSAL}


def test_every_alarm_limit_in_force_waits_for_the_director() -> None:
    tiers = [leaf for key, leaf in LEAVES.items() if key.startswith("alarms.") and ".profiles." not in key]
    assert all(leaf.needs_confirmation for leaf in tiers)


def test_the_alarm_tiers_hold_the_suggested_numbers() -> None:
    alarms = default_policy().alarms
    assert [tier.sbp_mmhg.value for tier in (alarms.advisory, alarms.urgent, alarms.emergency)] == [160, 180, 200]
    assert [tier.dbp_mmhg.value for tier in (alarms.advisory, alarms.urgent, alarms.emergency)] == [100, 110, 120]
    assert [tier.spo2_low_percent.value for tier in (alarms.advisory, alarms.urgent, alarms.emergency)] == [94, 92, 90]
    assert (alarms.advisory.hr_high_bpm.value, alarms.advisory.hr_low_bpm.value) == (110, 50)
    assert (alarms.urgent.hr_high_bpm.value, alarms.urgent.hr_sustained_min.value) == (120, 5)
    assert (alarms.advisory.rr_low_per_min.value, alarms.emergency.rr_low_per_min.value) == (10, 8)
    assert (alarms.urgent.moaas_at_most.value, alarms.emergency.moaas_at_most.value) == (3, 1)


def test_the_check_intervals_hold_the_suggested_numbers() -> None:
    checks = default_policy().checks
    assert (checks.first.until_min.value, checks.first.interval_min.value) == (15, 5)
    assert (checks.during.interval_min.value, checks.recovery.interval_min.value) == (10, 15)


def test_a_dose_above_one_mg_per_kg_needs_a_second_clinician() -> None:
    tiers = default_policy().dose_tiers
    assert tiers.second_clinician_above_mg_per_kg.value == Decimal(1)
    assert tiers.impossible_above_mg_per_kg.value == Decimal(3)
    assert (tiers.draw_step_ul.value, tiers.rounding_error_percent.value) == (10, Decimal(2))


def test_conflicting_start_limits_stand_side_by_side() -> None:
    profiles = default_policy().go_no_go.profiles
    assert sorted(each.sbp_high_mmhg.value for each in profiles) == [140, 150, 160, 180]
    assert default_policy().go_no_go.active.name == "spravato_140_90"


def test_fasting_follows_the_selected_profile() -> None:
    other = loaded(default_policy_text().replace('value = "clinics_6_2"', 'value = "clinic_4"'))
    assert default_policy().fasting.solids_h.value == Decimal(6)
    assert other.fasting.solids_h.value == Decimal(4)
    assert other.fasting.clear_liquids_h is None


def test_what_was_an_engineering_default_in_the_code_is_a_proposal_here() -> None:
    found = {
        "checks.recheck_channels": ("bp", "hr", "spo2"),
        "checks.late_entry_min": 2,
        "alarms.escalation_roles": ("nurse", "prescriber", "medical_director"),
        "alarms.cuff_low_mmhg": 1,
        "alarms.cuff_high_mmhg": 300,
        "dose_tiers.pump_volume_step_ul": 100,
        "dose_tiers.pump_rate_step_ul_per_h": 100,
        "dose_tiers.line_loss_reason_above_percent": 5,
        "dose_tiers.line_loss_impossible_above_percent": 20,
        "dose_tiers.tenfold_from_ratio": 8,
        "dose_tiers.thousandfold_from_ratio": 500,
        "weight.reread_within_kg": Decimal("0.1"),
        "weight.reread_within_cm": 1,
        "weight.pound_ratio_tolerance_percent": 10,
        "weight.dosing_bases": ("actual", "ideal", "adjusted"),
        "verification.draw_up_tolerance_percent": 2,
        "verification.pump_tolerance_percent": 2,
        "sessions.lock_after_s": 120,
        "sessions.max_session_h": 12,
        "sessions.pin_tries": 5,
    }
    assert {key: LEAVES[key].value for key in found} == found
    assert all(LEAVES[key].needs_confirmation for key in found)
