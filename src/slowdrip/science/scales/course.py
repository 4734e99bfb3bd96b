"""Which administration is the baseline, and which two look back on the same days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.results import Result, Status


class Course(StrEnum):
    """What a baseline is for; both are kept beside each other."""

    SERIES = "series"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Administration:
    """One answered scale at one time (aware); `recall_days` only where it was asked with another look-back."""

    key: str
    at: datetime
    result: Result
    recall_days: int | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The administration that a course is compared with; once pinned it is not moved by what comes later."""

    course: Course
    score: str
    administration: Administration


def pinned_baseline(
    course: Course,
    score: str,
    rows: Iterable[Administration],
    *,
    first_infusion_at: datetime,
    pinned: Baseline | None = None,
) -> Baseline | None:
    """The baseline that is pinned already, else the last complete score before the first infusion of the course."""
    if pinned is not None:
        return pinned
    before = [each for each in rows if each.at < first_infusion_at and _is_complete(each, score)]
    if not before:
        return None
    return Baseline(course, score, max(before, key=lambda each: (each.at, each.key)))


def _is_complete(row: Administration, score: str) -> bool:
    found = row.result.scores.get(score)
    return found is not None and found.status is Status.COMPLETE


class Dated(Protocol):
    """An answered scale at one time (aware), with its look-back where that was not the usual one."""

    @property
    def key(self) -> str:
        """What it is told by."""

    @property
    def at(self) -> datetime:
        """When it was answered."""

    @property
    def recall_days(self) -> int | None:
        """Over how many days it looks back, where it was asked otherwise than usual."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two administrations closer together than the later one looks back: their answers are about the same time."""

    earlier: str
    later: str
    recall_days: int
    shared: timedelta


def overlaps(scale: Scale, rows: Iterable[Dated]) -> tuple[Overlap, ...]:
    """Each pair of neighbours that looks back on the same days; a warning, never a reason to refuse an answer."""
    ordered = sorted(rows, key=lambda each: (each.at, each.key))
    found = (_overlap(scale, earlier, later) for earlier, later in pairwise(ordered))
    return tuple(each for each in found if each is not None)


def _overlap(scale: Scale, earlier: Dated, later: Dated) -> Overlap | None:
    days = scale.recall.days if later.recall_days is None else later.recall_days
    shared = timedelta(days=days) - (later.at - earlier.at)
    return Overlap(earlier.key, later.key, days, shared) if shared > timedelta(0) else None
