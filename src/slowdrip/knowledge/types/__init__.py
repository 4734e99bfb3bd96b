"""The types of sourced facts; importing them reads no file."""

from slowdrip.knowledge.types.aftercare import Asking, Crisis, Risk
from slowdrip.knowledge.types.codes import (
    CALLED_ROLES,
    CHANNELS,
    CREDENTIALS,
    EMERGENCY_SYMPTOMS,
    ROLES,
    TIERS,
    WEIGHT_BASES,
)
from slowdrip.knowledge.types.monitoring import (
    AdvisoryTier,
    AlarmProfile,
    Alarms,
    CheckPhase,
    Checks,
    EmergencyTier,
    FirstPhase,
    GoNoGo,
    GoNoGoProfile,
    PrePhase,
    UrgentTier,
)
from slowdrip.knowledge.types.ordering import DoseTiers, Reconcile, VerbalOrder, Verification, Weight
from slowdrip.knowledge.types.policy import InactiveKey, Policy
from slowdrip.knowledge.types.predictions import Predictions
from slowdrip.knowledge.types.products import Bag, Catalogue, Diluent, Product
from slowdrip.knowledge.types.sourced import Confidence, Sourced
from slowdrip.knowledge.types.visit import (
    AfterCare,
    Discharge,
    Fasting,
    FastingProfile,
    FollowUp,
    ObservationProfile,
    Sessions,
    Staffing,
)

__all__ = [
    "CALLED_ROLES",
    "CHANNELS",
    "CREDENTIALS",
    "EMERGENCY_SYMPTOMS",
    "ROLES",
    "TIERS",
    "WEIGHT_BASES",
    "AdvisoryTier",
    "AfterCare",
    "AlarmProfile",
    "Alarms",
    "Asking",
    "Bag",
    "Catalogue",
    "CheckPhase",
    "Checks",
    "Confidence",
    "Crisis",
    "Diluent",
    "Discharge",
    "DoseTiers",
    "EmergencyTier",
    "Fasting",
    "FastingProfile",
    "FirstPhase",
    "FollowUp",
    "GoNoGo",
    "GoNoGoProfile",
    "InactiveKey",
    "ObservationProfile",
    "Policy",
    "PrePhase",
    "Predictions",
    "Product",
    "Reconcile",
    "Risk",
    "Sessions",
    "Sourced",
    "Staffing",
    "UrgentTier",
    "VerbalOrder",
    "Verification",
    "Weight",
]
