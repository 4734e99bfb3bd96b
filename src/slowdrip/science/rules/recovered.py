"""Gives what the discharge gates read: the limits of the policy and what is known about the patient now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """One number found, and when."""

    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Pressure:
    """One blood pressure, and when."""

    systolic_mmhg: int
    diastolic_mmhg: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeLimits:
    """The discharge part of a policy; `at_least` and `at_most` include their number."""

    min_after_end_min: int
    max_age_min: int
    moaas_at_least: int
    orientation_at_least: int
    bp_within_percent: Decimal
    spo2_air_at_least_percent: int
    dissociation_at_most: int
    nausea_at_most: int
    gait: str
    suicidality_before_required: bool = True
    suicidality_after_required: bool = True
    escort_seen_required: bool = True
    instructions_required: bool = True
    phone_required: bool = True
    iv_removed_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What is known about the patient now; none means not charted."""

    ended_at: datetime | None
    pressure: Pressure | None = None
    baseline: Pressure | None = None
    spo2_percent: Finding | None = None
    on_air: bool | None = None
    moaas: Finding | None = None
    orientation: Finding | None = None
    dissociation: Finding | None = None
    dissociation_baseline: int | None = None
    nausea: Finding | None = None
    gait: str | None = None
    gait_at: datetime | None = None
    suicidality_before: str | None = None
    suicidality_after: str | None = None
    suicidality_after_at: datetime | None = None
    clinician_told: bool = False
    escort_seen: bool = False
    receipt_by_escort: bool = False
    phone_given: bool = False
    line_in: bool = True
    calling_alarms: int = 0
