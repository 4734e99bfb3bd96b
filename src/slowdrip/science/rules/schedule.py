"""Gives the check schedule of a policy and the interval in force at a moment of the drip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

RUNNING, PAUSED, RECOVERY = "running", "paused", "recovery"

KEEPS_INTERVAL_OF = {PAUSED: RUNNING}
"""A paused drip is watched as closely as a running one: the drug is still in the patient."""


@dataclass(frozen=True, slots=True)
class PhaseStart:
    """A phase of the drip and when it began."""

    phase: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `from_min` of the phase on, these channels are due every `every_min`, with that grace."""

    phase: str
    from_min: int
    every_min: int
    grace_min: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All intervals of one policy."""

    intervals: tuple[Interval, ...]
    recheck_grace_min: int

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that is asked for at some time, each once, in policy order."""
        return tuple(dict.fromkeys(channel for row in self.intervals for channel in row.channels))

    def rows(self, channel: str, phase: str) -> tuple[Interval, ...]:
        """The intervals of that channel in that phase, the earliest first."""
        rows = [row for row in self.intervals if row.phase == phase and channel in row.channels]
        return tuple(sorted(rows, key=lambda row: row.from_min))

    def asks(self, channel: str, phase: str) -> bool:
        """True when that phase asks for that channel."""
        return bool(self.rows(channel, phase))

    def first_row(self, channel: str, phase: str) -> Interval:
        """The interval with which that phase begins for that channel."""
        return self.rows(channel, phase)[0]


def spans(phases: Sequence[PhaseStart]) -> tuple[PhaseStart, ...]:
    """The phases as the schedule counts them: a pause neither ends nor restarts the running phase."""
    line: list[PhaseStart] = []
    for each in phases:
        phase = KEEPS_INTERVAL_OF.get(each.phase, each.phase)
        if not line or line[-1].phase != phase:
            line.append(PhaseStart(phase, each.at))
    return tuple(line)


def in_force(channel: str, moment: datetime, *, line: Sequence[PhaseStart], schedule: Schedule) -> Interval | None:
    """The interval of that channel at that moment; none when nothing was asked for then."""
    span = next((each for each in reversed(line) if each.at <= moment), None)
    if span is None:
        return None
    passed = [row for row in schedule.rows(channel, span.phase) if span.at + timedelta(minutes=row.from_min) <= moment]
    return passed[-1] if passed else None
