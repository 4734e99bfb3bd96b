"""Words for the alarm of a monitor that gives no number any more."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.alarms.readings import Input, limits_of
from slowdrip.clinic.chart.words.names import channel_words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.silence import MONITOR


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives which channel is silent, and since when."""
    last = instant_of(alarm.inputs.get("last_at"))
    words = _("The monitor gives no number") if _channel(alarm) == MONITOR else _("%(channel)s: the monitor is silent")
    said = words % {"channel": _named(alarm)}
    if last is None:
        return said
    since = clock_words(last, alarm.raised_at or last, zone=zone)
    return _("%(what)s since %(time)s") % {"what": said, "time": since}


def short(alarm: Alarm) -> str:
    """Gives the silent channel for a board."""
    if _channel(alarm) == MONITOR:
        return _("Monitor silent")
    return _("%(channel)s silent") % {"channel": _named(alarm)}


def rule(alarm: Alarm) -> str:
    """Gives the seconds of silence that are allowed; nothing without them."""
    limits = limits_of(alarm)
    if not {"advisory_after_s", "urgent_after_s"} <= limits.keys():
        return ""
    return _("No number for %(advisory)s s, and urgent after %(urgent)s s. It ends when a number comes.") % {
        "advisory": limits["advisory_after_s"],
        "urgent": limits["urgent_after_s"],
    }


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives the last word of the channel; of a monitor that never spoke, when it was paired."""
    last = instant_of(alarm.inputs.get("last_at"))
    if last is None:
        return []
    label = _("Paired") if _channel(alarm) == MONITOR else _("Last number")
    return [Input(label, clock_words(last, alarm.raised_at or last, zone=zone))]


def _channel(alarm: Alarm) -> str:
    return str(alarm.inputs.get("channel") or MONITOR)


def _named(alarm: Alarm) -> str:
    return channel_words([_channel(alarm)])
