"""What the alarms of charted numbers do whatever is charted, voided and called a mistake, in whatever order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.measured import MeasuredReading
from slowdrip.science.rules.tests.cases import after
from slowdrip.science.rules.tests.measures import BY_NAME, Measured, number, stored_number

VOID_NEWEST, VOID_ANY, CALL_A_MISTAKE, RESOLVE = range(-4, 0)
STEP_MIN = 3.0
Lines = tuple[Sequence[MeasuredReading], Sequence[MeasuredReading]]


@some.composite
def lines(draw: some.DrawFn) -> tuple[str, Sequence[MeasuredReading], Sequence[MeasuredReading]]:
    name = draw(some.sampled_from(sorted(BY_NAME)))
    values = draw(some.lists(some.sampled_from(BY_NAME[name].values), max_size=8))
    line = [number(value, minute=STEP_MIN * place) for place, value in enumerate(values)]
    return name, line, draw(some.permutations(line))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(lines())
def test_the_order_of_arrival_does_not_matter(case: tuple[str, *Lines]) -> None:
    name, line, shuffled = case
    assert BY_NAME[name].decide(*line) == BY_NAME[name].decide(*shuffled)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(lines())
def test_what_is_stored_is_not_raised_again(case: tuple[str, *Lines]) -> None:
    name, line, shuffled = case
    alarms = tuple(stored_number(each) for each in BY_NAME[name].decide(*line).raise_)
    assert BY_NAME[name].decide(*shuffled, alarms=alarms).raise_ == ()


@dataclass
class Drip:
    """Readings of one measure that stand, and every alarm that was stored."""

    measured: Measured
    readings: list[MeasuredReading] = field(default_factory=list)
    alarms: dict[object, StoredAlarm] = field(default_factory=dict)

    def decide(self, minute: float) -> None:
        """Stores what the rule decides; a second process that saw it in another order stores the same."""
        seen = tuple(self.alarms.values())
        decision = self.measured.decide(*self.readings, alarms=seen)
        other = self.measured.decide(*self.readings[::-1], alarms=seen[::-1])
        assert other.raise_ == decision.raise_, "two_processes_two_ids"
        for raised in decision.raise_:
            assert raised.id not in self.alarms, "raised_twice"
            self.alarms[raised.id] = stored_number(raised)
        for over in decision.resolve:
            alarm = self.alarms[over.alarm_id]
            assert over.reason.code == "superseded" or alarm.tier is Tier.ADVISORY, "a_loud_alarm_silenced_itself"
            self.alarms[alarm.id] = replace(alarm, resolved_at=after(minute), reason=over.reason.code)

    def do(self, what: int, which: int, minute: float) -> None:
        """One move: a number is charted, or something of what stands is voided or ended."""
        waiting = [alarm for alarm in self.alarms.values() if alarm.is_open]
        if what >= 0:
            self.readings.append(number(self.measured.values[what % len(self.measured.values)], minute=minute))
        if what in {VOID_NEWEST, VOID_ANY} and self.readings:
            self.readings.pop(-1 if what == VOID_NEWEST else which % len(self.readings))
        if what == CALL_A_MISTAKE:
            left = {each.id for each in self.readings}
            for alarm in (each for each in waiting if not set(each.evidence) <= left):
                self._end(alarm, minute, "entered_by_mistake")
        if what == RESOLVE and waiting:
            self._end(waiting[which % len(waiting)], minute, "watched_and_recovered")

    def _end(self, alarm: StoredAlarm, minute: float, reason: str) -> None:
        self.alarms[alarm.id] = replace(alarm, resolved_at=after(minute), reason=reason)

    def check(self) -> None:
        """The newest number that stands has an open alarm as loud as it is, or a person's word after it."""
        settled = self.measured.decide(*self.readings, alarms=tuple(self.alarms.values()))
        assert (settled.raise_, settled.resolve) == ((), ()), "one_look_does_not_settle"
        if not self.readings:
            return
        newest = max(self.readings, key=lambda each: (each.at, each.id))
        tier = self.measured.eye(newest.value)
        if tier is Tier.URGENT and self.measured.limits.sustained_min:
            tier = Tier.ADVISORY
        if tier is not None:
            assert any(stands_for(alarm, newest, tier) for alarm in self.alarms.values()), f"{tier}_is_silent"


def stands_for(alarm: StoredAlarm, newest: MeasuredReading, tier: Tier) -> bool:
    """Open and as loud, or ended by a person's true word: after the reading, or a quiet one about its own run."""
    if alarm.tier.rank < tier.rank:
        return False
    if alarm.is_open:
        return True
    if alarm.reason != "watched_and_recovered" or alarm.resolved_at is None:
        return False
    return alarm.resolved_at >= newest.at or alarm.tier is Tier.ADVISORY


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    some.sampled_from(sorted(BY_NAME)),
    some.lists(some.tuples(some.integers(VOID_NEWEST, 8), some.integers(0, 4)), max_size=14),
)
def test_whatever_happens_what_is_out_of_range_now_has_its_alarm(name: str, moves: list[tuple[int, int]]) -> None:
    check_what_is_out_of_range_has_its_alarm(name, moves)


def check_what_is_out_of_range_has_its_alarm(name: str, moves: Sequence[tuple[int, int]]) -> None:
    """After each move, and after the rule has looked once."""
    drip = Drip(BY_NAME[name])
    for place, (what, which) in enumerate(moves):
        minute = STEP_MIN * place
        drip.do(what, which, minute)
        drip.decide(minute)
        drip.check()


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_one_number_far_out_of_range_is_never_silent(name: str) -> None:
    for place in range(len(BY_NAME[name].values)):
        check_what_is_out_of_range_has_its_alarm(name, ((place, 0),))
