"""The state of one drip: everything boards, pages and rules read, and nothing that needs a clock to be true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state.care import (
    Alarm,
    Check,
    Emergency,
    Ending,
    Flag,
    Help,
    Medication,
    Site,
    Symptom,
    Waste,
)
from slowdrip.science.infusion.state.drip import Bag, Drip, Order, PumpRead, PumpShown, Segment
from slowdrip.science.infusion.state.limits import OwnLimits
from slowdrip.science.infusion.state.observed import (
    BloodPressure,
    Observed,
    OffMonitor,
    Orientation,
    Oxygen,
    Reading,
    Vitals,
)


@dataclass(frozen=True, slots=True)
class InfusionState:
    """One drip as it stands at `as_of`, folded from `events` events.

    `checks` is keyed by event kind, `alarms` by the id of the raising event. `phase` RUNNING with
    `drip.vtbi_reached_at` set means: by the record the pump has stopped itself and nobody charted it.
    """

    phase: Phase = Phase.EXPECTED
    as_of: datetime | None = None
    events: int = 0
    drip: Drip = field(default_factory=Drip)
    observed: Observed = field(default_factory=Observed)
    checks: Mapping[str, Check] = field(default_factory=dict)
    sites: tuple[Site, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    medications: tuple[Medication, ...] = ()
    help: tuple[Help, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    alarms: Mapping[str, Alarm] = field(default_factory=dict)
    own_limits: tuple[OwnLimits, ...] = ()
    wastes: tuple[Waste, ...] = ()
    ending: Ending | None = None
    in_charge: str = ""
    notes: int = 0
    flags: tuple[Flag, ...] = ()

    @property
    def past_vtbi(self) -> bool:
        """The pump has given all it was programmed to, and neither completed nor stopped is charted."""
        return self.drip.running is not None and self.drip.vtbi_reached_at is not None

    @property
    def emergency(self) -> Emergency | None:
        """The open emergency; only the newest can be open."""
        newest = self.emergencies[-1] if self.emergencies else None
        return newest if newest is not None and newest.over_at is None else None

    @property
    def open_symptoms(self) -> tuple[Symptom, ...]:
        """Symptoms not yet ended."""
        return tuple(one for one in self.symptoms if one.ended_at is None)

    @property
    def open_alarms(self) -> Mapping[str, Alarm]:
        """Alarms not yet resolved, by id."""
        return {key: one for key, one in self.alarms.items() if one.resolved_at is None}

    @property
    def own_limits_now(self) -> OwnLimits | None:
        """The own limits in force; nothing while the policy's are."""
        standing = [own for own in self.own_limits if own.voided_at is None]
        return standing[-1] if standing and not standing[-1].is_the_policy else None

    @property
    def line_in(self) -> bool:
        """Whether an IV site is still in."""
        return any(one.removed_at is None for one in self.sites)

    def flagged(self, code: str) -> bool:
        """Whether something of this code happened."""
        return any(one.code == code for one in self.flags)


EMPTY = InfusionState()

__all__ = [
    "EMPTY",
    "Alarm",
    "Bag",
    "BloodPressure",
    "Check",
    "Drip",
    "Emergency",
    "Ending",
    "Flag",
    "Help",
    "InfusionState",
    "Medication",
    "Observed",
    "OffMonitor",
    "Order",
    "Orientation",
    "OwnLimits",
    "Oxygen",
    "PumpRead",
    "PumpShown",
    "Reading",
    "Segment",
    "Site",
    "Symptom",
    "Vitals",
    "Waste",
]
