"""Gives whether new numbers can change anything: one in range completes no run, and ends an advisory at the most."""

from collections.abc import Collection, Iterable

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.streamed.cuff import concern, cuff_readings
from slowdrip.science.rules.streamed.limits import StreamedLimits
from slowdrip.science.rules.streamed.rules import CHANNEL_OF
from slowdrip.science.rules.streamed.samples import Sample


def worth_a_look(fresh: Collection[Sample], alarms: Iterable[StoredAlarm], limits: StreamedLimits) -> bool:
    """True when a new number is beyond a limit, or an advisory of a channel waits to be back in range."""
    if open_channels(alarms):
        return True
    rules = limits.channels
    beyond = any(each.channel == rule.channel and rule.concerns(each.value) for each in fresh for rule in rules)
    return beyond or any(concern(each, limits.cuff) for each in cuff_readings(fresh))


def open_channels(alarms: Iterable[StoredAlarm]) -> frozenset[str]:
    """The channels with an open advisory of these rules."""
    quiet = (alarm for alarm in alarms if alarm.is_open and alarm.tier is Tier.ADVISORY)
    return frozenset(CHANNEL_OF[alarm.rule] for alarm in quiet if alarm.rule in CHANNEL_OF)
