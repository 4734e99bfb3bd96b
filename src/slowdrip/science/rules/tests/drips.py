"""Gives whole drips of charting, voiding and explaining, and the check that nothing overdue is without its alarm."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import NamedTuple

from hypothesis import strategies as some

from slowdrip.science.infusion.events import Event
from slowdrip.science.rules.adapters.clock import clock_work
from slowdrip.science.rules.alarm import SYSTEM_REASONS
from slowdrip.science.rules.due import DueItem
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.visit import POLICY, Clock, check, event, started

URGENT_AFTER = timedelta(minutes=POLICY.alarms.overdue_urgent_after_min.value)
RANKS = ("advisory", "urgent", "emergency")
CHART, CHART_HIGH, PULSE_ONLY, VOID_NEWEST, VOID_OLDEST, EXPLAIN, TAP_CHARTED, STOP, WAIT = range(9)


class Move(NamedTuple):
    """After that many minutes, this happens."""

    minutes: float
    what: int


MOVES = some.builds(Move, some.sampled_from([0.5, 1, 2.5, 4, 6, 9]), some.integers(CHART, WAIT))
CHARTED_AND_VOIDED = (Move(12, WAIT), Move(0.5, CHART), Move(0.5, VOID_NEWEST), Move(9, WAIT))


class Drip:
    """A clock's record with the entries that may still be voided."""

    def __init__(self) -> None:
        self.clock = Clock([*started()])
        self.entries: list[tuple[Event, ...]] = []
        self.number = count(1)

    def do(self, what: int, minute: float) -> None:
        """One move at that minute; a move that finds nothing to do is a wait."""
        if what in {CHART, CHART_HIGH}:
            self._chart(check(minute, sbp_mmhg=185 if what == CHART_HIGH else 120))
        if what == PULSE_ONLY:
            self._chart((event("vitals", minute, {"hr_per_min": 70}),))
        if what == STOP:
            self._chart((event("stopped", minute),))
        if what in {VOID_NEWEST, VOID_OLDEST} and self.entries:
            self.clock.void(*self.entries.pop(-1 if what == VOID_NEWEST else 0))
        if what in {EXPLAIN, TAP_CHARTED}:
            self._end("patient_declined" if what == EXPLAIN else "check_charted", minute)

    def _chart(self, entries: tuple[Event, ...]) -> None:
        self.entries.append(entries)
        self.clock.events.extend(entries)

    def _end(self, reason: str, minute: float) -> None:
        found = self.clock.state(minute).open_alarms.items()
        for key in [key for key, alarm in found if alarm.rule == "overdue_check"][:1]:
            self.clock.end(key, reason, minute=minute)


def check_every_overdue_item_is_stood_for(moves: Sequence[Move]) -> None:
    """After every move and every tick each overdue item has an open alarm as loud as it is, or a person's word."""
    drip, minute = Drip(), 0.0
    for move in moves:
        if move.minutes > 2:
            _tick(drip.clock, minute + move.minutes / 2)
        minute += move.minutes
        drip.do(move.what, minute)
        _tick(drip.clock, minute)


def _tick(clock: Clock, minute: float) -> None:
    seen = list(clock.events)
    mine = clock.tick(minute)
    other = clock_work(Clock(seen[::-1]).state(minute), POLICY, infusion_id=INFUSION, at=after(minute))
    assert {each.id for each in mine.raise_} == {each.id for each in other.raise_}, "two_processes_two_ids"
    left = clock_work(clock.state(minute), POLICY, infusion_id=INFUSION, at=after(minute))
    assert (left.raise_, left.resolve) == ((), ()), "one_tick_does_not_settle"
    for item in left.due:
        for channel in item.channels if after(minute) >= item.overdue_at else ():
            assert _stood_for(clock, item, channel=channel, minute=minute), f"{item.key}_unwatched_at_{minute}"


def _stood_for(clock: Clock, item: DueItem, *, channel: str, minute: float) -> bool:
    rank = 1 if after(minute) >= item.overdue_at + URGENT_AFTER else 0
    for alarm in clock.state(minute).alarms.values():
        if alarm.rule != "overdue_check" or RANKS.index(alarm.tier) < rank or alarm.inputs["kind"] != item.kind:
            continue
        if channel not in str(alarm.inputs["channels"]).split(","):
            continue
        same = alarm.trigger == item.key
        explained = alarm.resolved_at is not None and alarm.reason not in SYSTEM_REASONS
        if (alarm.resolved_at is None and (same or item.kind == "check")) or (same and explained):
            return True
    return False
