"""Gives which stored alarms still say something about the readings: a voided reading takes its alarm's weight away.

An alarm whose reading was voided stays open until a person ends it; it only no longer stands for other readings.
"""

from collections.abc import Collection, Iterable

from slowdrip.science.rules.alarm import SYSTEM_REASONS, StoredAlarm, Tier

SUPERSEDED = "superseded"
BACK_IN_RANGE = "back_in_range"
NOT_TRUE = frozenset({"entered_by_mistake", "cuff_or_arm_error", "probe_error"})
"""Reasons of a person that say nothing about the patient: the reading was not true."""


def counting(alarms: Iterable[StoredAlarm], readings: Collection[str]) -> tuple[StoredAlarm, ...]:
    """The alarms that stand, or that were truly answered, given the readings that are not voided."""
    meant = [alarm for alarm in alarms if not dismissed(alarm, readings)]
    return tuple(alarm for alarm in meant if not back_again(alarm, meant))


def unfounded(alarm: StoredAlarm, readings: Collection[str]) -> bool:
    """True when a reading that it was raised on was voided."""
    return any(event not in readings for event in alarm.evidence)


def dismissed(alarm: StoredAlarm, readings: Collection[str]) -> bool:
    """True for an unfounded alarm, unless a person answered it with something done for the patient."""
    if not unfounded(alarm, readings):
        return False
    return alarm.is_open or alarm.reason in SYSTEM_REASONS | NOT_TRUE


def back_again(alarm: StoredAlarm, meant: Iterable[StoredAlarm]) -> bool:
    """True when that which ended it no longer counts: the louder alarm was a mistake, or it is out of range again."""
    if alarm.tier is Tier.ADVISORY and alarm.reason == BACK_IN_RANGE:
        return True
    if alarm.reason != SUPERSEDED or alarm.resolved_at is None:
        return False
    louder = [each for each in meant if each.tier.rank > alarm.tier.rank]
    return not any(each.resolved_at is None or each.resolved_at >= alarm.resolved_at for each in louder)
