"""What an order may say: dose tiers, arithmetic limits, weight, second persons, reconciliation."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class DoseTiers:
    """Dose, duration, rate and concentration limits; each is crossed strictly beyond its number.

    `reason_*` needs a written reason, `second_clinician_*` a second clinician and a reason, `impossible_*` is refused.
    A `*_from_ratio` includes its number: from there on a dose is taken for a slip of the point or of the unit.
    """

    default_mg_per_kg: Sourced[Decimal]
    impossible_below_mg_per_kg: Sourced[Decimal]
    reason_below_mg_per_kg: Sourced[Decimal]
    reason_above_mg_per_kg: Sourced[Decimal]
    second_clinician_above_mg_per_kg: Sourced[Decimal]
    impossible_above_mg_per_kg: Sourced[Decimal]
    default_duration_min: Sourced[int]
    impossible_under_min: Sourced[int]
    reason_under_min: Sourced[int]
    reason_over_min: Sourced[int]
    impossible_over_min: Sourced[int]
    reason_above_mg_per_kg_per_h: Sourced[Decimal]
    impossible_above_mg_per_kg_per_h: Sourced[Decimal]
    dilute_at_least_mg_per_ml: Sourced[Decimal]
    reason_above_mg_per_ml: Sourced[Decimal]
    impossible_above_mg_per_ml: Sourced[Decimal]
    pump_rate_min_ml_per_h: Sourced[Decimal]
    pump_rate_max_ml_per_h: Sourced[Decimal]
    pump_volume_step_ul: Sourced[int]
    pump_rate_step_ul_per_h: Sourced[int]
    draw_step_ul: Sourced[int]
    rounding_error_percent: Sourced[Decimal]
    line_loss_reason_above_percent: Sourced[Decimal]
    line_loss_impossible_above_percent: Sourced[Decimal]
    tenfold_from_ratio: Sourced[Decimal]
    thousandfold_from_ratio: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class Weight:
    """When a weight may dose: measured, fresh, plausible, near the last one, re-read on the first visit."""

    max_age_days: Sourced[int]
    change_alert_percent: Sourced[Decimal]
    change_refuse_percent: Sourced[Decimal]
    plausible_min_kg: Sourced[Decimal]
    plausible_max_kg: Sourced[Decimal]
    height_min_cm: Sourced[Decimal]
    height_max_cm: Sourced[Decimal]
    bmi_min_kg_per_m2: Sourced[Decimal]
    bmi_max_kg_per_m2: Sourced[Decimal]
    first_visit_reread: Sourced[bool]
    reread_within_kg: Sourced[Decimal]
    reread_within_cm: Sourced[Decimal]
    pound_ratio_tolerance_percent: Sourced[Decimal]
    dosing_bases: Sourced[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Verification:
    """Who may be the second person, and how far syringe and pump may be from the order.

    The `*_when_two` rules hold when only two people are in the building.
    """

    order_verifier_roles: Sourced[tuple[str, ...]]
    draw_up_second_roles: Sourced[tuple[str, ...]]
    waste_witness_roles: Sourced[tuple[str, ...]]
    preparer_may_verify_order_when_two: Sourced[bool]
    signer_may_check_draw_up_when_two: Sourced[bool]
    draw_up_tolerance_percent: Sourced[Decimal]
    pump_tolerance_percent: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class VerbalOrder:
    """How a spoken order becomes a signed one: who may take it, read-back, the co-sign clock."""

    taker_roles: Sourced[tuple[str, ...]]
    read_back_required: Sourced[bool]
    co_sign_within_h: Sourced[int]


@dataclass(frozen=True, slots=True)
class Reconcile:
    """How far record, pump and residual may disagree at the end before a task opens; crossing either opens it."""

    difference_ul: Sourced[int]
    difference_percent: Sourced[Decimal]
