"""Gives what the blood-pressure rule reads: the readings, the baseline and the limits of a policy."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.alarm import LimitSource, Plain, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class BpReading:
    """One charted pressure; `id` is the event that charted it."""

    id: str
    at: datetime
    systolic_mmhg: int
    diastolic_mmhg: int

    def plain(self, number: int) -> dict[str, Plain]:
        """The reading as it is kept in an alarm, under its number."""
        named: dict[str, Plain] = {
            "event": self.id,
            "at": self.at.isoformat(),
            "systolic_mmhg": self.systolic_mmhg,
            "diastolic_mmhg": self.diastolic_mmhg,
        }
        return {f"reading_{number}_{name}": value for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The pressure before the start, which a rise is measured against."""

    systolic_mmhg: int
    diastolic_mmhg: int


@dataclass(frozen=True, slots=True)
class CuffRange:
    """The pressures a cuff can show, both ends included."""

    low_mmhg: int
    high_mmhg: int

    def shows(self, pressure_mmhg: int) -> bool:
        """True for a pressure that a cuff can show."""
        return self.low_mmhg <= pressure_mmhg <= self.high_mmhg


@dataclass(frozen=True, slots=True)
class TierLimit:
    """A tier is reached at or above either number."""

    systolic_mmhg: int
    diastolic_mmhg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BpLimits:
    """The limits of one policy with their sources per tier."""

    advisory: TierLimit
    advisory_rise_percent: int
    urgent: TierLimit
    emergency: TierLimit
    confirming_readings: int
    repeat_after_min: int
    repeat_within_min: int
    cuff: CuffRange
    sources: tuple[tuple[Tier, tuple[LimitSource, ...]], ...] = ()

    def at(self, moment: datetime) -> "BpLimits":
        """Themselves: these do not change."""
        return self

    def of(self, tier: Tier) -> TierLimit:
        """The two numbers of that tier."""
        return {Tier.ADVISORY: self.advisory, Tier.URGENT: self.urgent, Tier.EMERGENCY: self.emergency}[tier]

    def sources_of(self, tier: Tier) -> tuple[LimitSource, ...]:
        """Where the limits of that tier come from."""
        return next((sources for each, sources in self.sources if each is tier), ())

    def plain(self, tier: Tier) -> dict[str, Plain]:
        """The limits of that tier as they are kept in an alarm."""
        limit = self.of(tier)
        kept: dict[str, Plain] = {"systolic_mmhg": limit.systolic_mmhg, "diastolic_mmhg": limit.diastolic_mmhg}
        if tier is Tier.ADVISORY:
            kept["rise_percent"] = self.advisory_rise_percent
        if tier is Tier.URGENT:
            kept["confirming_readings"] = self.confirming_readings
        return kept
