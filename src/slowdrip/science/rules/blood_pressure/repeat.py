"""Gives the pressure that has to be measured again, and by when."""

from collections.abc import Sequence
from datetime import timedelta

from slowdrip.science.rules.alarm import RepeatRequest, Tier
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.tiers import artifact_reason, tier_of
from slowdrip.science.rules.in_time import InTime


def repeat_wanted(
    readings: Sequence[BpReading],
    limits: InTime[BpLimits],
    *,
    baseline: Baseline | None,
) -> RepeatRequest | None:
    """The open request after these readings: a plausible reading answers it, an artifact cannot put it off."""
    wanted: RepeatRequest | None = None
    for reading in readings:
        wanted = _after(reading, wanted, limits=limits.at(reading.at), baseline=baseline)
    return wanted


def _after(
    reading: BpReading,
    wanted: RepeatRequest | None,
    *,
    limits: BpLimits,
    baseline: Baseline | None,
) -> RepeatRequest | None:
    artifact = artifact_reason(reading, limits.cuff)
    if artifact is not None:
        return wanted or _asked(reading, limits, code=artifact.code)
    tier = tier_of(reading, limits, baseline=baseline)
    if tier is None or tier is Tier.ADVISORY:
        return None
    return _asked(reading, limits, code=f"{tier}_reading")


def _asked(reading: BpReading, limits: BpLimits, *, code: str) -> RepeatRequest:
    return RepeatRequest(
        trigger=reading.id,
        because=code,
        asked_at=reading.at,
        from_at=reading.at + timedelta(minutes=limits.repeat_after_min),
        due_at=reading.at + timedelta(minutes=limits.repeat_within_min),
    )
