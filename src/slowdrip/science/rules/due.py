"""Gives the due clock: what has to be measured next, by when, and what is overdue.

Times are absolute, so a screen that lost the server keeps counting. A channel is due one interval after it was last
charted; the interval is the one in force at that moment. A change of phase never delays a due time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from slowdrip.science.rules.alarm import RepeatRequest
from slowdrip.science.rules.schedule import Interval, PhaseStart, Schedule, in_force, spans

CHECK, REPEAT, RECHECK = "check", "repeat", "medication_recheck"


class DueStatus(StrEnum):
    """Where an item stands now."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """A measurement asked for after a medication; only one charted at `not_before` or later answers it."""

    trigger: str
    channels: tuple[str, ...]
    not_before: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueInputs:
    """Phases so far, when each channel was last charted plausibly, and what else is waited for.

    `deferred_at` says when a person last gave a reason for not measuring a channel: it counts like a check.
    """

    phases: tuple[PhaseStart, ...]
    last_at: Mapping[str, datetime]
    deferred_at: Mapping[str, datetime] = field(default_factory=dict)
    repeats: tuple[RepeatRequest, ...] = ()
    rechecks: tuple[Recheck, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One thing to measure. `key` is the same in every process that sees the same record."""

    key: str
    kind: str
    channels: tuple[str, ...]
    due_at: datetime
    overdue_at: datetime

    def status(self, at: datetime) -> DueStatus:
        """Coming before its time, due until its grace has passed, then overdue."""
        if at < self.due_at:
            return DueStatus.COMING
        return DueStatus.OVERDUE if at >= self.overdue_at else DueStatus.DUE


def due_items(inputs: DueInputs, schedule: Schedule) -> tuple[DueItem, ...]:
    """Everything that is waited for, the earliest first; nothing outside the phases with a schedule."""
    items = [*_checks(inputs, schedule), *_repeats(inputs), *_rechecks(inputs, schedule)]
    return tuple(sorted(items, key=lambda item: (item.due_at, item.key)))


def overdue(items: Iterable[DueItem], at: datetime) -> tuple[DueItem, ...]:
    """The items whose grace has passed."""
    return tuple(item for item in items if item.status(at) is DueStatus.OVERDUE)


def channel_due(channel: str, inputs: DueInputs, *, schedule: Schedule) -> tuple[datetime, Interval] | None:
    """When that channel is due, and the interval that says so; nothing when the phase does not ask for it."""
    line = spans(inputs.phases)
    if not line or not schedule.asks(channel, line[-1].phase):
        return None
    first = schedule.first_row(channel, line[-1].phase)
    entry = (line[-1].at + timedelta(minutes=first.from_min + first.every_min), first)
    base = latest(inputs.last_at.get(channel), inputs.deferred_at.get(channel))
    row = in_force(channel, base, line=line, schedule=schedule) if base else None
    if base is None or row is None:
        return entry
    after_last = (base + timedelta(minutes=row.every_min), row)
    return after_last if base >= line[-1].at else min(entry, after_last, key=lambda each: each[0])


def latest(*moments: datetime | None) -> datetime | None:
    """The last of the moments that are known."""
    return max((moment for moment in moments if moment is not None), default=None)


def _checks(inputs: DueInputs, schedule: Schedule) -> list[DueItem]:
    together: dict[tuple[datetime, int], list[str]] = {}
    for channel in schedule.channels:
        found = channel_due(channel, inputs, schedule=schedule)
        if found:
            together.setdefault((found[0], found[1].grace_min), []).append(channel)
    return [
        _item(CHECK, tuple(channels), due_at=due_at, grace_min=grace_min)
        for (due_at, grace_min), channels in together.items()
    ]


def _item(kind: str, channels: tuple[str, ...], *, due_at: datetime, grace_min: int, of: str = "") -> DueItem:
    name = of or f"{'+'.join(channels)}@{due_at.isoformat()}"
    return DueItem(
        key=f"{kind}:{name}",
        kind=kind,
        channels=channels,
        due_at=due_at,
        overdue_at=due_at + timedelta(minutes=grace_min),
    )


def _repeats(inputs: DueInputs) -> list[DueItem]:
    # The due time of a repeat already is its last moment, so it has no grace.
    return [_item(REPEAT, ("bp",), due_at=each.due_at, grace_min=0, of=each.trigger) for each in inputs.repeats]


def _rechecks(inputs: DueInputs, schedule: Schedule) -> list[DueItem]:
    return [
        _item(RECHECK, each.channels, due_at=each.due_at, grace_min=schedule.recheck_grace_min, of=each.trigger)
        for each in inputs.rechecks
        if not answered(each, inputs.last_at)
    ]


def answered(recheck: Recheck, last_at: Mapping[str, datetime]) -> bool:
    """True when every channel of the recheck was charted at `not_before` or later."""
    return all(channel in last_at and last_at[channel] >= recheck.not_before for channel in recheck.channels)
