"""Words for the alarm of a check that was not charted."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.alarms.readings import Input, limits_of
from slowdrip.clinic.chart.words.names import channel_words
from slowdrip.clinic.chart.words.spans import late_words, minutes_words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.due import RECHECK, REPEAT


def short(alarm: Alarm) -> str:
    """Gives the checks that are late, for a board."""
    return _("%(checks)s late") % {"checks": _checks(alarm)}


def rule(alarm: Alarm) -> str:
    """Gives the rule with the limits it was raised with; nothing without them."""
    limits = limits_of(alarm)
    if not {"grace_min", "urgent_after_min"} <= limits.keys():
        return ""
    return _overdue_rule(int(limits["grace_min"]), int(limits["urgent_after_min"]))


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives what was due, when, and how late it was when the alarm came."""
    told: list[Input] = []
    if channels := _channels(alarm):
        told.append(Input(_("Due check"), channel_words(channels)))
    if due := instant_of(alarm.inputs.get("due_at")):
        told.append(Input(_("Due at"), clock_words(due, alarm.raised_at or due, zone=zone)))
        told += [Input(_("When it was raised"), late_words(alarm.raised_at - due))] if alarm.raised_at else []
    return told


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the checks that were not done, and since when they are due."""
    due, kind = instant_of(alarm.inputs.get("due_at")), alarm.inputs.get("kind")
    words = _("%(checks)s not charted")
    if kind == REPEAT:
        words = _("%(checks)s not repeated")
    if kind == RECHECK:
        words = _("%(checks)s not re-checked after a medicine")
    what = words % {"checks": _checks(alarm)}
    if due is None:
        return what
    return _("%(what)s, due %(time)s") % {"what": what, "time": clock_words(due, alarm.raised_at or due, zone=zone)}


def _overdue_rule(grace_min: int, urgent_after_min: int) -> str:
    late = _("A check is late as soon as it is due")
    if grace_min > 0:
        late = _("A check is late %(grace)s after it was due") % {"grace": minutes_words(grace_min)}
    if urgent_after_min <= 0:
        return _("%(late)s, and urgent at once.") % {"late": late}
    return _("%(late)s, and urgent %(more)s after that.") % {"late": late, "more": minutes_words(urgent_after_min)}


def _checks(alarm: Alarm) -> str:
    return channel_words(_channels(alarm)) or _("Check")


def _channels(alarm: Alarm) -> list[str]:
    return [each for each in str(alarm.inputs.get("channels", "")).split(",") if each]
