"""Gives what the rule over the cuff wants written: one excursion asks to measure again, more than one calls.

A reading that cannot be true neither confirms nor clears, and never calls: it is taken again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from slowdrip.science.rules.alarm import AlarmRaise, Decision, StoredAlarm, Tier, alarm_id
from slowdrip.science.rules.streamed.cuff import CuffReading, artifact_of, concern, cuff_readings, tier_of_reading
from slowdrip.science.rules.streamed.limits import CuffLimits
from slowdrip.science.rules.streamed.rules import BP
from slowdrip.science.rules.streamed.samples import Sample
from slowdrip.science.rules.streamed.standing import back_in_range, ends_of, of_matter, stands, superseded

Readings = Sequence[CuffReading]


def decide(
    samples: Iterable[Sample], alarms: Iterable[StoredAlarm], *, infusion_id: UUID, limits: CuffLimits
) -> Decision:
    """At most one alarm to raise, and what to resolve; the same for any order of arrival."""
    readings = cuff_readings(samples)
    matter = of_matter(alarms, BP)
    raised = _wanted(readings, matter, infusion_id=infusion_id, limits=limits)
    over = superseded(matter, raised, rule=BP, infusion_id=infusion_id)
    if readings and not concern(readings[-1], limits):
        over = (*over, *back_in_range(matter, rule=BP, infusion_id=infusion_id))
    return Decision((raised,) if raised else (), over)


def _wanted(
    readings: Readings, matter: Sequence[StoredAlarm], *, infusion_id: UUID, limits: CuffLimits
) -> AlarmRaise | None:
    causes = (
        (Tier.EMERGENCY, critical(readings, limits)),
        (Tier.URGENT, confirmed(readings, ends_of(matter, Tier.URGENT), limits=limits)),
        (Tier.ADVISORY, to_repeat(readings, ends_of(matter, Tier.ADVISORY), limits=limits)),
    )
    for tier, found in causes:
        free = [cause for cause in found if not stands(matter, tier, start=cause[0].at)]
        if free:
            return _raise(free[0], tier, infusion_id=infusion_id, limits=limits)
    return None


def critical(readings: Readings, limits: CuffLimits) -> list[Readings]:
    """Every reading that calls alone."""
    return [(each,) for each in readings if tier_of_reading(each, limits) is Tier.EMERGENCY]


def confirmed(readings: Readings, ends: Iterable[datetime], *, limits: CuffLimits) -> list[Readings]:
    """The first readings of each run at urgent or above that confirm each other; a person's word starts it afresh."""
    cuts, found, run = tuple(ends), list[Readings](), list[CuffReading]()
    for each in readings:
        if artifact_of(each, limits):
            continue
        tier = tier_of_reading(each, limits)
        if tier is None or tier is Tier.ADVISORY:
            run = []
            continue
        run = [*run, each] if run and not _cut(run[-1], each, cuts) else [each]
        if len(run) == limits.tiers.at(each.at).confirming_readings:
            found.append(tuple(run))
    return found


def to_repeat(readings: Readings, ends: Iterable[datetime], *, limits: CuffLimits) -> list[Readings]:
    """The first of the readings at the end that all have to be taken again."""
    cuts, tail = tuple(ends), list[CuffReading]()
    for each in reversed(readings):
        if not concern(each, limits) or (tail and _cut(each, tail[0], cuts)):
            break
        tail.insert(0, each)
    return [tail[:1]] if tail else []


def _cut(before: CuffReading, after: CuffReading, ends: Iterable[datetime]) -> bool:
    return any(before.at <= end < after.at for end in ends)


def _raise(cause: Readings, tier: Tier, *, infusion_id: UUID, limits: CuffLimits) -> AlarmRaise:
    trigger, tiers = f"bp@{cause[0].at.isoformat()}", limits.tiers.at(cause[-1].at)
    inputs = {name: value for number, each in enumerate(cause, 1) for name, value in each.plain(number).items()}
    return AlarmRaise(
        id=alarm_id(infusion_id, BP, tier=tier, trigger=trigger),
        rule=BP,
        tier=tier,
        trigger=trigger,
        trigger_at=cause[0].at,
        inputs={"channel": "bp", "series": cause[0].series, "because": concern(cause[0], limits), **inputs},
        limits=tiers.plain(tier),
        sources=tiers.sources_of(tier),
    )
