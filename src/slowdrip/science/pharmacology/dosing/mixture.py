"""What goes into the bag: how much drug is drawn, how much fluid it meets, how strong that is."""

from dataclasses import dataclass
from fractions import Fraction

from slowdrip.science.pharmacology.dosing import rounding, units
from slowdrip.science.pharmacology.dosing.findings import Finding, Number, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.request import (
    Diluent,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    Preparation,
    Product,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A prepared bag or syringe: µg of base and µL, before any line or pump.

    `ug_per_ul` is the final concentration (µg/µL is mg/mL); `rounding_error_pct` is drawn against ordered, signed.
    """

    ordered_ug: Fraction
    draw_ul: int
    drawn_ug: Fraction
    diluent_ul: int
    final_ul: int
    ug_per_ul: Fraction
    rounding_error_pct: Fraction


def mixture(request: OrderRequest, *, dosing_kg: Number, limits: DoseLimits) -> Mixture | Finding:
    """The mixture, with the draw rounded to a drawable step; refused when that loses more than the limit."""
    ordered_ug = Fraction(request.dose_mg_per_kg) * Fraction(dosing_kg) * units.UG_PER_MG
    strength = base_ug_per_ul(request.product)
    draw_ul = rounding.nearest_step(ordered_ug / strength, limits.draw_step_ul)
    if draw_ul == 0:
        return impossible("draw_too_small", exact_ul=ordered_ug / strength, step_ul=limits.draw_step_ul)
    diluent_ul = diluent_for(request.preparation, draw_ul)
    if diluent_ul < 0:
        return impossible("volume_smaller_than_drug", draw_ul=draw_ul, volume_ul=draw_ul + diluent_ul)
    drawn_ug, final_ul = draw_ul * strength, draw_ul + diluent_ul
    mixed = Mixture(
        ordered_ug=ordered_ug,
        draw_ul=draw_ul,
        drawn_ug=drawn_ug,
        diluent_ul=diluent_ul,
        final_ul=final_ul,
        ug_per_ul=drawn_ug / final_ul,
        rounding_error_pct=(drawn_ug / ordered_ug - 1) * 100,
    )
    return _fault_of(mixed, request.diluent, limits) or mixed


def base_ug_per_ul(product: Product) -> Fraction:
    """The vial's strength in µg of base per µL; a label in hydrochloride is converted by molar mass."""
    labelled = Fraction(product.conc_mg_per_ml) * units.UG_PER_MG / units.UL_PER_ML
    return labelled if product.labelled_as is LabelledAs.BASE else labelled * units.BASE_PER_HYDROCHLORIDE


def diluent_for(preparation: Preparation, draw_ul: int) -> int:
    """The fluid that meets the drug, in µL; negative when "made up to" is smaller than the drug itself."""
    if isinstance(preparation, MadeUpTo):
        return int(Fraction(preparation.volume_ml) * units.UL_PER_ML) - draw_ul
    return int((Fraction(preparation.bag_ml) + Fraction(preparation.overfill_ml)) * units.UL_PER_ML)


def _fault_of(mixed: Mixture, diluent: Diluent, limits: DoseLimits) -> Finding | None:
    if (mixed.diluent_ul == 0) != (diluent is Diluent.NONE):
        code = "diluent_missing" if diluent is Diluent.NONE else "diluent_named_but_not_used"
        return impossible(code, diluent_ul=mixed.diluent_ul)
    if abs(mixed.rounding_error_pct) > limits.error_max_pct:
        return impossible(
            "rounding_over_limit",
            error_pct=mixed.rounding_error_pct,
            max_pct=limits.error_max_pct,
            draw_ul=mixed.draw_ul,
            exact_ul=mixed.draw_ul * mixed.ordered_ug / mixed.drawn_ug,
        )
    return None
