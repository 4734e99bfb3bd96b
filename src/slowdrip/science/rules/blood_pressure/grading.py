"""Gives the plausible pressures of a history with their tiers."""

from collections.abc import Sequence

from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.tiers import artifact_reason, tier_of
from slowdrip.science.rules.excursions import Graded


def graded(
    readings: Sequence[BpReading], limits: BpLimits, *, baseline: Baseline | None
) -> tuple[Graded[BpReading], ...]:
    """The plausible readings with their tiers. An artifact neither confirms nor clears."""
    return tuple(
        Graded(reading, tier_of(reading, limits, baseline=baseline))
        for reading in readings
        if artifact_reason(reading, limits.cuff) is None
    )
