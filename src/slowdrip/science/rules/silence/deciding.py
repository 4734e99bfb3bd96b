"""Gives what the silent-channel rule wants written now. It ends its own alarms, the calling ones too: a number that is
there again is all that was missing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, Decision, StoredAlarm, Tier, alarm_id, resolving
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.silence.heard import ChannelHeard, SilenceLimits

RULE = "channel_silent"
CHANNEL_BACK = "channel_back"
NO_LONGER_EXPECTED = "no_longer_expected"
SUPERSEDED = "superseded"


def decide(
    heard: Iterable[ChannelHeard],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    at: datetime,
    limits: SilenceLimits,
) -> Decision:
    """Alarms to raise and to resolve; `heard` holds the channels that are expected now, none when nothing is."""
    newest = {each.trigger: each for each in _newest(heard).values()}
    own = tuple(alarm for alarm in alarms if alarm.rule == RULE)
    raised = tuple(
        raise_
        for each in newest.values()
        if (raise_ := _wanted(each, own, infusion_id=infusion_id, at=at, limits=limits)) is not None
    )
    return Decision(raise_=raised, resolve=_resolves(newest, own, raised, infusion_id=infusion_id))


def _newest(heard: Iterable[ChannelHeard]) -> Mapping[str, ChannelHeard]:
    found: dict[str, ChannelHeard] = {}
    for each in heard:
        before = found.get(each.channel)
        if before is None or before.last_at < each.last_at:
            found[each.channel] = each
    return found


def _tier(silent: timedelta, limits: SilenceLimits) -> Tier | None:
    if silent >= timedelta(seconds=limits.urgent_after_s):
        return Tier.URGENT
    return Tier.ADVISORY if silent >= timedelta(seconds=limits.advisory_after_s) else None


def _wanted(
    each: ChannelHeard, own: Iterable[StoredAlarm], *, infusion_id: UUID, at: datetime, limits: SilenceLimits
) -> AlarmRaise | None:
    tier = _tier(each.silent_for(at), limits)
    if tier is None or any(alarm.trigger == each.trigger and alarm.tier.rank >= tier.rank for alarm in own):
        return None
    return AlarmRaise(
        id=alarm_id(infusion_id, RULE, tier=tier, trigger=each.trigger),
        rule=RULE,
        tier=tier,
        trigger=each.trigger,
        trigger_at=each.last_at,
        inputs={"channel": each.channel, "last_at": each.last_at.isoformat()},
        limits=limits.plain(),
        sources=limits.sources,
    )


def _resolves(
    newest: Mapping[str, ChannelHeard],
    own: Iterable[StoredAlarm],
    raised: Iterable[AlarmRaise],
    *,
    infusion_id: UUID,
) -> tuple[AlarmResolve, ...]:
    expected = {each.channel for each in newest.values()}
    louder = {each.trigger: each for each in raised}
    ended: list[AlarmResolve] = []
    for alarm in own:
        if not alarm.is_open:
            continue
        if alarm.trigger in louder:
            reason = because(SUPERSEDED, by=str(louder[alarm.trigger].id))
        elif alarm.trigger in newest:
            continue
        elif alarm.trigger.partition("@")[0] in expected:
            reason = because(CHANNEL_BACK)
        else:
            reason = because(NO_LONGER_EXPECTED)
        ended.append(resolving(infusion_id, alarm, reason=reason))
    return tuple(ended)
