"""A clinic's policy as one frozen tree of sourced values."""

from dataclasses import dataclass

from slowdrip.knowledge.types.aftercare import AdverseEvents, Asking, Cognition, Crisis, Risk
from slowdrip.knowledge.types.monitoring import Alarms, Checks, GoNoGo
from slowdrip.knowledge.types.ordering import DoseTiers, Reconcile, VerbalOrder, Verification, Weight
from slowdrip.knowledge.types.predictions import Predictions
from slowdrip.knowledge.types.visit import AfterCare, Discharge, Fasting, FollowUp, Sessions, Staffing


@dataclass(frozen=True, slots=True)
class InactiveKey:
    """A key of a newer schema: kept and shown, used by nothing. `content` is its canonical JSON."""

    key: str
    content: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a clinic decides about its drips: `policy.alarms.urgent.sbp_mmhg.value`."""

    name: str
    schema_version: int
    checks: Checks
    go_no_go: GoNoGo
    alarms: Alarms
    dose_tiers: DoseTiers
    weight: Weight
    verification: Verification
    verbal_order: VerbalOrder
    reconcile: Reconcile
    fasting: Fasting
    staffing: Staffing
    discharge: Discharge
    after_care: AfterCare
    followup: FollowUp
    crisis: Crisis
    asking: Asking
    risk: Risk
    adverse: AdverseEvents
    cognition: Cognition
    predictions: Predictions
    sessions: Sessions
    inactive: tuple[InactiveKey, ...] = ()

    @property
    def inactive_keys(self) -> tuple[str, ...]:
        """The dotted names of keys that this version keeps but does not use."""
        return tuple(each.key for each in self.inactive)
