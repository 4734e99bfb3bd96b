"""From a clinic's policy and the catalogue of vials to the limits of the order arithmetic."""

from decimal import Decimal
from typing import Any

from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.types import DoseTiers, Policy, Weight
from slowdrip.knowledge.types.products import Catalogue
from slowdrip.science.pharmacology.dosing import DoseLimits, LimitsRefused, WeightBasis


def dose_limits(policy: Policy, catalogue: Catalogue) -> DoseLimits:
    """Gives the limits of this policy; refuses a policy whose limits contradict each other."""
    try:
        return _limits(policy, catalogue)
    except LimitsRefused as refused:
        raise Refused("policy_limits_contradict", key=refused.field) from refused


def _limits(policy: Policy, catalogue: Catalogue) -> DoseLimits:
    return DoseLimits(
        **_pump_limits(policy.dose_tiers),
        **_amount_limits(policy.dose_tiers),
        **_time_limits(policy.dose_tiers),
        **_mixture_limits(policy.dose_tiers, catalogue),
        **_weight_limits(policy.weight),
    )


def _pump_limits(dose: DoseTiers) -> dict[str, Any]:
    return {
        "draw_step_ul": dose.draw_step_ul.value,
        "volume_step_ul": dose.pump_volume_step_ul.value,
        "rate_step_ul_per_h": dose.pump_rate_step_ul_per_h.value,
        "rate_min_ul_per_h": int(dose.pump_rate_min_ml_per_h.value * 1000),
        "rate_max_ul_per_h": int(dose.pump_rate_max_ml_per_h.value * 1000),
        "error_max_pct": dose.rounding_error_percent.value,
        "line_loss_reason_above_pct": dose.line_loss_reason_above_percent.value,
        "line_loss_impossible_above_pct": dose.line_loss_impossible_above_percent.value,
    }


def _amount_limits(dose: DoseTiers) -> dict[str, Any]:
    return {
        "usual_mg_per_kg": dose.default_mg_per_kg.value,
        "impossible_below_mg_per_kg": dose.impossible_below_mg_per_kg.value,
        "reason_below_mg_per_kg": dose.reason_below_mg_per_kg.value,
        "reason_above_mg_per_kg": dose.reason_above_mg_per_kg.value,
        "second_clinician_above_mg_per_kg": dose.second_clinician_above_mg_per_kg.value,
        "impossible_above_mg_per_kg": dose.impossible_above_mg_per_kg.value,
        "impossible_above_ug": None,
        "tenfold_from_ratio": dose.tenfold_from_ratio.value,
        "thousandfold_from_ratio": dose.thousandfold_from_ratio.value,
    }


def _time_limits(dose: DoseTiers) -> dict[str, Any]:
    return {
        "impossible_under_min": dose.impossible_under_min.value,
        "reason_under_min": dose.reason_under_min.value,
        "reason_over_min": dose.reason_over_min.value,
        "impossible_over_min": dose.impossible_over_min.value,
        "reason_above_mg_per_kg_per_h": dose.reason_above_mg_per_kg_per_h.value,
        "impossible_above_mg_per_kg_per_h": dose.impossible_above_mg_per_kg_per_h.value,
    }


def _mixture_limits(dose: DoseTiers, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "product_concs_mg_per_ml": tuple(Decimal(each.conc_ug_per_ml.value) / 1000 for each in catalogue.products),
        "dilute_at_least_mg_per_ml": dose.dilute_at_least_mg_per_ml.value,
        "dilution_min_ratio": _least_dilution(catalogue),
        "reason_above_mg_per_ml": dose.reason_above_mg_per_ml.value,
        "impossible_above_mg_per_ml": dose.impossible_above_mg_per_ml.value,
    }


def _weight_limits(weight: Weight) -> dict[str, Any]:
    """The policy knows one range of body-mass indices; outside it a weight cannot dose."""
    return {
        "weight_bases_allowed": frozenset(WeightBasis(each) for each in weight.dosing_bases.value),
        "weight_min_kg": weight.plausible_min_kg.value,
        "weight_max_kg": weight.plausible_max_kg.value,
        "weight_age_max_h": weight.max_age_days.value * 24,
        "weight_change_reason_above_pct": weight.change_alert_percent.value,
        "weight_change_impossible_above_pct": weight.change_refuse_percent.value,
        "pound_ratio_tolerance_pct": weight.pound_ratio_tolerance_percent.value,
        "height_min_cm": weight.height_min_cm.value,
        "height_max_cm": weight.height_max_cm.value,
        "bmi_impossible_below": weight.bmi_min_kg_per_m2.value,
        "bmi_second_below": weight.bmi_min_kg_per_m2.value,
        "bmi_second_above": weight.bmi_max_kg_per_m2.value,
        "bmi_impossible_above": weight.bmi_max_kg_per_m2.value,
    }


def _least_dilution(catalogue: Catalogue) -> Decimal:
    """The strictest ratio of diluent to drug that any label in the catalogue asks for."""
    asked = [Decimal(each.diluent_parts_at_least.value) for each in catalogue.products if each.diluent_parts_at_least]
    return max(asked, default=Decimal(1))
