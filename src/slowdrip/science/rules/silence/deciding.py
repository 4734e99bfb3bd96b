"""Gives what the silent-channel rule wants written now. It ends its own alarms, the calling ones too: a number that is
there again is all that was missing.
"""

from collections.abc import Collection, Iterable, Mapping
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
    newest = _newest(heard)
    own = tuple(alarm for alarm in alarms if alarm.rule == RULE)
    raised = tuple(
        raise_
        for each in newest.values()
        if (raise_ := _wanted(each, own, infusion_id=infusion_id, at=at, limits=limits)) is not None
    )
    silent = {each.channel for each in newest.values() if _tier(each.silent_for(at), limits) is not None}
    ended = _resolves(own, raised, expected=frozenset(newest), silent=silent, infusion_id=infusion_id)
    return Decision(raise_=raised, resolve=ended)


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
    loud = [alarm for alarm in own if tier is not None and alarm.tier.rank >= tier.rank]
    if tier is None or any(alarm.trigger == each.trigger or _stands(alarm, each) for alarm in loud):
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


def _stands(alarm: StoredAlarm, each: ChannelHeard) -> bool:
    """An open alarm of the same channel stands for its silence, also when a word came in between and it went on."""
    return alarm.is_open and _channel(alarm) == each.channel


def _channel(alarm: StoredAlarm) -> str:
    return alarm.trigger.partition("@")[0]


def _resolves(
    own: Iterable[StoredAlarm],
    raised: Iterable[AlarmRaise],
    *,
    expected: Collection[str],
    silent: Collection[str],
    infusion_id: UUID,
) -> tuple[AlarmResolve, ...]:
    louder = {each.trigger.partition("@")[0]: each for each in raised}
    ended: list[AlarmResolve] = []
    for alarm in (each for each in own if each.is_open):
        channel = _channel(alarm)
        if channel in louder:
            ended.append(resolving(infusion_id, alarm, reason=because(SUPERSEDED, by=str(louder[channel].id))))
        elif channel not in expected:
            ended.append(resolving(infusion_id, alarm, reason=because(NO_LONGER_EXPECTED)))
        elif channel not in silent:
            ended.append(resolving(infusion_id, alarm, reason=because(CHANNEL_BACK)))
    return tuple(ended)
