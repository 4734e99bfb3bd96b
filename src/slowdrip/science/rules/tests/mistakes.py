"""Gives drips in which pressures are mistyped, voided and called mistakes, and the check that true ones still call."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.blood_pressure import BpReading
from slowdrip.science.rules.tests.cases import after, decided, reading, stored
from slowdrip.science.rules.tests.checks import ranks_of

PRESSURES = (130, 165, 180, 185, 205, 230)
VOID, VOID_LAST, CALL_A_MISTAKE, CALL_A_MISTAKE_THEN_VOID = range(6, 10)
TYPO_TAKES_OVER = ((2, 0), (2, 0), (5, 0), (VOID_LAST, 0), (CALL_A_MISTAKE, 0), (3, 0))


@dataclass
class Pressures:
    """Readings that stand, and every alarm that was stored."""

    readings: list[BpReading] = field(default_factory=list)
    alarms: dict[object, StoredAlarm] = field(default_factory=dict)

    def decide(self, minute: float) -> None:
        """Stores what the rule decides; two processes that see it in another order store the same."""
        seen = tuple(self.alarms.values())
        decision = decided(*self.readings, alarms=seen)
        assert decided(*self.readings[::-1], alarms=seen[::-1]).raise_ == decision.raise_, "two_processes_two_ids"
        for raised in decision.raise_:
            assert raised.id not in self.alarms, "raised_twice"
            self.alarms[raised.id] = stored(raised)
        for over in decision.resolve:
            alarm = self.alarms[over.alarm_id]
            mistyped = self.mistyped(alarm)
            assert over.reason.code == "superseded" or alarm.tier is Tier.ADVISORY, f"silenced_itself_{mistyped}"
            self.alarms[over.alarm_id] = replace(alarm, resolved_at=after(minute), reason=over.reason.code)

    def mistyped(self, alarm: StoredAlarm) -> bool:
        """True when a reading of it was voided."""
        return not set(alarm.evidence) <= {each.id for each in self.readings}

    def call_a_mistake(self, alarm: StoredAlarm, minute: float) -> None:
        """A person ends that alarm as entered by mistake."""
        self.alarms[alarm.id] = replace(alarm, resolved_at=after(minute), reason="entered_by_mistake")

    def do(self, what: int, which: int, minute: float) -> None:
        """One move; a move that finds nothing to do is a wait."""
        waiting = [alarm for alarm in self.alarms.values() if alarm.is_open]
        if what < VOID:
            self.readings.append(reading(PRESSURES[what], minute=minute))
        if what in {VOID, VOID_LAST} and self.readings:
            self.readings.pop(-1 if what == VOID_LAST else which % len(self.readings))
        if what == CALL_A_MISTAKE:
            for alarm in filter(self.mistyped, waiting):
                self.call_a_mistake(alarm, minute)
        if what == CALL_A_MISTAKE_THEN_VOID and waiting:
            self.call_a_mistake(waiting[-1], minute)
            self.decide(minute)
            self.readings = [each for each in self.readings if each.id not in waiting[-1].evidence]


def check_true_excursions_call_whatever_was_voided(moves: Sequence[tuple[int, int]]) -> None:
    """Two readings in a row that stand, or one emergency that stands, have an open alarm as loud as they are."""
    drip = Pressures()
    for number, (what, which) in enumerate(moves):
        minute = 3.0 * number
        drip.do(what, which, minute)
        drip.decide(minute)
        settled = decided(*drip.readings, alarms=tuple(drip.alarms.values()))
        assert (settled.raise_, settled.resolve) == ((), ()), "one_look_does_not_settle"
        _check_the_loudest(drip)


def _check_the_loudest(drip: Pressures) -> None:
    loudest = max((alarm.tier.rank for alarm in drip.alarms.values() if alarm.is_open), default=-1)
    ranks = ranks_of(drip.readings)
    if Tier.EMERGENCY.rank in ranks:
        assert loudest == Tier.EMERGENCY.rank, "a_true_emergency_is_silent"
    if any(min(pair) >= Tier.URGENT.rank for pair in pairwise(ranks)):
        assert loudest >= Tier.URGENT.rank, "a_true_pair_is_silent"
    if ranks and ranks[-1] >= Tier.ADVISORY.rank:
        assert loudest >= Tier.ADVISORY.rank, "a_high_pressure_is_not_shown"
