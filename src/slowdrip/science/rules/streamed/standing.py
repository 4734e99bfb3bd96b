"""Gives which stored alarms stand for a run, and when a person's word starts the count afresh.

An alarm of the charted rule about the same matter counts like an own one: no second alarm for the same thing.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, StoredAlarm, Tier, resolving
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.streamed.rules import CHARTED, RULES

BACK_IN_RANGE, SUPERSEDED, NO_LONGER_EXPECTED = "back_in_range", "superseded", "no_longer_expected"


def of_matter(alarms: Iterable[StoredAlarm], rule: str) -> tuple[StoredAlarm, ...]:
    """The alarms of the rule and of the charted rule about the same."""
    return tuple(alarm for alarm in alarms if alarm.rule in (rule, CHARTED[rule]))


def ends_of(alarms: Iterable[StoredAlarm], tier: Tier) -> tuple[datetime, ...]:
    """When a run at that tier is cut: an alarm ended, whatever the reason, and no louder one went on with it.

    What a person ended as back in range and still is not comes again. An advisory that ended never delays a call.
    """
    over = [alarm for alarm in alarms if alarm.resolved_at is not None and alarm.reason != SUPERSEDED]
    cutting = [alarm for alarm in over if tier is Tier.ADVISORY or alarm.tier is not Tier.ADVISORY]
    return tuple(alarm.resolved_at for alarm in cutting if alarm.resolved_at is not None)


def stands(alarms: Iterable[StoredAlarm], tier: Tier, *, start: datetime) -> bool:
    """True for a run that began before an alarm at its tier or above ended; while one is open, for every run."""
    loud = (alarm for alarm in alarms if alarm.tier.rank >= tier.rank)
    return any(alarm.resolved_at is None or alarm.resolved_at >= start for alarm in loud)


def superseded(
    matter: Iterable[StoredAlarm], raised: AlarmRaise | None, *, rule: str, infusion_id: UUID
) -> tuple[AlarmResolve, ...]:
    """What ends the open alarms of the rule that a louder new one takes over, or one that was charted and is as loud.

    A person who charts the monitor's number made it theirs: its alarm goes on as that of the charted number.
    """
    standing = [alarm for alarm in matter if alarm.is_open]
    takers = [(alarm.tier.rank, str(alarm.id)) for alarm in standing if alarm.rule == CHARTED[rule]]
    takers += [(raised.tier.rank - 1, str(raised.id))] if raised is not None else []
    ended = []
    for alarm in standing:
        taker = max((each for each in takers if each[0] >= alarm.tier.rank), default=None)
        if alarm.rule == rule and taker is not None:
            ended.append(resolving(infusion_id, alarm, reason=because(SUPERSEDED, by=taker[1])))
    return tuple(ended)


def back_in_range(alarms: Iterable[StoredAlarm], *, rule: str, infusion_id: UUID) -> tuple[AlarmResolve, ...]:
    """What ends the open advisories of a rule whose channel is back."""
    quiet = [alarm for alarm in alarms if alarm.rule == rule and alarm.is_open and alarm.tier is Tier.ADVISORY]
    return tuple(resolving(infusion_id, alarm, reason=because(BACK_IN_RANGE)) for alarm in quiet)


def released(alarms: Iterable[StoredAlarm], infusion_id: UUID) -> tuple[AlarmResolve, ...]:
    """What ends the open advisories of all these rules when no monitor is to be listened to; a call needs a person."""
    quiet = [alarm for alarm in alarms if alarm.rule in RULES and alarm.is_open and alarm.tier is Tier.ADVISORY]
    return tuple(resolving(infusion_id, alarm, reason=because(NO_LONGER_EXPECTED)) for alarm in quiet)
