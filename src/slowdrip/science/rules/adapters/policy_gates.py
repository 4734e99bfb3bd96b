"""Gives the limits of the gates, the ending and the reconciliation from a policy."""

from slowdrip.knowledge.types import Policy
from slowdrip.science.rules.go_no_go import Bound, GoNoGoLimits
from slowdrip.science.rules.ready import ArrivalLimits, PreparationLimits, ReadyLimits, WeightLimits
from slowdrip.science.rules.reconcile import ReconcileLimits
from slowdrip.science.rules.recovered import DischargeLimits
from slowdrip.science.rules.staffing import HouseLimits


def go_no_go_limits(policy: Policy) -> GoNoGoLimits:
    """The limits before the start; the profile in force says whether its pressures mean caution or no start."""
    limits, profile = policy.go_no_go, policy.go_no_go.active
    low = limits.sbp_low_mmhg.value
    diastolic = profile.dbp_high_mmhg.value if profile.dbp_high_mmhg else None
    caution = profile.action.value == "caution"
    systolic = profile.sbp_high_mmhg.value
    return GoNoGoLimits(
        bounds={
            "systolic_mmhg": (
                Bound(caution_below=low, caution_above=systolic)
                if caution
                else Bound(caution_below=low, beyond_above=systolic)
            ),
            "diastolic_mmhg": Bound(caution_above=diastolic) if caution else Bound(beyond_above=diastolic),
            "hr_per_min": Bound(caution_below=limits.hr_low_bpm.value, caution_above=limits.hr_high_bpm.value),
            "rr_per_min": Bound(caution_below=limits.rr_low_per_min.value, caution_above=limits.rr_high_per_min.value),
            "spo2_percent": Bound(caution_below=limits.spo2_low_percent.value),
        },
        repeat_after_min=limits.repeat_after_min.value,
        max_repeats=limits.max_repeats.value,
    )


def ready_limits(policy: Policy, *, consent_version: str | None) -> ReadyLimits:
    """Everything a start depends on."""
    liquids = policy.fasting.clear_liquids_h
    return ReadyLimits(
        arrival=ArrivalLimits(
            solids_h=policy.fasting.solids_h.value,
            clear_liquids_h=liquids.value if liquids else None,
            consent_version=consent_version,
        ),
        weight=WeightLimits(policy.weight.max_age_days.value, policy.weight.first_visit_reread.value),
        go_no_go=go_no_go_limits(policy),
        baseline_channels=policy.checks.pre.channels.value,
        baseline_max_age_min=policy.checks.pre.max_age_min.value,
        preparation=preparation_limits(policy),
        house=house_limits(policy),
    )


def preparation_limits(policy: Policy) -> PreparationLimits:
    """Second persons, and how far a syringe and a pump may be from the order."""
    verification = policy.verification
    return PreparationLimits(
        verifier_roles=verification.order_verifier_roles.value,
        draw_up_second_roles=verification.draw_up_second_roles.value,
        preparer_may_verify_when_two=verification.preparer_may_verify_order_when_two.value,
        signer_may_check_when_two=verification.signer_may_check_draw_up_when_two.value,
        draw_up_tolerance_percent=verification.draw_up_tolerance_percent.value,
        pump_tolerance_percent=verification.pump_tolerance_percent.value,
    )


def house_limits(policy: Policy) -> HouseLimits:
    """Who must be in the building."""
    staffing = policy.staffing
    return HouseLimits(
        acls_required=staffing.acls_clinician_required.value,
        second_person_credential=staffing.second_person_credential.value,
        people_at_least=staffing.people_in_building_at_least.value,
        rescue_kit_today=staffing.rescue_kit_checked_today.value,
    )


def discharge_limits(policy: Policy) -> DischargeLimits:
    """Time and criteria of discharge."""
    wanted = policy.discharge
    return DischargeLimits(
        min_after_end_min=wanted.min_after_end_min.value,
        max_age_min=wanted.vitals_max_age_min.value,
        moaas_at_least=wanted.moaas_at_least.value,
        orientation_at_least=wanted.orientation_at_least.value,
        bp_within_percent=wanted.bp_within_percent.value,
        spo2_air_at_least_percent=wanted.spo2_air_at_least_percent.value,
        dissociation_at_most=wanted.dissociation_at_most.value,
        nausea_at_most=wanted.nausea_at_most.value,
        gait=wanted.gait.value,
        suicidality_before_required=wanted.suicidality_before_required.value,
        suicidality_after_required=wanted.suicidality_after_required.value,
        escort_seen_required=wanted.escort_seen_required.value,
        instructions_required=wanted.instructions_given_required.value,
        phone_required=wanted.phone_given_required.value,
        iv_removed_required=wanted.iv_removed_required.value,
    )


def reconcile_limits(policy: Policy) -> ReconcileLimits:
    """How far record, pump and residual may disagree."""
    return ReconcileLimits(policy.reconcile.difference_ul.value, policy.reconcile.difference_percent.value)
