"""The alarm limits that a prescriber set for one drip."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Limits of one drip's own, each in place of the policy's; what was left empty stays the policy's."""

    at: datetime
    by: str
    event_id: str
    prescriber: str
    reason: str = ""
    sbp_high_mmhg: int | None = None
    dbp_high_mmhg: int | None = None
    hr_high_per_min: int | None = None
    hr_low_per_min: int | None = None
    spo2_low_pct: int | None = None
    rr_low_per_min: int | None = None
