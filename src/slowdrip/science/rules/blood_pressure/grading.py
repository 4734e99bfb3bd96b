"""Gives the plausible pressures of a history with their tiers."""

from collections.abc import Sequence

from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.tiers import artifact_reason, tier_of
from slowdrip.science.rules.excursions import Graded
from slowdrip.science.rules.in_time import InTime


def graded(
    readings: Sequence[BpReading], limits: InTime[BpLimits], *, baseline: Baseline | None
) -> tuple[Graded[BpReading], ...]:
    """The plausible readings with their tiers. An artifact neither confirms nor clears."""
    return tuple(
        Graded(reading, tier_of(reading, limits.at(reading.at), baseline=baseline))
        for reading in readings
        if artifact_reason(reading, limits.at(reading.at).cuff) is None
    )
