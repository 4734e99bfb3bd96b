"""The unit each key is kept in, read from its name, and the range a value of it can have."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written for readers, with the smallest and largest value an author can mean."""

    text: str
    low: Decimal
    high: Decimal


def _unit(text: str, low: str, high: str) -> Unit:
    return Unit(text, Decimal(low), Decimal(high))


# The longest ending wins, so `_mg_per_kg_per_h` is tried before `_h`.
BY_ENDING = {
    "_mg_per_kg_per_h": _unit("mg/kg/h", "0.001", "20"),
    "_ug_per_ml": _unit("µg/mL", "1000", "500000"),
    "_mg_per_kg": _unit("mg/kg", "0.001", "5"),
    "_mg_per_ml": _unit("mg/mL", "0.01", "500"),
    "_ml_per_h": _unit("mL/h", "0.1", "2000"),
    "_ul_per_h": _unit("µL/h", "1", "2000000"),
    "_kg_per_m2": _unit("kg/m²", "5", "150"),
    "_per_min": _unit("/min", "1", "60"),
    "_percent": _unit("%", "0.1", "100"),
    "_mmhg": _unit("mmHg", "30", "300"),
    "_bpm": _unit("/min", "20", "250"),
    "_days": _unit("d", "1", "365"),
    "_min": _unit("min", "1", "1440"),
    "_kg": _unit("kg", "1", "500"),
    "_cm": _unit("cm", "50", "250"),
    "_ul": _unit("µL", "1", "1000000"),
    "_h": _unit("h", "0.1", "168"),
    "_s": _unit("s", "1", "86400"),
}
BY_NAME = {
    "grace_min": _unit("min", "0", "60"),
    "interval_min": _unit("min", "1", "60"),
    "spo2_low_percent": _unit("%", "50", "100"),
    "spo2_air_at_least_percent": _unit("%", "50", "100"),
    "moaas_at_most": _unit("MOAA/S", "0", "5"),
    "moaas_at_least": _unit("MOAA/S", "0", "5"),
    "orientation_at_least": _unit("of 4", "0", "4"),
    "dissociation_at_most": _unit("0-10", "0", "10"),
    "nausea_at_most": _unit("0-10", "0", "10"),
    "cadss_at_most": _unit("CADSS", "0", "92"),
    "confirming_readings": _unit("readings", "1", "5"),
    "ceiling_calls": _unit("calls", "1", "60"),
    "channel_silent_s": _unit("s", "5", "120"),
    "channel_silent_urgent_s": _unit("s", "5", "600"),
    # The rules look back at the numbers of so long, each second: longer would be a trend, and costs a query.
    "spo2_persist_s": _unit("s", "5", "60"),
    "hr_persist_s": _unit("s", "5", "120"),
    "rr_persist_s": _unit("s", "5", "60"),
    "no_pulse_persist_s": _unit("s", "3", "30"),
    "advisory_persist_s": _unit("s", "5", "120"),
    "off_monitor_short_min": _unit("min", "1", "60"),
    "off_monitor_long_min": _unit("min", "1", "60"),
    "monitor_back_s": _unit("s", "10", "120"),
    "max_repeats": _unit("repeats", "0", "10"),
    "quiet_from_hour": _unit("o'clock", "12", "24"),
    "quiet_until_hour": _unit("o'clock", "0", "12"),
    "asks_per_day_at_most": _unit("asks", "1", "6"),
    "reminders_at_most": _unit("reminders", "0", "5"),
    "pin_tries": _unit("tries", "1", "10"),
    "lock_after_s": _unit("s", "30", "3600"),  # activity is noted every 15 s, so a shorter lock would meet a busy hand
    "max_session_h": _unit("h", "1", "24"),
    "late_entry_min": _unit("min", "1", "60"),
    "cuff_low_mmhg": _unit("mmHg", "1", "60"),
    "cuff_high_mmhg": _unit("mmHg", "200", "320"),
    "pump_volume_step_ul": _unit("µL", "1", "1000"),
    "pump_rate_step_ul_per_h": _unit("µL/h", "1", "1000"),
    "tenfold_from_ratio": _unit("×", "2", "10"),  # above ten, ten times the dose would pass
    "thousandfold_from_ratio": _unit("×", "20", "1000"),
    "line_loss_reason_above_percent": _unit("%", "0", "100"),
    "draw_up_tolerance_percent": _unit("%", "0", "10"),
    "pump_tolerance_percent": _unit("%", "0", "10"),
    "pound_ratio_tolerance_percent": _unit("%", "1", "40"),
    "reread_within_kg": _unit("kg", "0", "2"),
    "reread_within_cm": _unit("cm", "0", "3"),
    "people_in_building_at_least": _unit("people", "1", "100"),
    "diluent_parts_at_least": _unit("parts", "0.1", "100"),
}


def ending_of(name: str) -> str:
    """The unit ending of a key, or nothing when it has none."""
    return next((ending for ending in sorted(BY_ENDING, key=len, reverse=True) if name.endswith(ending)), "")


def unit_of(name: str) -> Unit | None:
    """The unit and range of a key, or nothing when it is not a number."""
    if name in BY_NAME:
        return BY_NAME[name]
    return BY_ENDING.get(ending_of(name))


def stem_of(name: str) -> str:
    """The key without its unit, to recognise the same quantity written in another one."""
    ending = ending_of(name)
    return name.removesuffix(ending) if ending else name
