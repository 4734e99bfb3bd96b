"""What was measured and asked, each with when, by whom and in which phase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slowdrip.science.infusion.phases import Phase


@dataclass(frozen=True, slots=True)
class BloodPressure:
    """One blood pressure."""

    sbp_mmhg: int
    dbp_mmhg: int
    at: datetime
    by: str
    event_id: str
    phase: Phase
    arm: str = ""
    posture: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One number measured or asked."""

    value: int
    at: datetime
    by: str
    event_id: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Vitals:
    """One set of vital signs taken together."""

    at: datetime
    by: str
    event_id: str
    sbp_mmhg: int
    dbp_mmhg: int
    hr_per_min: int
    spo2_pct: int
    oxygen: str = ""
    rr_per_min: int | None = None
    temp_decicelsius: int | None = None


@dataclass(frozen=True, slots=True)
class Orientation:
    """Whether the person knew who, where, when and why."""

    person: bool
    place: bool
    time: bool
    situation: bool
    at: datetime
    by: str
    event_id: str

    @property
    def complete(self) -> bool:
        """Oriented in all four."""
        return self.person and self.place and self.time and self.situation


@dataclass(frozen=True, slots=True)
class Oxygen:
    """What the person breathes: air or supplemental oxygen."""

    source: str
    l_per_min: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OffMonitor:
    """Off the bedside monitor on purpose since `at`, to be back by `back_at`; old entries name no time."""

    at: datetime
    event_id: str
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """The recent readings, oldest first: blood pressures up to `BLOOD_PRESSURES_KEPT`, a shorter tail of the rest.

    `measures` is keyed by field or scale: hr_per_min, spo2_pct, rr_per_min, temp_decicelsius, moaas, dissociation,
    nausea, anxiety, pain. `baseline`: the last complete set (BP, HR, SpO2) before the start.
    """

    blood_pressures: tuple[BloodPressure, ...] = ()
    peak: BloodPressure | None = None
    measures: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    peaks: Mapping[str, int] = field(default_factory=dict)
    baseline: Vitals | None = None
    orientation: Orientation | None = None
    oxygen: Oxygen | None = None
    last_vitals_at: datetime | None = None
    monitored: bool | None = None
    off: OffMonitor | None = None

    def last(self, measure: str) -> Reading | None:
        """The newest reading of a measure; None when it was never taken."""
        taken = self.measures.get(measure)
        return taken[-1] if taken else None

    @property
    def last_blood_pressure(self) -> BloodPressure | None:
        """The newest blood pressure; None when it was never taken."""
        return self.blood_pressures[-1] if self.blood_pressures else None
