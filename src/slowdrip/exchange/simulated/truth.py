"""What was true of a simulated patient: when a limit was truly reached, and for how long a monitor could see it."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from slowdrip.exchange.simulated.events import EventKind
from slowdrip.exchange.simulated.readings import NOISE_SD, Label, Tick
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.blood_pressure import BpReading, tier_of
from slowdrip.science.rules.streamed import ChannelLimits, StreamedLimits
from slowdrip.science.rules.streamed.limits import LOUDEST_FIRST
from slowdrip.science.rules.streamed.rules import BP, HR_HIGH, HR_LOW, RR, SPO2

SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    SPO2: ("spo2",),
    HR_HIGH: ("heart_rate", "pulse_rate"),
    HR_LOW: ("heart_rate", "pulse_rate"),
    RR: ("resp_rate",),
    BP: ("nibp_sys", "nibp_dia"),
}
RULE_OF: Final[Mapping[EventKind, str]] = {
    EventKind.DESATURATION: SPO2,
    EventKind.HYPERTENSION: BP,
    EventKind.SLOW_BREATHING: RR,
    EventKind.FAST_HEART: HR_HIGH,
    EventKind.SLOW_HEART: HR_LOW,
}
MUST_COME: Final[Mapping[str, Tier]] = {rule: Tier.ADVISORY if rule == HR_LOW else Tier.URGENT for rule in SHOWN}
"""What a true event must raise, or louder; the policy has no calling tier for a slow heart."""
ANY_TIME: Final = datetime(2026, 3, 10, tzinfo=UTC)
NOISES: Final = 3.0
"""A truth so many standard deviations beyond a limit shows beyond it; one so near to it may show on either side."""


@dataclass(slots=True)
class Stretch:
    """Seconds in which a limit was clearly reached and the channel gave true numbers."""

    rule: str
    start_s: int
    end_s: int
    numbers: int = 1
    loudest: Tier = Tier.ADVISORY


@dataclass(slots=True)
class Truth:
    """The truth of one simulated chair, taken in second by second."""

    limits: StreamedLimits
    stretches: list[Stretch] = field(default_factory=list)
    _now: dict[str, float] = field(default_factory=dict)
    _near: dict[tuple[str, Tier], list[int]] = field(default_factory=dict)
    _going_on: dict[str, Stretch] = field(default_factory=dict)

    def note(self, tick: Tick) -> None:
        """Takes one second in."""
        self._now.update((each.channel, each.truth) for each in tick.readings)
        shown = {each.channel for each in tick.readings if each.label is Label.TRUE}
        for rule, channels in SHOWN.items():
            self._note_near(rule, tick.at_s)
            if shown.intersection(channels):
                self._note_clear(rule, tick.at_s)

    def calls(self, rule: str) -> bool:
        """Whether the truth of now reaches what calls."""
        return _at_least(self._tier(rule), MUST_COME[rule])

    def was_near(self, rule: str, tier: Tier, *, from_s: int, to_s: int) -> bool:
        """Whether between these seconds the truth reached the tier, or came as near as noise may bridge."""
        seconds = self._near.get((rule, min(tier, Tier.URGENT, key=lambda each: each.rank)), [])
        place = bisect_left(seconds, from_s)
        return place < len(seconds) and seconds[place] <= to_s

    def must_be_found(self, stretch: Stretch) -> bool:
        """Whether a stretch lasted as long as the rule waits; for a cuff, one emergency or two in a row."""
        if stretch.rule == BP:
            needed = self.limits.cuff.tiers.at(ANY_TIME).confirming_readings
            return stretch.numbers >= needed or stretch.loudest is Tier.EMERGENCY
        lasting = self._rule(stretch.rule).lasting(MUST_COME[stretch.rule])
        return stretch.end_s - stretch.start_s >= lasting.total_seconds()

    def _note_near(self, rule: str, at_s: int) -> None:
        tier = self._tier(rule, nearer=NOISES)
        if tier is None:
            return
        self._near.setdefault((rule, Tier.ADVISORY), []).append(at_s)
        if tier is not Tier.ADVISORY:
            self._near.setdefault((rule, Tier.URGENT), []).append(at_s)

    def _note_clear(self, rule: str, at_s: int) -> None:
        tier = self._tier(rule, nearer=-NOISES)
        if tier is None or not _at_least(tier, MUST_COME[rule]):
            self._going_on.pop(rule, None)
            return
        here = self._going_on.get(rule)
        if here is None or (rule != BP and at_s - here.end_s > self._rule(rule).longest_gap_s):
            here = self._going_on[rule] = Stretch(rule, at_s, at_s, numbers=0)
            self.stretches.append(here)
        here.end_s, here.numbers = at_s, here.numbers + 1
        here.loudest = max(here.loudest, tier, key=lambda each: each.rank)

    def _rule(self, rule: str) -> ChannelLimits:
        return next(each for each in self.limits.channels if each.rule == rule)

    def _tier(self, rule: str, *, nearer: float = 0.0) -> Tier | None:
        """The loudest tier that the truth reaches when it is moved by so many noises towards the limit."""
        if SHOWN[rule][0] not in self._now:
            return None
        if rule == BP:
            sys, dia = (self._now[each] + nearer * NOISE_SD[each] for each in SHOWN[BP])
            limits = self.limits.cuff
            pressure = BpReading(id="", at=ANY_TIME, systolic_mmhg=round(sys), diastolic_mmhg=round(dia))
            return tier_of(pressure, limits.tiers.at(ANY_TIME), baseline=limits.baseline)
        channel, limit = SHOWN[rule][0], self._rule(rule)
        towards = 1 if rule == HR_HIGH else -1
        value = round(self._now[channel] + towards * nearer * NOISE_SD[channel])
        own = (tier for tier in LOUDEST_FIRST if limit.tiers.of(tier) is not None)
        return next((tier for tier in own if limit.reached(value, tier)), None)


def _at_least(tier: Tier | None, wanted: Tier) -> bool:
    return tier is not None and tier.rank >= wanted.rank
