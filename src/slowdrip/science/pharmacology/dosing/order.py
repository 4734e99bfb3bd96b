"""Order arithmetic: from mg/kg to what is drawn, mixed and set on the pump, and where the drug ends up."""

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing import backcheck, mixture, units
from slowdrip.science.pharmacology.dosing import line as lines
from slowdrip.science.pharmacology.dosing.fields import field_findings
from slowdrip.science.pharmacology.dosing.figures import OrderFigures
from slowdrip.science.pharmacology.dosing.findings import Finding, Refusal, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.mixture import Mixture
from slowdrip.science.pharmacology.dosing.pump import PumpSetting, pump_setting
from slowdrip.science.pharmacology.dosing.request import OrderRequest
from slowdrip.science.pharmacology.dosing.weights import dosing_weight

Outcome: TypeAlias = OrderFigures | Refusal


def compute(request: OrderRequest, *, limits: DoseLimits) -> Outcome:
    """The figures of an order, exact and cross-checked, or the findings that refuse them.

    Pure arithmetic: it refuses what cannot be drawn, mixed or pumped within `limits.error_max_pct`, and a stated
    weight; whether the dose is wise is `check`'s matter. Formulae: facts/clinical C "pump arithmetic" (derived).
    """
    faults = field_findings(request)
    if faults:
        return Refusal(faults)
    kg = dosing_weight(request)
    if isinstance(kg, Finding):
        return Refusal((kg,))
    mixed = mixture.mixture(request, dosing_kg=kg, limits=limits)
    if isinstance(mixed, Finding):
        return Refusal((mixed,))
    return _pumped(request, kg=kg, mixed=mixed, limits=limits)


def _pumped(request: OrderRequest, *, kg: Decimal, mixed: Mixture, limits: DoseLimits) -> Outcome:
    line = lines.line_of(request)
    if line.prime_ul >= mixed.final_ul:
        return Refusal((impossible("line_holds_all", prime_ul=line.prime_ul, volume_ul=mixed.final_ul),))
    duration_min = Fraction(request.duration_min)
    to_pump_ul = lines.to_pump_ul(line, mixed.final_ul)
    pump = pump_setting(mixed, duration_min=duration_min, to_pump_ul=to_pump_ul, limits=limits)
    if isinstance(pump, Finding):
        return Refusal((pump,))
    figures = _figures(request, kg=kg, mixed=mixed, pump=pump)
    faults = _errors_over_limit(figures, limits) or backcheck.disagreements(request, figures, limits)
    return Refusal(faults) if faults else figures


def _figures(request: OrderRequest, *, kg: Decimal, mixed: Mixture, pump: PumpSetting) -> OrderFigures:
    line = lines.line_of(request)
    drug = lines.whereabouts(line, mixed=mixed, vtbi_ul=pump.vtbi_ul)
    per_min = Fraction(pump.rate_ul_per_h, units.MIN_PER_H) * mixed.ug_per_ul / Fraction(kg)
    ordered_per_min = Fraction(request.dose_mg_per_kg) * units.UG_PER_MG / Fraction(request.duration_min)
    kept_ug = line.kept_ul * mixed.ug_per_ul
    vial_ul = int(Fraction(request.product.vial_ml) * units.UL_PER_ML)
    vials = -(-mixed.draw_ul // vial_ul)
    # Whole micrograms: what is drawn is rounded, the parts are cut, and the line takes the rest, so they always add up.
    drawn_ug, reaches_ug, in_bag_ug = round(mixed.drawn_ug), int(drug.reaches_patient_ug), int(drug.left_in_bag_ug)
    return OrderFigures(
        weight_basis=request.weight_basis,
        dosing_weight_kg=kg,
        ordered_mg_per_kg=Decimal(request.dose_mg_per_kg),
        duration_min=Decimal(request.duration_min),
        dose_ug=round(mixed.ordered_ug),
        draw_ul=mixed.draw_ul,
        drawn_ug=drawn_ug,
        rounding_error_pct=mixed.rounding_error_pct,
        vials=vials,
        vial_left_ul=vials * vial_ul - mixed.draw_ul,
        diluent_ul=mixed.diluent_ul,
        final_volume_ul=mixed.final_ul,
        final_conc_mg_per_ml=mixed.ug_per_ul * units.UL_PER_ML / units.UG_PER_MG,
        rate_ul_per_h=pump.rate_ul_per_h,
        vtbi_ul=pump.vtbi_ul,
        pump_run_min=pump.run_min,
        rate_error_pct=(per_min / ordered_per_min - 1) * 100,
        mg_per_kg_per_h=per_min * units.MIN_PER_H / units.UG_PER_MG,
        mcg_per_kg_per_min=per_min,
        drug_starts_after_min=Fraction(line.lag_ul * units.MIN_PER_H, pump.rate_ul_per_h),
        reaches_patient_ug=reaches_ug,
        left_in_line_ug=drawn_ug - reaches_ug - in_bag_ug,
        left_in_bag_ug=in_bag_ug,
        line_loss_pct=kept_ug / mixed.drawn_ug * 100,
        delivery_error_pct=((drug.reaches_patient_ug + kept_ug) / mixed.ordered_ug - 1) * 100,
        delivered_mg_per_kg=drug.reaches_patient_ug / units.UG_PER_MG / Fraction(kg),
    )


def _errors_over_limit(figures: OrderFigures, limits: DoseLimits) -> tuple[Finding, ...]:
    """What the pump's steps add to the rounding of the draw; the drug left in the line on purpose is judged apart."""
    errors = {"rate_error_over_limit": figures.rate_error_pct, "delivery_error_over_limit": figures.delivery_error_pct}
    return tuple(
        impossible(code, error_pct=error, max_pct=limits.error_max_pct)
        for code, error in errors.items()
        if abs(error) > limits.error_max_pct
    )
