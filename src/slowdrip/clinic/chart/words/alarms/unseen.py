"""Words for the alarms of a monitor's own numbers: nobody has looked at them yet, and the page says so first."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.alarms import pressure
from slowdrip.clinic.chart.words.alarms.doing import DO as CHARTED_DO
from slowdrip.clinic.chart.words.alarms.measured import MEASURES, Measure, no_beat
from slowdrip.clinic.chart.words.alarms.readings import Input, limits_of
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.streamed import CHARTED
from slowdrip.science.rules.streamed.rules import BP

_PROBE: Final = gettext_lazy("From the monitor, nobody has looked yet: look at the patient and check the probe.")
_CUFF: Final = gettext_lazy("From the monitor, nobody has looked yet: look at the patient and check the cuff.")
DO: Final[Mapping[tuple[str, str], Words]] = {
    (rule, tier): format_lazy("{first} {then}", first=_CUFF if rule == BP else _PROBE, then=words)
    for rule, charted in CHARTED.items()
    for (of, tier), words in CHARTED_DO.items()
    if of == charted
}
"""What to do first, then what the rule over charted numbers says."""
CANNOT_BE: Final = frozenset({"outside_cuff_range", "no_pulse_pressure", "half_a_pressure", "mean_not_between"})


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the numbers on the monitor and for how long they were there, and that nobody has looked yet."""
    measure = _measure(alarm)
    told, span_s = _numbers(alarm, measure), limits_of(alarm).get("persist_s")
    if not told:
        return _("%(what)s on the monitor, nobody has looked yet") % {"what": measure.label}
    if no_beat(alarm):
        return _("No heart beat for %(span)s s on the monitor, nobody has looked yet") % {"span": span_s}
    return _("%(what)s %(numbers)s for %(span)s s on the monitor, nobody has looked yet") % {
        "what": measure.label,
        "numbers": told,
        "span": span_s,
    }


def short(alarm: Alarm) -> str:
    """Gives the numbers for a board, and where they are from."""
    measure = _measure(alarm)
    return _("%(what)s %(numbers)s, monitor") % {"what": measure.brief, "numbers": _numbers(alarm, measure)}


def rule(alarm: Alarm) -> str:
    """Gives the limit and how long every number has to be beyond it; nothing without them."""
    measure, limits = _measure(alarm), limits_of(alarm)
    if not {measure.key, "persist_s", "longest_gap_s"} <= limits.keys():
        return ""
    if no_beat(alarm):
        return _("A heart rate of 0 in every number for %(span)s s") % {"span": limits["persist_s"]}
    reached = f"{measure.label} {measure.sign} {measure.value(limits[measure.key])}"
    return _("%(reached)s in every number for %(span)s s; a gap of more than %(gap)s s begins anew") % {
        "reached": reached,
        "span": limits["persist_s"],
        "gap": limits["longest_gap_s"],
    }


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives the numbers that raised it, since when, and how many they were."""
    measure, began = _measure(alarm), instant_of(alarm.inputs.get("from_at"))
    told = [Input(_("On the monitor"), _numbers(alarm, measure))] if _numbers(alarm, measure) else []
    if began is not None:
        told.append(Input(_("Since"), clock_words(began, alarm.raised_at or began, zone=zone)))
    if "numbers" in alarm.inputs:
        told.append(Input(_("Numbers in a row"), str(alarm.inputs["numbers"])))
    return told


def pressure_what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the pressure on the monitor, or that it cannot be true, and that nobody has looked yet."""
    if alarm.inputs.get("because") in CANNOT_BE:
        return _("The cuff shows a pressure that cannot be true: measure again")
    return _("%(what)s on the monitor, nobody has looked yet") % {"what": pressure.what(alarm, zone)}


def pressure_short(alarm: Alarm) -> str:
    """Gives the pressure for a board, and where it is from."""
    if alarm.inputs.get("because") in CANNOT_BE:
        return _("Cuff: measure again")
    told = pressure.short(alarm)
    return _("%(what)s, monitor") % {"what": told} if told else ""


def _measure(alarm: Alarm) -> Measure:
    return MEASURES[CHARTED[alarm.rule]]


def _numbers(alarm: Alarm, measure: Measure) -> str:
    lowest, highest = (alarm.inputs.get(f"{name}_{measure.key}") for name in ("lowest", "highest"))
    if lowest is None or highest is None:
        return ""
    return measure.value(lowest) if lowest == highest else f"{lowest}–{measure.value(highest)}"
