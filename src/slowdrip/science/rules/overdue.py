"""Gives the overdue-check alarm: quiet when the grace has passed, loud when it stays undone, ended by the check.

When the check is voided it is owed again, and the alarm comes again under the next id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.science.rules.again import under_free_id
from slowdrip.science.rules.alarm import (
    AlarmRaise,
    AlarmResolve,
    Decision,
    LimitSource,
    StoredAlarm,
    Tier,
    alarm_id,
    resolving,
)
from slowdrip.science.rules.due import CHECK, DueItem, DueStatus
from slowdrip.science.rules.outcome import Reason, because

RULE = "overdue_check"


@dataclass(frozen=True, slots=True)
class OverdueLimits:
    """How long after its grace an undone check turns urgent."""

    urgent_after_min: int
    sources: tuple[LimitSource, ...] = ()


@dataclass(frozen=True, slots=True)
class OverdueAlarm:
    """A stored alarm of this rule with the kind and the channels it stands for."""

    alarm: StoredAlarm
    kind: str
    channels: tuple[str, ...]


def decide(
    items: Iterable[DueItem],
    alarms: Iterable[OverdueAlarm],
    *,
    infusion_id: UUID,
    at: datetime,
    limits: OverdueLimits,
) -> Decision:
    """Alarms to raise and to resolve at that moment. Asking twice, or in two processes, gives the same ids."""
    waited = tuple(items)
    stored = tuple(alarms)
    known = {each.alarm.id for each in stored}
    over = {each.alarm.id for each in stored if each.alarm.ended_by_itself}
    uncovered = _uncovered(waited, stored, at=at, limits=limits)
    wanted = [_raise(item, infusion_id, at=at, limits=limits) for item in uncovered]
    free = [under_free_id(each, infusion_id=infusion_id, known=known, over=over) for each in wanted]
    raised = tuple(filter(None, free))
    return Decision(raised, _resolves(waited, stored, infusion_id=infusion_id, at=at, raised=raised))


def tier_at(item: DueItem, at: datetime, *, limits: OverdueLimits) -> Tier | None:
    """How loud that item is at that moment; none before its grace has passed."""
    if item.status(at) is not DueStatus.OVERDUE:
        return None
    urgent_at = item.overdue_at + timedelta(minutes=limits.urgent_after_min)
    return Tier.URGENT if at >= urgent_at else Tier.ADVISORY


def _uncovered(
    items: Sequence[DueItem],
    alarms: Sequence[OverdueAlarm],
    *,
    at: datetime,
    limits: OverdueLimits,
) -> list[DueItem]:
    found = []
    for item in items:
        tier = tier_at(item, at, limits=limits)
        if tier and not all(_covered(item, channel, tier=tier, alarms=alarms) for channel in item.channels):
            found.append(item)
    return found


def _covered(item: DueItem, channel: str, *, tier: Tier, alarms: Iterable[OverdueAlarm]) -> bool:
    return any(
        each.alarm.is_open and each.alarm.tier.rank >= tier.rank and stands_for(each, item, channel=channel)
        for each in alarms
    )


def stands_for(alarm: OverdueAlarm, item: DueItem, *, channel: str) -> bool:
    """True when that alarm is about that channel of that item: checks by channel, repeats and rechecks one by one."""
    if alarm.kind != item.kind or channel not in alarm.channels:
        return False
    return item.kind == CHECK or alarm.alarm.trigger == item.key


def _raise(item: DueItem, infusion_id: UUID, *, at: datetime, limits: OverdueLimits) -> AlarmRaise:
    tier = tier_at(item, at, limits=limits) or Tier.ADVISORY
    grace_min = int((item.overdue_at - item.due_at).total_seconds() // 60)
    urgent_at = item.overdue_at + timedelta(minutes=limits.urgent_after_min)
    return AlarmRaise(
        id=alarm_id(infusion_id, RULE, tier=tier, trigger=item.key),
        rule=RULE,
        tier=tier,
        trigger=item.key,
        trigger_at=urgent_at if tier is Tier.URGENT else item.overdue_at,
        inputs={"kind": item.kind, "channels": ",".join(item.channels), "due_at": item.due_at.isoformat()},
        limits={"grace_min": grace_min, "urgent_after_min": limits.urgent_after_min},
        sources=limits.sources,
    )


def _resolves(
    items: Sequence[DueItem],
    alarms: Sequence[OverdueAlarm],
    *,
    infusion_id: UUID,
    at: datetime,
    raised: Sequence[AlarmRaise],
) -> tuple[AlarmResolve, ...]:
    standing = [each for each in alarms if each.alarm.is_open]
    ended: list[AlarmResolve] = []
    for each in standing:
        reason = _why_over(each, items, at=at, raised=raised, others=standing)
        if reason:
            ended.append(resolving(infusion_id, each.alarm, reason=reason))
    return tuple(ended)


def _why_over(
    alarm: OverdueAlarm,
    items: Sequence[DueItem],
    *,
    at: datetime,
    raised: Sequence[AlarmRaise],
    others: Sequence[OverdueAlarm],
) -> Reason | None:
    about = [item for item in items if any(stands_for(alarm, item, channel=each) for each in alarm.channels)]
    late = [item for item in about if item.status(at) is DueStatus.OVERDUE]
    if not late:
        return because("check_charted" if about else "no_longer_due")
    louder = [_louder_than(alarm, item, raised=raised, others=others) for item in late]
    # It ends only when something louder stands for everything it still stands for.
    return because("superseded", by=str(louder[0])) if all(louder) else None


def _louder_than(
    alarm: OverdueAlarm,
    item: DueItem,
    *,
    raised: Sequence[AlarmRaise],
    others: Sequence[OverdueAlarm],
) -> UUID | None:
    rank = alarm.alarm.tier.rank
    mine = [channel for channel in item.channels if stands_for(alarm, item, channel=channel)]
    found = [each.id for each in raised if each.tier.rank > rank and each.trigger == item.key]
    found += [
        other.alarm.id
        for other in others
        if other.alarm.tier.rank > rank and all(stands_for(other, item, channel=channel) for channel in mine)
    ]
    return found[0] if found else None
