"""Gives what the blood-pressure rule wants written, from all readings so far and the alarms already stored.

History is never decided again: an excursion that a stored alarm of the same or a louder tier stands for raises nothing,
whatever arrived late, and a stored alarm keeps the inputs it was raised with. Once a reading is voided, the alarm it
raised stands for nothing else: true readings that it took over get their alarm again, under the next id.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from slowdrip.science.rules.again import under_free_id
from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, Decision, StoredAlarm, Tier, alarm_id, resolving
from slowdrip.science.rules.blood_pressure.counting import BACK_IN_RANGE, SUPERSEDED, counting
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.repeat import repeat_wanted
from slowdrip.science.rules.blood_pressure.runs import Graded, advisory_tail, graded, ordered, urgent_runs
from slowdrip.science.rules.outcome import because

RULE = "blood_pressure"


def decide(
    readings: Iterable[BpReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: BpLimits,
    baseline: Baseline | None,
) -> Decision:
    """Alarms to raise and to resolve, and the repeat asked for. The same for any order of arrival."""
    line = ordered(readings)
    history = graded(line, limits, baseline=baseline)
    own = tuple(alarm for alarm in alarms if alarm.rule == RULE)
    counted = counting(own, {reading.id for reading in line})
    wanted = _wanted_now(history, counted, infusion_id=infusion_id, limits=limits, baseline=baseline)
    raised = _under_free_ids(wanted, own, counted=counted, infusion_id=infusion_id)
    return Decision(
        raise_=raised,
        resolve=_resolves(history, own, infusion_id=infusion_id, raised=raised),
        repeat=repeat_wanted(line, limits, baseline=baseline),
    )


def _wanted_now(
    history: Sequence[Graded],
    alarms: Sequence[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: BpLimits,
    baseline: Baseline | None,
) -> list[AlarmRaise]:
    wanted = [_wanted(run, limits) for run in urgent_runs(history, alarms)]
    found = [
        (tier, cause)
        for tier, cause, run in filter(None, wanted)
        if not stands(tier, cause[-1], run=run, alarms=alarms)
    ]
    tail = advisory_tail(history, alarms)
    if tail and not found and not stands(Tier.ADVISORY, tail[-1], run=tail, alarms=alarms):
        found = [(Tier.ADVISORY, tail[:1])]
    return [_raise(tier, cause, infusion_id=infusion_id, limits=limits, baseline=baseline) for tier, cause in found]


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


def _wanted(run: list[Graded], limits: BpLimits) -> tuple[Tier, list[Graded], list[Graded]] | None:
    critical = first_critical(run)
    if critical is not None:
        return Tier.EMERGENCY, [critical], run
    if len(run) < limits.confirming_readings:
        return None
    return Tier.URGENT, run[: limits.confirming_readings], run


def first_critical(run: Sequence[Graded]) -> Graded | None:
    """The first reading of the run that needs no second one."""
    return next((each for each in run if each.tier is Tier.EMERGENCY), None)


def stands(tier: Tier, cause: Graded, *, run: Sequence[Graded], alarms: Iterable[StoredAlarm]) -> bool:
    """True when a stored alarm at that tier or above belongs to this run or stood at its cause."""
    events = {each.reading.id for each in run}
    loud = [alarm for alarm in alarms if alarm.tier.rank >= tier.rank]
    return any(alarm.trigger in events or alarm.covers(cause.reading.at) for alarm in loud)


def _raise(
    tier: Tier,
    cause: Sequence[Graded],
    *,
    infusion_id: UUID,
    limits: BpLimits,
    baseline: Baseline | None,
) -> AlarmRaise:
    trigger = cause[-1].reading
    inputs = {name: value for number, each in enumerate(cause, 1) for name, value in each.reading.plain(number).items()}
    if tier is Tier.ADVISORY and baseline:
        inputs["baseline_systolic_mmhg"] = baseline.systolic_mmhg
        inputs["baseline_diastolic_mmhg"] = baseline.diastolic_mmhg
    return AlarmRaise(
        id=alarm_id(infusion_id, RULE, tier=tier, trigger=trigger.id),
        rule=RULE,
        tier=tier,
        trigger=trigger.id,
        trigger_at=trigger.at,
        inputs=inputs,
        limits=limits.plain(tier),
        sources=limits.sources_of(tier),
    )


def _resolves(
    history: Sequence[Graded],
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


def back_in_range(history: Sequence[Graded]) -> bool:
    """True when the latest plausible reading reaches no limit."""
    return bool(history) and history[-1].tier is None
