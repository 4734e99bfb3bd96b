"""The alarm limits that a prescriber set for one drip."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Limits of one drip's own, each in place of the policy's; what was left empty stays the policy's.

    A set that was voided held until then: what was measured under it is not judged anew.
    """

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
    voided_at: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """True from when it was set until it was voided; a newer set may have taken its place."""
        return self.at <= moment and (self.voided_at is None or moment < self.voided_at)

    @property
    def is_the_policy(self) -> bool:
        """True when nothing was given: the policy's limits again."""
        high = (self.sbp_high_mmhg, self.dbp_high_mmhg, self.hr_high_per_min)
        low = (self.hr_low_per_min, self.spo2_low_pct, self.rr_low_per_min)
        return all(each is None for each in (*high, *low))
