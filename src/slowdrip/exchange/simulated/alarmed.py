"""What the rules make of a simulated monitor's own numbers, second by second, with a nurse who answers."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from slowdrip.exchange.hl7.numbers import read_number
from slowdrip.exchange.simulated.readings import CUFF, Reading, Tick
from slowdrip.exchange.simulated.truth import Truth
from slowdrip.science.rules.alarm import AlarmRaise, Decision, StoredAlarm, Tier
from slowdrip.science.rules.streamed import Sample, StreamedLimits, decide, worth_a_look

BEGAN: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)
DRIP: Final = UUID(int=1)
ANSWERED_AFTER_S: Final = 30
"""A call is ended so long after it came, once the patient is truly back: sooner than people are, so that what comes
next has to call anew."""
NAMES: Final[Mapping[str, str]] = {
    "spo2": "spo2",
    "heart_rate": "hr",
    "pulse_rate": "hr",
    "resp_rate": "rr",
    **{name: name for name in CUFF},
}
Rules = Callable[..., Decision]


@dataclass(slots=True)
class Called:
    """One alarm that came: from which second its numbers count, in which it came and ended, what was true meanwhile."""

    id: UUID
    rule: str
    tier: Tier
    from_s: int
    at_s: int
    is_true: bool
    until_s: int | None = None

    def is_open(self, at_s: float) -> bool:
        """Whether it stood at that second."""
        return self.at_s <= at_s and (self.until_s is None or at_s < self.until_s)


@dataclass(slots=True)
class Chair:
    """One simulated monitor with its alarms; `rules` decide, and a test may plant worse ones."""

    limits: StreamedLimits
    truth: Truth
    rules: Rules = decide
    called: list[Called] = field(default_factory=list)
    alarms: list[StoredAlarm] = field(default_factory=list)
    _lately: deque[Sample] = field(default_factory=deque)
    _cuff: deque[Sample] = field(default_factory=deque)

    def live(self, ticks: Iterable[Tick]) -> None:
        """Goes through the seconds."""
        for tick in ticks:
            self.truth.note(tick)
            for _ in range(tick.copies):
                self.hear(tick)
            self._answer(tick.at_s)

    def hear(self, tick: Tick) -> None:
        """Takes one message in, and writes what the rules decide."""
        fresh = [sample for each in tick.readings if (sample := sample_of(each)) is not None]
        self._remember(fresh, moment(tick.at_s))
        if not worth_a_look(fresh, self.alarms, self.limits):
            return
        decision = self.rules((*self._lately, *self._cuff), self.alarms, infusion_id=DRIP, limits=self.limits)
        over = {each.alarm_id: each.reason.code for each in decision.resolve}
        if over:
            self._end(lambda alarm: over.get(alarm.id, ""), tick.at_s)
        for each in decision.raise_:
            self.alarms.append(_stored(each))
            from_s = int((each.trigger_at - BEGAN).total_seconds())
            is_true = self.truth.was_near(each.rule, each.tier, from_s=from_s, to_s=tick.at_s)
            self.called.append(Called(each.id, each.rule, each.tier, from_s, tick.at_s, is_true))

    def _answer(self, at_s: int) -> None:
        """The nurse ends the calls whose cause is over; old alarms are forgotten, as no window reaches them."""
        if not self.alarms:
            return
        self._end(lambda alarm: "watched_and_recovered" if self._is_over(alarm, at_s) else "", at_s)
        long_ago = moment(at_s) - 2 * self.limits.cuff_look_back
        self.alarms = [each for each in self.alarms if each.resolved_at is None or each.resolved_at > long_ago]

    def _is_over(self, alarm: StoredAlarm, at_s: int) -> bool:
        if alarm.tier is Tier.ADVISORY:
            return False
        came = max(each.at_s for each in self.called if each.rule == alarm.rule)
        return at_s - came >= ANSWERED_AFTER_S and not self.truth.calls(alarm.rule)

    def _end(self, reason_of: Callable[[StoredAlarm], str], at_s: int) -> None:
        for place, alarm in enumerate(self.alarms):
            reason = reason_of(alarm) if alarm.is_open else ""
            if reason:
                self.alarms[place] = replace(alarm, resolved_at=moment(at_s), reason=reason)
                next(each for each in self.called if each.id == alarm.id).until_s = at_s

    def _remember(self, fresh: Iterable[Sample], at: datetime) -> None:
        for each in fresh:
            (self._cuff if each.channel in CUFF else self._lately).append(each)
        for line, back in ((self._lately, self.limits.look_back), (self._cuff, self.limits.cuff_look_back)):
            while line and line[0].at < at - back:
                line.popleft()


def moment(at_s: int) -> datetime:
    """The instant of a second of the simulation."""
    return BEGAN + timedelta(seconds=at_s)


def sample_of(reading: Reading) -> Sample | None:
    """A reading as the rules read it; none for what the listener would not take for a number."""
    number = read_number(reading.text)
    name = NAMES.get(reading.channel)
    if name is None or reading.status == "X" or not isinstance(number, Decimal):
        return None
    series = "cuff" if reading.channel in CUFF else reading.channel
    return Sample(name, series, moment(reading.at_s), int(number))


def _stored(raised: AlarmRaise) -> StoredAlarm:
    return StoredAlarm(
        id=raised.id, rule=raised.rule, tier=raised.tier, trigger=raised.trigger, trigger_at=raised.trigger_at
    )
