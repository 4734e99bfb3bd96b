"""Gives what a rule over charted readings wants written, from all readings so far and the alarms already stored.

History is never decided again: an excursion that a stored alarm of the same or a louder tier stands for raises nothing,
whatever arrived late, and a stored alarm keeps the inputs it was raised with. Once a reading is voided, the alarm it
raised stands for nothing else: true readings that it took over get their alarm again, under the next id.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol
from uuid import UUID

from slowdrip.science.rules.again import under_free_id
from slowdrip.science.rules.alarm import (
    AlarmRaise,
    AlarmResolve,
    Decision,
    LimitSource,
    Plain,
    StoredAlarm,
    Tier,
    alarm_id,
    resolving,
)
from slowdrip.science.rules.excursions.counting import BACK_IN_RANGE, SUPERSEDED, counting
from slowdrip.science.rules.excursions.graded import Graded, R
from slowdrip.science.rules.excursions.runs import advisory_tail, urgent_runs
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.outcome import because


class Limits(Protocol):
    """The limits of one policy with their sources per tier."""

    def plain(self, tier: Tier) -> dict[str, Plain]:
        """The limits of that tier as they are kept in an alarm."""

    def sources_of(self, tier: Tier) -> tuple[LimitSource, ...]:
        """Where the limits of that tier come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[R]):
    """What one rule adds: its code, its limits, which readings of a run confirm each other, what it keeps of them.

    `confirmed` gives the readings of an unbroken urgent run that together call, none while it only may become one.
    """

    code: str
    limits: InTime[Limits]
    confirmed: Callable[[Sequence[Graded[R]]], Sequence[Graded[R]]]
    inputs: Callable[[Tier, Sequence[Graded[R]]], Mapping[str, Plain]]


def decide(
    history: Sequence[Graded[R]],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    rule: Rule[R],
    standing: Collection[str],
) -> Decision:
    """Alarms to raise and to resolve. `standing` are the ids of all readings that are not voided, artifacts too."""
    own = tuple(alarm for alarm in alarms if alarm.rule == rule.code)
    counted = counting(own, standing)
    wanted = [
        _raise(tier, cause, infusion_id=infusion_id, rule=rule) for tier, cause in _causes(history, counted, rule=rule)
    ]
    raised = _under_free_ids(wanted, own, counted=counted, infusion_id=infusion_id)
    return Decision(raised, _resolves(history, own, infusion_id=infusion_id, raised=raised))


def _causes(
    history: Sequence[Graded[R]],
    alarms: Sequence[StoredAlarm],
    *,
    rule: Rule[R],
) -> list[tuple[Tier, Sequence[Graded[R]]]]:
    wanted = [(run, _cause(run, rule)) for run in urgent_runs(history, alarms)]
    found = [cause for run, cause in wanted if cause and not stands(cause[0], cause[1][-1], run=run, alarms=alarms)]
    tail = advisory_tail(history, alarms)
    if tail and not found and not stands(Tier.ADVISORY, tail[-1], run=tail, alarms=alarms):
        return [(Tier.ADVISORY, tail[:1])]
    return found


def _cause(run: Sequence[Graded[R]], rule: Rule[R]) -> tuple[Tier, Sequence[Graded[R]]] | None:
    critical = first_critical(run)
    if critical is not None:
        return Tier.EMERGENCY, [critical]
    together = rule.confirmed(run)
    return (Tier.URGENT, together) if together else None


def first_critical(run: Sequence[Graded[R]]) -> Graded[R] | None:
    """The first reading of the run that needs no second one."""
    return next((each for each in run if each.tier is Tier.EMERGENCY), None)


def stands(tier: Tier, cause: Graded[R], *, run: Sequence[Graded[R]], alarms: Iterable[StoredAlarm]) -> bool:
    """True when a stored alarm at that tier or above belongs to this run or stood at its cause."""
    events = {each.reading.id for each in run}
    loud = [alarm for alarm in alarms if alarm.tier.rank >= tier.rank]
    return any(alarm.trigger in events or alarm.covers(cause.reading.at) for alarm in loud)


def _raise(tier: Tier, cause: Sequence[Graded[R]], *, infusion_id: UUID, rule: Rule[R]) -> AlarmRaise:
    trigger = cause[-1].reading
    limits = rule.limits.at(trigger.at)
    return AlarmRaise(
        id=alarm_id(infusion_id, rule.code, tier=tier, trigger=trigger.id),
        rule=rule.code,
        tier=tier,
        trigger=trigger.id,
        trigger_at=trigger.at,
        inputs=rule.inputs(tier, cause),
        limits=limits.plain(tier),
        sources=limits.sources_of(tier),
    )


def _under_free_ids(
    wanted: Iterable[AlarmRaise],
    own: Sequence[StoredAlarm],
    *,
    counted: Sequence[StoredAlarm],
    infusion_id: UUID,
) -> tuple[AlarmRaise, ...]:
    known = {alarm.id for alarm in own}
    over = {alarm.id for alarm in own if not alarm.is_open} - {alarm.id for alarm in counted}
    free = [under_free_id(each, infusion_id=infusion_id, known=known, over=over) for each in wanted]
    return tuple(filter(None, free))


def _resolves(
    history: Sequence[Graded[R]],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    raised: Sequence[AlarmRaise],
) -> tuple[AlarmResolve, ...]:
    open_alarms = [alarm for alarm in alarms if alarm.is_open]
    loudest = max(raised, key=lambda each: each.tier.rank, default=None)
    ended: list[AlarmResolve] = []
    for alarm in open_alarms:
        if loudest and loudest.tier.rank > alarm.tier.rank:
            reason = because(SUPERSEDED, by=str(loudest.id))
            ended.append(resolving(infusion_id, alarm, reason=reason))
        elif alarm.tier is Tier.ADVISORY and back_in_range(history):
            reason = because(BACK_IN_RANGE, event=history[-1].reading.id)
            ended.append(resolving(infusion_id, alarm, reason=reason))
    return tuple(ended)


def back_in_range(history: Sequence[Graded[R]]) -> bool:
    """True when the latest plausible reading reaches no limit."""
    return bool(history) and history[-1].tier is None
