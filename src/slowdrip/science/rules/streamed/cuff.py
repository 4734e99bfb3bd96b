"""Gives the readings of the cuff: the numbers of one inflation together, and why a reading cannot be true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.alarm import Plain, Tier
from slowdrip.science.rules.blood_pressure import BpReading, artifact_reason, tier_of
from slowdrip.science.rules.streamed.limits import CuffLimits
from slowdrip.science.rules.streamed.samples import CUFF, DIASTOLIC, MEAN, SYSTOLIC, Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class CuffReading:
    """What one inflation gave; a number that did not come is none."""

    at: datetime
    series: str
    systolic_mmhg: int | None
    diastolic_mmhg: int | None
    mean_mmhg: int | None

    @property
    def pressure(self) -> BpReading | None:
        """The whole pressure; half of one is none."""
        if self.systolic_mmhg is None or self.diastolic_mmhg is None:
            return None
        return BpReading(
            id=self.series, at=self.at, systolic_mmhg=self.systolic_mmhg, diastolic_mmhg=self.diastolic_mmhg
        )

    def plain(self, number: int) -> dict[str, Plain]:
        """The reading as it is kept in an alarm, under its number."""
        named: dict[str, Plain] = {
            "at": self.at.isoformat(),
            "systolic_mmhg": self.systolic_mmhg,
            "diastolic_mmhg": self.diastolic_mmhg,
            "mean_mmhg": self.mean_mmhg,
        }
        return {f"reading_{number}_{name}": value for name, value in named.items() if value is not None}


def cuff_readings(samples: Iterable[Sample]) -> tuple[CuffReading, ...]:
    """Every inflation in the order of their times, each once."""
    found: dict[tuple[datetime, str], dict[str, int]] = {}
    for each in samples:
        if each.channel in CUFF:
            parts = found.setdefault((each.at, each.series), {})
            parts[each.channel] = min(each.value, parts.get(each.channel, each.value))
    return tuple(
        CuffReading(
            at=at,
            series=series,
            systolic_mmhg=values.get(SYSTOLIC),
            diastolic_mmhg=values.get(DIASTOLIC),
            mean_mmhg=values.get(MEAN),
        )
        for (at, series), values in sorted(found.items())
    )


def artifact_of(reading: CuffReading, limits: CuffLimits) -> str:
    """Why this reading cannot be true, or nothing: half a pressure, what no cuff shows, a mean that is not between."""
    pressure = reading.pressure
    if pressure is None:
        return "half_a_pressure"
    reason = artifact_reason(pressure, limits.tiers.at(reading.at).cuff)
    if reason is not None:
        return reason.code
    mean = reading.mean_mmhg
    between = mean is None or pressure.diastolic_mmhg <= mean <= pressure.systolic_mmhg
    return "" if between else "mean_not_between"


def tier_of_reading(reading: CuffReading, limits: CuffLimits) -> Tier | None:
    """The loudest tier of a reading that can be true."""
    pressure = reading.pressure
    if pressure is None or artifact_of(reading, limits):
        return None
    return tier_of(pressure, limits.tiers.at(reading.at), baseline=limits.baseline)


def concern(reading: CuffReading, limits: CuffLimits) -> str:
    """Why this reading has to be taken again, or nothing: it cannot be true, or reaches a tier."""
    tier = tier_of_reading(reading, limits)
    return artifact_of(reading, limits) or (f"{tier}_reading" if tier is not None else "")
