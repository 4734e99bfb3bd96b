"""The blood-pressure alarm: one excursion asks for a repeat, two in a row or one critical reading raise it."""

from slowdrip.science.rules.blood_pressure.deciding import RULE, decide
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading, CuffRange, TierLimit
from slowdrip.science.rules.blood_pressure.tiers import artifact_reason, tier_of

__all__ = [
    "RULE",
    "Baseline",
    "BpLimits",
    "BpReading",
    "CuffRange",
    "TierLimit",
    "artifact_reason",
    "decide",
    "tier_of",
]
