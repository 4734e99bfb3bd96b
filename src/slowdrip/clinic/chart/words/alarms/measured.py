"""Words for the alarms of one charted number: heart rate, saturation, respiratory rate, sedation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.alarms.readings import Input, Told, between, inputs_of, limits_of, readings_of
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.spans import minutes_words
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.measured import (
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
)
from slowdrip.science.rules.streamed.rules import HR_LOW as MONITOR_SLOW


@dataclass(frozen=True, slots=True)
class Measure:
    """How one rule names its number: the key it is stored under, words, words for a board, unit, sign of the limit."""

    key: str
    label: Words
    brief: Words
    unit: str
    sign: str

    def value(self, number: object) -> str:
        """Gives the number with its unit."""
        return f"{number} {self.unit}".strip()


_HEART_RATE: Final = gettext_lazy("Heart rate")
MEASURES: Final[Mapping[str, Measure]] = {
    heart_rate_high.RULE: Measure("hr_per_min", _HEART_RATE, gettext_lazy("HR"), "/min", "≥"),
    heart_rate_low.RULE: Measure("hr_per_min", _HEART_RATE, gettext_lazy("HR"), "/min", "<"),
    oxygen_saturation.RULE: Measure("spo2_percent", gettext_lazy("SpO₂"), gettext_lazy("SpO₂"), "%", "<"),
    respiratory_rate.RULE: Measure("rr_per_min", gettext_lazy("Respiratory rate"), gettext_lazy("Resp."), "/min", "<"),
    sedation.RULE: Measure("moaas_score", gettext_lazy("Sedation, MOAA/S"), gettext_lazy("MOAA/S"), "", "≤"),
}


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the number that raised it, and for how long when it had to last."""
    measure, readings = MEASURES[alarm.rule], numbers_of(alarm)
    if not readings:
        return str(measure.label)
    if no_beat(alarm):
        return _("No heart beat: heart rate 0")
    told = f"{measure.label} {readings[-1].value}"
    span = between(readings)
    return _("%(what)s, high for %(span)s") % {"what": told, "span": span} if span else told


def short(alarm: Alarm) -> str:
    """Gives the number for a board; nothing without one."""
    readings = numbers_of(alarm)
    return f"{MEASURES[alarm.rule].brief} {readings[-1].value}" if readings else ""


def rule(alarm: Alarm) -> str:
    """Gives the rule with the limit it was raised with; nothing without it."""
    measure, limits = MEASURES[alarm.rule], limits_of(alarm)
    if measure.key not in limits:
        return ""
    if no_beat(alarm):
        return _("A heart rate of 0 in one charted reading")
    reached = f"{measure.label} {measure.sign} {measure.value(limits[measure.key])}"
    if "sustained_min" not in limits:
        return _("%(reached)s in one reading") % {"reached": reached}
    span = minutes_words(int(limits["sustained_min"]))
    return _("%(reached)s for at least %(span)s, in every reading") % {"reached": reached, "span": span}


def no_beat(alarm: Alarm) -> bool:
    """Says whether the alarm is about a heart that does not beat, which no limit of a policy is about."""
    slow = alarm.rule in (heart_rate_low.RULE, MONITOR_SLOW)
    return slow and limits_of(alarm).get("hr_per_min") == heart_rate_low.BEATS_AT_LEAST_PER_MIN


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives the readings with times and the minutes between."""
    return inputs_of(alarm, numbers_of(alarm), zone=zone)


def numbers_of(alarm: Alarm) -> tuple[Told, ...]:
    """Gives the numbers an alarm was raised with, the oldest first."""
    measure = MEASURES[alarm.rule]
    return readings_of(alarm, measure.key, lambda n: measure.value(alarm.inputs[f"reading_{n}_{measure.key}"]))
