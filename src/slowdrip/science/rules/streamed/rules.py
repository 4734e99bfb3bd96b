"""Gives the names of these rules, the charted rule that is about the same, and how a person may end their alarms."""

from collections.abc import Mapping

from slowdrip.science.rules.blood_pressure import RULE as BLOOD_PRESSURE
from slowdrip.science.rules.measured import heart_rate_high, heart_rate_low, oxygen_saturation, respiratory_rate

SPO2, HR_HIGH, HR_LOW = "monitor_spo2", "monitor_hr_high", "monitor_hr_low"
RR, BP = "monitor_rr", "monitor_bp"
CHARTED: Mapping[str, str] = {
    SPO2: oxygen_saturation.RULE,
    HR_HIGH: heart_rate_high.RULE,
    HR_LOW: heart_rate_low.RULE,
    RR: respiratory_rate.RULE,
    BP: BLOOD_PRESSURE,
}
"""The rule over charted numbers about the same matter: its alarm stands for one of these."""
RULES = frozenset(CHARTED)
CHANNEL_OF: Mapping[str, str] = {SPO2: "spo2", HR_HIGH: "hr", HR_LOW: "hr", RR: "rr", BP: "bp"}

_HEART = (
    "watched_and_recovered",
    "artifact",
    "probe_replaced",
    "treated",
    "pump_paused",
    "pump_stopped",
    "prescriber_accepts",
    "handed_to_ems",
)
_BREATH = (
    "watched_and_recovered",
    "artifact",
    "probe_replaced",
    "stimulated_and_awake",
    "airway_opened",
    "oxygen_given",
    "pump_paused",
    "pump_stopped",
    "treated",
    "handed_to_ems",
)
RESOLVE_REASONS: Mapping[str, tuple[str, ...]] = {
    SPO2: _BREATH,
    HR_HIGH: _HEART,
    HR_LOW: _HEART,
    RR: _BREATH,
    BP: (
        "watched_and_recovered",
        "cuff_or_arm_error",
        "treated",
        "pump_paused",
        "pump_stopped",
        "prescriber_accepts",
        "handed_to_ems",
    ),
}
"""The one-tap list of each rule."""
