"""Gives the runs of excursions in a history of readings, the same for any order of arrival."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.blood_pressure.counting import SUPERSEDED
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.tiers import artifact_reason, tier_of


@dataclass(frozen=True, slots=True)
class Graded:
    """A plausible reading with its tier."""

    reading: BpReading
    tier: Tier | None

    def at_least(self, tier: Tier) -> bool:
        """True when this reading reaches that tier."""
        return self.tier is not None and self.tier.rank >= tier.rank


def ordered(readings: Iterable[BpReading]) -> tuple[BpReading, ...]:
    """By time, then by id, each event once."""
    unique = {reading.id: reading for reading in readings}
    return tuple(sorted(unique.values(), key=lambda reading: (reading.at, reading.id)))


def graded(readings: Sequence[BpReading], limits: BpLimits, *, baseline: Baseline | None) -> tuple[Graded, ...]:
    """The plausible readings with their tiers. An artifact neither confirms nor clears."""
    return tuple(
        Graded(reading, tier_of(reading, limits, baseline=baseline))
        for reading in readings
        if artifact_reason(reading, limits.cuff) is None
    )


def urgent_runs(history: Sequence[Graded], alarms: Iterable[StoredAlarm]) -> list[list[Graded]]:
    """Unbroken runs of readings at urgent or above; a resolved alarm ends a run, so what follows counts afresh."""
    ends = _loud_ends(alarms)
    runs: list[list[Graded]] = []
    before: Graded | None = None
    for each in history:
        if each.at_least(Tier.URGENT):
            _extend(runs, each, joined=_joined(before, each, ends))
        before = each
    return runs


def _loud_ends(alarms: Iterable[StoredAlarm]) -> list[datetime]:
    # Only a person ends an episode: what a louder alarm took over goes on under it.
    loud = [alarm for alarm in alarms if alarm.tier is not Tier.ADVISORY and alarm.reason != SUPERSEDED]
    return [alarm.resolved_at for alarm in loud if alarm.resolved_at]


def _joined(before: Graded | None, each: Graded, ends: Sequence[datetime]) -> bool:
    if before is None or not before.at_least(Tier.URGENT):
        return False
    return not any(before.reading.at <= end < each.reading.at for end in ends)


def _extend(runs: list[list[Graded]], each: Graded, *, joined: bool) -> None:
    if joined:
        runs[-1].append(each)
        return
    runs.append([each])


def advisory_tail(history: Sequence[Graded], alarms: Iterable[StoredAlarm]) -> list[Graded]:
    """The readings at the end that all reach advisory or more, counted afresh after a resolved louder alarm."""
    ends = _loud_ends(alarms)
    tail: list[Graded] = []
    for each in reversed(history):
        parted = bool(tail) and any(each.reading.at <= end < tail[0].reading.at for end in ends)
        if parted or not each.at_least(Tier.ADVISORY):
            break
        tail.insert(0, each)
    return tail
