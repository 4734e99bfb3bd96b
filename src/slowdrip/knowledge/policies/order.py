"""Which values of a policy must stand in which order, whatever a clinic chooses."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.types.sourced import Sourced

Leaves = Mapping[str, Sourced[Any]]

# Each line rises strictly from left to right.
RISING = (
    ("alarms.advisory.sbp_mmhg", "alarms.urgent.sbp_mmhg", "alarms.emergency.sbp_mmhg"),
    ("alarms.advisory.dbp_mmhg", "alarms.urgent.dbp_mmhg", "alarms.emergency.dbp_mmhg"),
    ("alarms.advisory.hr_low_bpm", "alarms.advisory.hr_high_bpm", "alarms.urgent.hr_high_bpm"),
    ("alarms.own_limits.hr_low_at_least_bpm", "alarms.own_limits.hr_high_at_most_bpm"),
    ("alarms.emergency.spo2_low_percent", "alarms.urgent.spo2_low_percent", "alarms.advisory.spo2_low_percent"),
    ("alarms.emergency.rr_low_per_min", "alarms.advisory.rr_low_per_min"),
    ("alarms.emergency.moaas_at_most", "alarms.urgent.moaas_at_most", "discharge.moaas_at_least"),
    ("alarms.advisory.dbp_mmhg", "alarms.advisory.sbp_mmhg"),
    ("alarms.urgent.dbp_mmhg", "alarms.urgent.sbp_mmhg"),
    ("alarms.emergency.dbp_mmhg", "alarms.emergency.sbp_mmhg"),
    ("alarms.urgent.repeat_after_min", "alarms.urgent.repeat_within_min"),
    ("go_no_go.hr_low_bpm", "go_no_go.hr_high_bpm"),
    ("go_no_go.rr_low_per_min", "go_no_go.rr_high_per_min"),
    ("checks.first.grace_min", "checks.first.interval_min"),
    ("checks.during.grace_min", "checks.during.interval_min"),
    ("checks.recovery.grace_min", "checks.recovery.interval_min"),
    ("dose_tiers.impossible_below_mg_per_kg", "dose_tiers.reason_below_mg_per_kg", "dose_tiers.default_mg_per_kg"),
    (
        "dose_tiers.reason_above_mg_per_kg",
        "dose_tiers.second_clinician_above_mg_per_kg",
        "dose_tiers.impossible_above_mg_per_kg",
    ),
    ("dose_tiers.impossible_under_min", "dose_tiers.reason_under_min"),
    ("dose_tiers.reason_over_min", "dose_tiers.impossible_over_min"),
    ("dose_tiers.reason_above_mg_per_kg_per_h", "dose_tiers.impossible_above_mg_per_kg_per_h"),
    (
        "dose_tiers.reason_above_mg_per_ml",
        "dose_tiers.impossible_above_mg_per_ml",
        "dose_tiers.dilute_at_least_mg_per_ml",
    ),
    ("dose_tiers.pump_rate_min_ml_per_h", "dose_tiers.pump_rate_max_ml_per_h"),
    ("dose_tiers.line_loss_reason_above_percent", "dose_tiers.line_loss_impossible_above_percent"),
    ("dose_tiers.tenfold_from_ratio", "dose_tiers.thousandfold_from_ratio"),
    ("alarms.cuff_low_mmhg", "alarms.advisory.dbp_mmhg"),
    ("alarms.cuff_low_mmhg", "go_no_go.sbp_low_mmhg"),
    ("followup.call_from_h", "followup.call_until_h"),
    ("asking.first_mood_after_h", "asking.second_mood_after_h", "asking.diary_after_h"),
    ("asking.first_later_after_days", "asking.second_later_after_days", "asking.third_later_after_days"),
    ("asking.quiet_until_hour", "asking.quiet_from_hour"),
    ("risk.screen_urgent_within_min", "risk.screen_review_within_min"),
    ("risk.act_high_within_min", "risk.act_moderate_within_min"),
    ("risk.remind_before_min", "risk.screen_urgent_within_min"),
    ("weight.plausible_min_kg", "weight.plausible_max_kg"),
    ("weight.height_min_cm", "weight.height_max_cm"),
    ("weight.bmi_min_kg_per_m2", "weight.bmi_max_kg_per_m2"),
    ("weight.change_alert_percent", "weight.change_refuse_percent"),
)
# Each line may stay level but never falls from left to right.
NOT_FALLING = (
    ("alarms.off_monitor_short_min", "alarms.off_monitor_long_min"),
    ("alarms.own_limits.hr_low_at_least_bpm", "alarms.advisory.hr_low_bpm"),
    ("alarms.urgent.hr_high_bpm", "alarms.own_limits.hr_high_at_most_bpm"),
    ("checks.first.interval_min", "checks.first.until_min"),
    ("checks.first.interval_min", "checks.during.interval_min"),
    ("dose_tiers.default_mg_per_kg", "dose_tiers.reason_above_mg_per_kg"),
    ("dose_tiers.reason_under_min", "dose_tiers.default_duration_min", "dose_tiers.reason_over_min"),
    ("alarms.emergency.sbp_mmhg", "alarms.cuff_high_mmhg"),
    ("alarms.channel_silent_s", "alarms.channel_silent_urgent_s"),
    ("alarms.emergency.escalate_after_s", "alarms.urgent.escalate_after_s"),
    ("alarms.emergency.silence_s", "alarms.urgent.silence_s"),
)
# In every profile under the first key, the second stands below (or level with) the third.
PROFILE_RISING = (
    ("go_no_go.profiles", "dbp_high_mmhg", "sbp_high_mmhg"),
    ("alarms.profiles", "dbp_mmhg", "sbp_mmhg"),
)
PROFILE_NOT_FALLING = (("fasting.profiles", "clear_liquids_h", "solids_h"),)


def note_impossible_orders(leaves: Leaves, found: Findings) -> None:
    """Notes each pair of values that contradict each other; unreadable values were noted before."""
    for low, high in _pairs(RISING, PROFILE_RISING, leaves):
        if not leaves[low].value < leaves[high].value:
            _note(low, high, "below", leaves, found)
    for low, high in _pairs(NOT_FALLING, PROFILE_NOT_FALLING, leaves):
        if not leaves[low].value <= leaves[high].value:
            _note(low, high, "at most", leaves, found)


def _pairs(
    lines: tuple[tuple[str, ...], ...], of_profiles: tuple[tuple[str, str, str], ...], leaves: Leaves
) -> Iterator[tuple[str, str]]:
    fixed = [pair for line in lines for pair in pairwise(line)]
    named = [pair for where, low, high in of_profiles for pair in _profile_pairs(where, low, high, leaves)]
    yield from (pair for pair in [*fixed, *named, *_start_pressure(leaves)] if leaves.keys() >= set(pair))


def _profile_pairs(where: str, low: str, high: str, leaves: Leaves) -> list[tuple[str, str]]:
    names = dict.fromkeys(key.split(".")[2] for key in leaves if key.startswith(f"{where}."))
    return [(f"{where}.{name}.{low}", f"{where}.{name}.{high}") for name in names]


def _start_pressure(leaves: Leaves) -> list[tuple[str, str]]:
    names = dict.fromkeys(key.split(".")[2] for key in leaves if key.startswith("go_no_go.profiles."))
    return [("go_no_go.sbp_low_mmhg", f"go_no_go.profiles.{name}.sbp_high_mmhg") for name in names]


def _note(low: str, high: str, relation: str, leaves: Leaves, found: Findings) -> None:
    found.add(
        low, "impossible_order", found=leaves[low].value, relation=relation, other=high, other_found=leaves[high].value
    )
