"""Whatever is charted, voided, answered and however late the clock is: no alarm is lost, none ends without a reason."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from slowdrip.science.infusion import InfusionState
from slowdrip.science.infusion.events import Event, validated
from slowdrip.science.infusion.fold import replay
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.adapters import clock as adapter
from slowdrip.science.rules.adapters.alarms import alarm_lives
from slowdrip.science.rules.adapters.clock import clock_work
from slowdrip.science.rules.adapters.policy_alarms import life_limits
from slowdrip.science.rules.alarm import SYSTEM_REASONS
from slowdrip.science.rules.alarm_life import RESOLVE_REASONS, acknowledge_refusal, resolve_refusal
from slowdrip.science.rules.alarm_stage import AlarmLife
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.visit import POLICY, Clock, check, event, started

LIMITS = life_limits(POLICY)
SHORT = settings(max_examples=12, stateful_step_count=25, phases=[Phase.generate])
FIND = settings(SHORT, max_examples=40, phases=[Phase.generate])  # the first failure will do: nobody reads it
NOTHING: dict[str, int | str] = {}
CHECKS: tuple[dict[str, int | str], ...] = (
    NOTHING,
    {"sbp_mmhg": 185},
    {"sbp_mmhg": 205, "dbp_mmhg": 121},
    {"spo2_pct": 88},
    {"hr_per_min": 130},
    {"rr_per_min": 7},
)
SYMPTOMS = ("chest_pain", "seizure")


class AlarmLives(RuleBasedStateMachine):
    """A drip whose people chart, void, answer and end alarms, under a clock that may come late or twice."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock([*started()])
        self.now = after(1)
        self.numbers = count(1)
        self.entries: list[tuple[Event, ...]] = []
        self.raised: set[str] = set()
        self.over: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self.just_looked = False
        self.tick()

    @property
    def minute(self) -> float:
        """The moment as minutes of the drip."""
        return (self.now - after(0)) / timedelta(minutes=1)

    @property
    def state(self) -> InfusionState:
        """The drip as it stands now."""
        return self.clock.state(self.minute)

    @rule(seconds=some.sampled_from([5, 30, 61, 300, 1_200]))
    def wait(self, seconds: int) -> None:
        """Time goes by and no clock looks."""
        self.now += timedelta(seconds=seconds)
        self.just_looked = False

    @rule(seconds=some.sampled_from([1, 31, 61, 181, 301]))
    def look_later(self, seconds: int) -> None:
        """Time goes by, and the clock looks."""
        self.wait(seconds)
        self.tick()

    @rule()
    def tick(self) -> None:
        """The clock looks; another one that saw the same, in any order, wants the same ids."""
        seen = list(self.clock.events)
        mine = self.clock.tick(self.minute)
        random.Random(len(seen)).shuffle(seen)
        other = clock_work(replay(seen, self.now), POLICY, infusion_id=INFUSION, at=self.now)
        assert _ids(other) == _ids(mine), "two_clocks_two_ids"
        self.just_looked = True

    @rule(changes=some.sampled_from(CHECKS), late_min=some.sampled_from([0, 0, 2, 8]))
    def chart(self, changes: dict[str, int | str], late_min: int) -> None:
        """A check is charted, perhaps minutes after it was made."""
        self._write(check(max(0.5, self.minute - late_min), **changes))

    @rule(symptom=some.sampled_from(SYMPTOMS))
    def complain(self, symptom: str) -> None:
        """The patient says what is an emergency."""
        self._write((event("symptom_started", self.minute, {"symptom": symptom}),))

    @precondition(lambda self: self.entries)
    @rule(which=some.integers(0, 30))
    def void(self, which: int) -> None:
        """What was charted is voided; what alarms it raised stays to be ended."""
        self.clock.void(*self.entries.pop(which % len(self.entries)))
        self.just_looked = False

    @rule(which=some.integers(0, 30), behind_s=some.sampled_from([0, 0, 40]))
    def acknowledge(self, which: int, behind_s: int) -> None:
        """Somebody answers, perhaps on a tablet whose clock runs behind."""
        lives = [one for one in alarm_lives(self.state) if acknowledge_refusal(one) is None]
        if lives:
            alarm = lives[which % len(lives)]
            at = self.minute - behind_s / 60
            self._say("alarm_acknowledged", at, {"alarm_id": str(alarm.id)})

    @rule(which=some.integers(0, 30), reason=some.integers(0, 30))
    def resolve(self, which: int, reason: int) -> None:
        """Somebody ends an alarm with one of its reasons."""
        lives = [one for one in alarm_lives(self.state) if one.resolved_at is None and RESOLVE_REASONS.get(one.rule)]
        if lives:
            alarm = lives[which % len(lives)]
            word = RESOLVE_REASONS[alarm.rule][reason % len(RESOLVE_REASONS[alarm.rule])]
            assert resolve_refusal(alarm, word) is None
            self.given[str(alarm.id)] = word
            self._say("alarm_resolved", self.minute, {"alarm_id": str(alarm.id), "reason": word})

    @rule()
    def arrive_again(self) -> None:
        """Everything is sent once more, in another order, as a tablet does after a lost answer."""
        again = {each.id: each for each in reversed(self.clock.events)}
        assert replay(list(again.values()), self.now) == self.state

    @invariant()
    def no_alarm_is_lost(self) -> None:
        """What was raised once stands in the drip for ever."""
        self.raised |= {each.id for each in self.clock.kinds("alarm_raised")}
        assert self.raised <= set(self.state.alarms), "alarm_lost"

    @invariant()
    def none_ends_without_a_reason(self) -> None:
        """Each ended one was ended by a person's word or by a rule's, and stays so."""
        for key, alarm in self.state.alarms.items():
            if alarm.resolved_at is not None:
                assert alarm.reason == self.over.setdefault(key, alarm.reason) != "", "no_reason"
                assert alarm.reason in SYSTEM_REASONS or self.given.get(key) == alarm.reason, "nobody_said_so"
            assert alarm.resolved_at is not None or key not in self.over, "came_back_by_itself"

    @invariant()
    def whoever_waits_too_long_is_called_for(self) -> None:
        """After a look of the clock nobody's patience is over, by the events alone and not by the rule's arithmetic."""
        if not self.just_looked:
            return
        for alarm in alarm_lives(self.state):
            assert not alarm.calls or self._patient(alarm), "not_escalated"

    def _patient(self, alarm: AlarmLife) -> bool:
        calls = [each for each in self.clock.kinds("alarm_escalated") if each.payload["alarm_id"] == str(alarm.id)]
        called = max([alarm.raised_at, *(each.occurred_at for each in calls)])
        answers = [
            each.occurred_at
            for each in self.clock.events
            if each.kind == "alarm_acknowledged" and each.payload["alarm_id"] == str(alarm.id)
        ]
        patience = LIMITS.of(alarm.tier)
        answered = max((each for each in answers if not calls or each >= called), default=None)
        if answered is not None:
            return self.now - max(answered, called) < timedelta(seconds=patience.unresolved_s)
        at_top = [each for each in calls if each.payload["to_role"] == LIMITS.ladder[-1]]
        if len(at_top) >= LIMITS.ceiling_calls:
            return True
        return self.now - called < timedelta(seconds=patience.unacknowledged_s)

    def _write(self, entries: tuple[Event, ...]) -> None:
        """Stores entries under fresh ids (two of one minute are two), and lets the rules look, as the record does."""
        fresh = tuple(replace(each, id=self._id(each)) for each in entries)
        self.entries.append(fresh)
        self.clock.events.extend(fresh)
        self.tick()

    def _say(self, kind: str, minute: float, payload: dict[str, str]) -> None:
        self.just_looked = False
        told = event(kind, minute, dict(validated(kind, payload)))
        self.clock.events.append(replace(told, id=self._id(told), recorded_at=self.now))

    def _id(self, told: Event) -> str:
        return f"{told.id[:-4]}{next(self.numbers):04x}"


def _ids(work: adapter.ClockWork) -> set[str]:
    parts = ((each.id for each in part) for part in (work.raise_, work.resolve, work.escalate))
    return {str(each) for part in parts for each in part}


def test_alarms_live_through_everything(is_long_run: bool) -> None:
    longer = settings(max_examples=200, stateful_step_count=50)
    run_state_machine_as_test(AlarmLives, settings=longer if is_long_run else SHORT)


def nobody_climbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "due_transitions", lambda alarms, **_: ())


def the_last_alarm_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    real = replay

    def forgets(events: list[Event], at: datetime) -> InfusionState:
        state = real(events, at)
        kept: dict[str, Alarm] = dict(list(state.alarms.items())[:1])
        return replace(state, alarms=kept)

    monkeypatch.setattr("slowdrip.science.rules.tests.visit.replay", forgets)
    monkeypatch.setitem(globals(), "replay", forgets)


def silence_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answered alarm counts as over."""
    real = replay

    def ends(events: list[Event], at: datetime) -> InfusionState:
        state = real(events, at)
        over = {key: _ended(alarm) for key, alarm in state.alarms.items()}
        return replace(state, alarms=over)

    monkeypatch.setattr("slowdrip.science.rules.tests.visit.replay", ends)
    monkeypatch.setitem(globals(), "replay", ends)


def _ended(alarm: Alarm) -> Alarm:
    if alarm.acknowledged_at is None or alarm.resolved_at is not None:
        return alarm
    return replace(alarm, resolved_at=alarm.acknowledged_at, reason="")


@pytest.mark.parametrize("plant", [nobody_climbs, the_last_alarm_is_forgotten, silence_is_an_end])
def test_planted_fault_is_found(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(AlarmLives, settings=FIND)
