"""What a plan of asks is made from and what it gives: visits, answers, limits, and the asks themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class VisitState(StrEnum):
    """Where a visit for a drip stands; one that was called off or never started did not happen."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    NOT_HAPPENED = "not_happened"


class Phase(StrEnum):
    """Where a patient's treatment stands."""

    SERIES = "series"
    MAINTENANCE = "maintenance"
    ENDED = "ended"


class Point(StrEnum):
    """What an ask hangs on; the hours and days themselves are the policy's."""

    BEFORE = "before"
    FIRST = "4h"
    SECOND = "24h"
    DIARY = "72h"
    WEEK = "week"
    END = "end"
    MAINTENANCE = "maintenance"
    LATER_1 = "later_1"
    LATER_2 = "later_2"
    LATER_3 = "later_3"
    BLADDER = "bladder"


LATER: Final = (Point.LATER_1, Point.LATER_2, Point.LATER_3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit for a drip; times are aware."""

    key: str
    planned_at: datetime
    ended_at: datetime | None = None
    state: VisitState = VisitState.PLANNED
    number: int = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """One filling-in of a scale, and whether every answer that it needs is there."""

    scale: str
    answered_at: datetime
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How a patient is followed: the phase and since when, extra scales of the indication, no asks until."""

    phase: Phase = Phase.SERIES
    phase_since: datetime | None = None
    has_ptsd: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the policy says about asking; hours of the clock are the patient's own."""

    first_mood_after_h: int
    second_mood_after_h: int
    diary_after_h: int
    weekly_scales: tuple[str, ...]
    ptsd_scales: tuple[str, ...]
    phq9_every_days: int
    weekly_every_days: int
    maintenance_every_days: int
    later_after_days: tuple[int, int, int]
    bladder_every_days: int
    quiet_from_hour: int
    quiet_until_hour: int
    asks_per_day_at_most: int
    mood_open_h: int
    scales_open_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An ask that was opened, begun or answered: it stays as it is, and what it serves is asked nowhere else."""

    point: str
    serves: tuple[str, ...]
    opens_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAsk:
    """One ask: under which key, which occurrences it serves, what is asked, and from when until when."""

    key: str
    serves: tuple[str, ...]
    point: Point
    visit: str | None
    phase: Phase
    scales: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
