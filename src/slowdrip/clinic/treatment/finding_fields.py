"""Which field of the order form a finding belongs to."""

from typing import Final

from slowdrip.science.pharmacology.dosing import Finding

WEIGHT: Final = "weight"
DOSE, TIME, PRODUCT, VOLUME, LINE = "dose_mg_per_kg", "duration_min", "product", "volume_ml", "line_prime_ml"
BASIS, BASIS_REASON = "weight_basis", "weight_basis_reason"
RATE, REST, TOTAL = "rate_ml_per_h", "rest_min", "total_mg"

FIELDS: Final[dict[str, str]] = {
    "amount_impossibly_high": DOSE,
    "basis_above_actual": BASIS,
    "basis_needs": BASIS,
    "basis_needs_reason": BASIS_REASON,
    "basis_not_allowed": BASIS,
    "delivery_error_over_limit": VOLUME,
    "diluent_missing": "diluent",
    "diluent_named_but_not_used": "diluent",
    "dose_above_usual": DOSE,
    "dose_impossibly_high": DOSE,
    "dose_impossibly_low": DOSE,
    "dose_below_usual": DOSE,
    "dose_high": DOSE,
    "draw_too_small": PRODUCT,
    "duration_long": TIME,
    "duration_outside_range": TIME,
    "duration_short": TIME,
    "final_conc_too_high": VOLUME,
    "height_below_ideal_formula": BASIS,
    "height_outside_range": WEIGHT,
    "line_holds_all": LINE,
    "line_keeps_drug": LINE,
    "line_keeps_too_much": LINE,
    "final_conc_high": VOLUME,
    "must_be_diluted": VOLUME,
    "nothing_to_infuse": LINE,
    "product_conc_unlisted": PRODUCT,
    "product_missing": PRODUCT,
    "rate_above_pump": TIME,
    "rate_and_time_both": REST,
    "rate_below_pump": TIME,
    "rate_error_over_limit": VOLUME,
    "rate_finer_than_pump": RATE,
    "rate_missing": RATE,
    "rate_nothing_left": RATE,
    "rate_time_error_over_limit": REST,
    "rate_total_above_order": TOTAL,
    "rate_total_error_over_limit": TOTAL,
    "rate_total_given_already": TOTAL,
    "rate_unchanged": RATE,
    "rounding_over_limit": PRODUCT,
    "speed_impossibly_high": TIME,
    "speed_high": TIME,
    "stated_weight": WEIGHT,
    "tenfold_high": DOSE,
    "tenfold_low": DOSE,
    "thousandfold_high": DOSE,
    "thousandfold_low": DOSE,
    "volume_smaller_than_drug": VOLUME,
    "weight_changed_too_much": WEIGHT,
    "weight_changed": WEIGHT,
    "weight_impossible_for_height": WEIGHT,
    "weight_looks_converted_twice": WEIGHT,
    "weight_looks_like_pounds": WEIGHT,
    "weight_missing": WEIGHT,
    "weight_outside_range": WEIGHT,
    "weight_reread_missing": WEIGHT,
    "weight_tenfold": WEIGHT,
    "weight_too_old": WEIGHT,
    "weight_unlikely_for_height": WEIGHT,
}
NAMED: Final[dict[str, str]] = {
    "made_up_to_ml": VOLUME,
    "bag_ml": VOLUME,
    "weight_kg": WEIGHT,
    "weight_how": WEIGHT,
    "weight_age_h": WEIGHT,
    "height_cm": WEIGHT,
    "last_weight_kg": WEIGHT,
    "sex": BASIS,
    "last_mg_per_kg": DOSE,
    "last_dose_ug": DOSE,
    "product_conc_mg_per_ml": PRODUCT,
    "product_vial_ml": PRODUCT,
    "product_labelled_as": PRODUCT,
}
"""Fields of the arithmetic that have another name on the form."""


def field_of(finding: Finding) -> str:
    """Gives the form's field, `weight` for the patient's weight, or an empty text for the order as a whole."""
    if finding.code in FIELDS:
        return FIELDS[finding.code]
    named = str(finding.params.get("field", ""))
    return NAMED.get(named, named)
