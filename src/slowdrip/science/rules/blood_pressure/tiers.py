"""Gives the tier of one blood-pressure reading, or why the reading cannot be true."""

from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading, CuffRange, TierLimit
from slowdrip.science.rules.outcome import Reason, because


def artifact_reason(reading: BpReading, cuff: CuffRange) -> Reason | None:
    """Why this reading cannot be true, or nothing. A high but possible pressure is never an artifact.

    Monitors send -100 or 32767 for "no value".
    """
    if not (cuff.shows(reading.systolic_mmhg) and cuff.shows(reading.diastolic_mmhg)):
        return because("outside_cuff_range", systolic_mmhg=reading.systolic_mmhg, diastolic_mmhg=reading.diastolic_mmhg)
    if reading.systolic_mmhg <= reading.diastolic_mmhg:
        return because(
            "no_pulse_pressure",
            systolic_mmhg=reading.systolic_mmhg,
            diastolic_mmhg=reading.diastolic_mmhg,
        )
    return None


def tier_of(reading: BpReading, limits: BpLimits, *, baseline: Baseline | None) -> Tier | None:
    """The loudest tier that this reading reaches; none when it reaches no limit."""
    for tier in (Tier.EMERGENCY, Tier.URGENT, Tier.ADVISORY):
        if reaches(reading, limits.of(tier)):
            return tier
    if baseline and risen(reading, baseline, percent=limits.advisory_rise_percent):
        return Tier.ADVISORY
    return None


def reaches(reading: BpReading, limit: TierLimit) -> bool:
    """True at or above either number."""
    return reading.systolic_mmhg >= limit.systolic_mmhg or reading.diastolic_mmhg >= limit.diastolic_mmhg


def risen(reading: BpReading, baseline: Baseline, *, percent: int) -> bool:
    """True when either pressure is at least that many percent over its baseline."""
    pairs = (
        (reading.systolic_mmhg, baseline.systolic_mmhg),
        (reading.diastolic_mmhg, baseline.diastolic_mmhg),
    )
    return any(now * 100 >= before * (100 + percent) for now, before in pairs)
