"""Words for the blood-pressure alarm."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowdrip.clinic.chart.words.alarms.readings import Input, Told, inputs_of, limits_of, readings_of
from slowdrip.science.infusion.state import Alarm


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the last pressure, and in how many readings in a row."""
    readings = pressures_of(alarm)
    if not readings:
        return _("Blood pressure")
    told = _("Blood pressure %(bp)s") % {"bp": readings[-1].value}
    if len(readings) == 1:
        return told
    words = ngettext("%(what)s, %(n)s reading", "%(what)s, %(n)s readings in a row", len(readings))
    return words % {"what": told, "n": len(readings)}


def short(alarm: Alarm) -> str:
    """Gives the last pressure for a board; nothing without one."""
    readings = pressures_of(alarm)
    return f"BP {readings[-1].value}" if readings else ""


def rule(alarm: Alarm) -> str:
    """Gives the rule with the limits it was raised with; nothing without them."""
    limits = limits_of(alarm)
    return limits_words(limits) if {"systolic_mmhg", "diastolic_mmhg"} <= limits.keys() else ""


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives the pressures with times and the minutes between, and the pressure before the start."""
    told = inputs_of(alarm, pressures_of(alarm), zone=zone)
    before = (alarm.inputs.get("baseline_systolic_mmhg"), alarm.inputs.get("baseline_diastolic_mmhg"))
    if None not in before:
        told.append(Input(_("Before the start"), f"{before[0]}/{before[1]}"))
    return told


def pressures_of(alarm: Alarm) -> tuple[Told, ...]:
    """Gives the pressures an alarm was raised with, the oldest first."""
    kept = alarm.inputs
    return readings_of(
        alarm,
        "systolic_mmhg",
        lambda n: f"{kept[f'reading_{n}_systolic_mmhg']}/{kept.get(f'reading_{n}_diastolic_mmhg')}",
    )


def limits_words(limits: Mapping[str, Any]) -> str:
    """Gives the limits of one tier as a sentence."""
    reached = _("Systolic ≥ %(systolic_mmhg)s or diastolic ≥ %(diastolic_mmhg)s mmHg") % limits
    if (readings := int(limits.get("confirming_readings", 1))) > 1:
        words = ngettext("%(reached)s in %(n)s reading", "%(reached)s in %(n)s readings in a row", readings)
        return words % {"reached": reached, "n": readings}
    if "rise_percent" in limits:
        words = _("%(reached)s, or either %(percent)s %% above the pressure before the start")
        return words % {"reached": reached, "percent": limits["rise_percent"]}
    return _("%(reached)s in one reading") % {"reached": reached}
