"""What the order comes to: every figure a prescriber, a nurse and a pump need, exact."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slowdrip.science.pharmacology.dosing.request import WeightBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFigures:
    """The figures of one order. Amounts are µg of ketamine base, volumes µL; fractions are exact.

    Percentages are signed: negative means less than ordered. `reaches_patient_ug + left_in_line_ug + left_in_bag_ug`
    is `drawn_ug`, always.
    """

    weight_basis: WeightBasis
    dosing_weight_kg: Decimal
    ordered_mg_per_kg: Decimal
    duration_min: Decimal
    dose_ug: int
    draw_ul: int
    drawn_ug: int
    rounding_error_pct: Fraction
    vials: int
    vial_left_ul: int
    diluent_ul: int
    final_volume_ul: int
    final_conc_mg_per_ml: Fraction
    rate_ul_per_h: int
    vtbi_ul: int
    pump_run_min: Fraction
    rate_error_pct: Fraction
    mg_per_kg_per_h: Fraction
    mcg_per_kg_per_min: Fraction
    drug_starts_after_min: Fraction
    reaches_patient_ug: int
    left_in_line_ug: int
    left_in_bag_ug: int
    line_loss_pct: Fraction
    delivery_error_pct: Fraction
    delivered_mg_per_kg: Fraction
