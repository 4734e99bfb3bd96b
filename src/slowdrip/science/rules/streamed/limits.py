"""Gives the limits of these rules: the tiers of the charted ones, and how long a channel has to be beyond them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from slowdrip.science.rules.alarm import LimitSource, Plain, Tier
from slowdrip.science.rules.blood_pressure import Baseline, BpLimits
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured import Limits

LOUDER = {Tier.ADVISORY: Tier.URGENT, Tier.URGENT: Tier.EMERGENCY}
LOUDEST_FIRST = (Tier.EMERGENCY, Tier.URGENT, Tier.ADVISORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLimits:
    """One rule over a continuous channel. The numbers are those of the charted rule; the seconds are its own.

    `persist_s` holds for the calling tiers, unless an emergency has `emergency_persist_s` of its own; an advisory waits
    for `advisory_persist_s`, and ends after as long.
    """

    rule: str
    channel: str
    tiers: Limits
    reaches: Callable[[int, int], bool]
    persist_s: int
    advisory_persist_s: int
    longest_gap_s: int
    sources: Mapping[Tier, tuple[LimitSource, ...]]
    emergency_persist_s: int | None = None

    def reached(self, value: int, tier: Tier) -> bool:
        """True for a number that reaches that tier or a louder one: their limits lie further out, as policy demands."""
        own = self.tiers.of(tier)
        if own is not None:
            return self.reaches(value, own)
        louder = LOUDER.get(tier)
        return louder is not None and self.reached(value, louder)

    def concerns(self, value: int) -> bool:
        """True for a number that reaches any tier."""
        return self.reached(value, Tier.ADVISORY)

    def lasting(self, tier: Tier) -> timedelta:
        """How long the channel has to be at that tier without a break."""
        if tier is Tier.EMERGENCY and self.emergency_persist_s is not None:
            return timedelta(seconds=self.emergency_persist_s)
        return timedelta(seconds=self.advisory_persist_s if tier is Tier.ADVISORY else self.persist_s)

    @property
    def longest_gap(self) -> timedelta:
        """How far apart two numbers of one run may be."""
        return timedelta(seconds=self.longest_gap_s)

    def plain(self, tier: Tier) -> dict[str, Plain]:
        """The limits of that tier as they are kept in an alarm."""
        seconds = int(self.lasting(tier).total_seconds())
        return {self.tiers.measure: self.tiers.of(tier), "persist_s": seconds, "longest_gap_s": self.longest_gap_s}


@dataclass(frozen=True, slots=True, kw_only=True)
class CuffLimits:
    """The rule over the cuff's pressures, and the pressure before the start, which a rise is measured against."""

    tiers: InTime[BpLimits]
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedLimits:
    """All rules, and how far back they look."""

    channels: tuple[ChannelLimits, ...]
    cuff: CuffLimits
    look_back: timedelta
    cuff_look_back: timedelta
