"""Gives the runs of excursions in a history of readings, the same for any order of arrival."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.excursions.counting import SUPERSEDED
from slowdrip.science.rules.excursions.graded import Graded, R


def urgent_runs(history: Sequence[Graded[R]], alarms: Iterable[StoredAlarm]) -> list[list[Graded[R]]]:
    """Unbroken runs of readings at urgent or above; a resolved alarm ends a run, so what follows counts afresh."""
    ends = _loud_ends(alarms)
    runs: list[list[Graded[R]]] = []
    before: Graded[R] | None = None
    for each in history:
        if each.at_least(Tier.URGENT):
            _extend(runs, each, joined=_joined(before, each, ends))
        before = each
    return runs


def _loud_ends(alarms: Iterable[StoredAlarm]) -> list[datetime]:
    # Only a person ends an episode: what a louder alarm took over goes on under it.
    loud = [alarm for alarm in alarms if alarm.tier is not Tier.ADVISORY and alarm.reason != SUPERSEDED]
    return [alarm.resolved_at for alarm in loud if alarm.resolved_at]


def _joined(before: Graded[R] | None, each: Graded[R], ends: Sequence[datetime]) -> bool:
    if before is None or not before.at_least(Tier.URGENT):
        return False
    return not any(before.reading.at <= end < each.reading.at for end in ends)


def _extend(runs: list[list[Graded[R]]], each: Graded[R], *, joined: bool) -> None:
    if joined:
        runs[-1].append(each)
        return
    runs.append([each])


def advisory_tail(history: Sequence[Graded[R]], alarms: Iterable[StoredAlarm]) -> list[Graded[R]]:
    """The readings at the end that all reach advisory or more, counted afresh after a resolved louder alarm."""
    ends = _loud_ends(alarms)
    tail: list[Graded[R]] = []
    for each in reversed(history):
        parted = bool(tail) and any(each.reading.at <= end < tail[0].reading.at for end in ends)
        if parted or not each.at_least(Tier.ADVISORY):
            break
        tail.insert(0, each)
    return tail
