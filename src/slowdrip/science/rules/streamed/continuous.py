"""Gives what the rule over one continuous channel wants written, from the numbers of the last minutes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from slowdrip.science.rules.alarm import AlarmRaise, Decision, Plain, StoredAlarm, Tier, alarm_id
from slowdrip.science.rules.streamed.limits import LOUDEST_FIRST, ChannelLimits
from slowdrip.science.rules.streamed.runs import Run, runs
from slowdrip.science.rules.streamed.samples import Line, Sample, by_series
from slowdrip.science.rules.streamed.standing import back_in_range, ends_of, of_matter, stands, superseded

Lines = Sequence[Line]


def decide(
    samples: Collection[Sample], alarms: Iterable[StoredAlarm], *, infusion_id: UUID, limits: ChannelLimits
) -> Decision:
    """At most one alarm to raise, and what to resolve; the same for any order of arrival.

    A call comes also for a run that is over when the numbers come late: somebody has to look at the patient.
    """
    matter = of_matter(alarms, limits.rule)
    if not any(alarm.is_open for alarm in matter) and not reaching(samples, Tier.ADVISORY, limits):
        return Decision()
    lines = by_series(samples)
    raised = _wanted(lines, matter, infusion_id=infusion_id, limits=limits)
    over = superseded(matter, raised, rule=limits.rule, infusion_id=infusion_id)
    if is_back(current(lines, limits), limits):
        over = (*over, *back_in_range(matter, rule=limits.rule, infusion_id=infusion_id))
    return Decision((raised,) if raised else (), over)


def _wanted(
    lines: Lines, matter: Sequence[StoredAlarm], *, infusion_id: UUID, limits: ChannelLimits
) -> AlarmRaise | None:
    for tier in LOUDEST_FIRST:
        found = lasting(lines, tier, matter, limits=limits)
        wanted = [run for run in found if not stands(matter, tier, start=run.start)]
        if wanted:
            first = min(wanted, key=lambda run: (run.start, run.samples[0].series))
            return _raise(first, tier, infusion_id=infusion_id, limits=limits)
    return None


def lasting(lines: Lines, tier: Tier, matter: Iterable[StoredAlarm], *, limits: ChannelLimits) -> list[Run]:
    """The runs at that tier that last; of an advisory only those that go on: nobody has to know of one that is over."""
    if limits.tiers.of(tier) is None:
        return []
    heard = current(lines, limits) if tier is Tier.ADVISORY else lines
    found = [run for line in heard for run in _runs(line, tier, ends_of(matter, tier), limits=limits)]
    long = [run for run in found if run.lasts(limits.lasting(tier))]
    if tier is not Tier.ADVISORY:
        return long
    newest = {id(line[-1]) for line in heard}
    return [run for run in long if id(run.samples[-1]) in newest]


def _runs(line: Line, tier: Tier, ends: Collection[datetime], *, limits: ChannelLimits) -> tuple[Run, ...]:
    beyond = reaching(line, tier, limits)
    return runs(line, beyond, longest_gap=limits.longest_gap, ends=ends) if beyond else ()


def reaching(samples: Iterable[Sample], tier: Tier, limits: ChannelLimits) -> frozenset[int]:
    """The values among these numbers that reach the tier: each is judged once, however often it was shown."""
    return frozenset(value for value in {each.value for each in samples} if limits.reached(value, tier))


def current(lines: Lines, limits: ChannelLimits) -> Lines:
    """The series that still speak; one that fell silent while another speaks says nothing about now."""
    newest = max((line[-1].at for line in lines), default=None)
    return tuple(line for line in lines if newest is not None and newest - line[-1].at <= limits.longest_gap)


def is_back(lines: Lines, limits: ChannelLimits) -> bool:
    """True when every series has been in range without a break for as long as an advisory waits."""
    return bool(lines) and all(_back(line, limits) for line in lines)


def _back(line: Line, limits: ChannelLimits) -> bool:
    in_range = {each.value for each in line} - reaching(line, Tier.ADVISORY, limits)
    found = runs(line, in_range, longest_gap=limits.longest_gap)
    return bool(found) and found[-1].end == line[-1].at and found[-1].lasts(limits.lasting(Tier.ADVISORY))


def _raise(run: Run, tier: Tier, *, infusion_id: UUID, limits: ChannelLimits) -> AlarmRaise:
    trigger = f"{limits.channel}@{run.start.isoformat()}"
    return AlarmRaise(
        id=alarm_id(infusion_id, limits.rule, tier=tier, trigger=trigger),
        rule=limits.rule,
        tier=tier,
        trigger=trigger,
        trigger_at=run.start,
        inputs=_inputs(run.until(limits.lasting(tier)), limits),
        limits=limits.plain(tier),
        sources=limits.sources.get(tier, ()),
    )


def _inputs(run: Run, limits: ChannelLimits) -> Mapping[str, Plain]:
    values = [each.value for each in run.samples]
    return {
        "channel": limits.channel,
        "series": run.samples[0].series,
        "from_at": run.start.isoformat(),
        "until_at": run.end.isoformat(),
        "numbers": len(values),
        f"lowest_{limits.tiers.measure}": min(values),
        f"highest_{limits.tiers.measure}": max(values),
    }
