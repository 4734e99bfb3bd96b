"""The same order calculated backwards, by other steps: if the two ways disagree, there are no figures.

The way forward uses exact fractions of µg and µL, the way back 50-digit decimals of mg and mL, and nothing of the
forward way's constants, rounding or mixture. The numbers 1000, 60 and the molar masses are typed again on purpose: a
fault in one place must not be able to hide in the other.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

from slowdrip.science.pharmacology.dosing.figures import OrderFigures
from slowdrip.science.pharmacology.dosing.findings import Finding, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.request import (
    AddedTo,
    EndOfLine,
    LabelledAs,
    OrderRequest,
    PrimeWith,
)

HALF_UG_IN_MG = Decimal("0.0005000001")
TWO_UG_IN_MG = Decimal("0.002")
NOTHING = Decimal("1e-25")
DIGITS = 50


def disagreements(request: OrderRequest, figures: OrderFigures, limits: DoseLimits) -> tuple[Finding, ...]:
    """Every figure that the way back does not confirm: `figures_disagree` with the figure's name and both values."""
    with localcontext(prec=DIGITS):
        return tuple(
            impossible("figures_disagree", figure=name, forward=forward, back=back)
            for name, forward, back, allowed in _pairs(request, figures, limits)
            if abs(forward - back) > allowed
        )


def _pairs(
    request: OrderRequest, figures: OrderFigures, limits: DoseLimits
) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    kg, minutes = figures.dosing_weight_kg, Decimal(request.duration_min)
    ordered_mg = request.dose_mg_per_kg * kg
    slack_mg = ordered_mg * limits.error_max_pct / 100 + NOTHING
    draw_ml = Decimal(figures.draw_ul) / 1000
    drawn_mg = draw_ml * _vial_mg_per_ml(request)
    final_ml = _final_ml(request, draw_ml)
    mg_per_ml = drawn_mg / final_ml
    pumped_mg = Decimal(figures.rate_ul_per_h) / 1000 * mg_per_ml * minutes / 60
    yield "dose_ug", Decimal(figures.dose_ug) / 1000, ordered_mg, HALF_UG_IN_MG
    yield "drawn_ug", Decimal(figures.drawn_ug) / 1000, drawn_mg, HALF_UG_IN_MG
    yield "draw_ul", drawn_mg, ordered_mg, slack_mg
    yield "final_volume_ul", Decimal(figures.final_volume_ul) / 1000, final_ml, NOTHING
    yield "final_conc_mg_per_ml", _decimal(figures.final_conc_mg_per_ml), mg_per_ml, NOTHING
    yield "rate_ul_per_h", pumped_mg, ordered_mg, slack_mg
    yield "mg_per_kg_per_h", _decimal(figures.mg_per_kg_per_h) * kg * minutes / 60, pumped_mg, NOTHING
    yield "mcg_per_kg_per_min", _decimal(figures.mcg_per_kg_per_min) * kg * minutes / 1000, pumped_mg, NOTHING
    reached_mg = _reached_mg(request, figures, mg_per_ml)
    yield "reaches_patient_ug", Decimal(figures.reaches_patient_ug) / 1000, reached_mg, TWO_UG_IN_MG
    yield "delivered_mg_per_kg", _decimal(figures.delivered_mg_per_kg) * kg, reached_mg, NOTHING
    kept_mg = request.line_prime_ml * mg_per_ml if request.end_of_line is EndOfLine.LEFT_IN_LINE else 0
    yield "vtbi_ul", reached_mg + kept_mg, ordered_mg, slack_mg


def _vial_mg_per_ml(request: OrderRequest) -> Decimal:
    label = Decimal(request.product.conc_mg_per_ml)
    if request.product.labelled_as is LabelledAs.HYDROCHLORIDE:
        return label * Decimal("237.73") / Decimal("274.19")
    return label


def _final_ml(request: OrderRequest, draw_ml: Decimal) -> Decimal:
    made = request.preparation
    if isinstance(made, AddedTo):
        return made.bag_ml + made.overfill_ml + draw_ml
    return Decimal(made.volume_ml)


def _reached_mg(request: OrderRequest, figures: OrderFigures, mg_per_ml: Decimal) -> Decimal:
    """By time: the pump's run less the minutes in which only the fluid of the line arrived."""
    ml_per_min = Decimal(figures.rate_ul_per_h) / 1000 / 60
    run_min = Decimal(figures.vtbi_ul) / 1000 / ml_per_min
    without_drug = Decimal(request.line_prime_ml) if request.prime_with is PrimeWith.DILUENT else Decimal(0)
    drug_min = max(run_min - without_drug / ml_per_min, Decimal(0))
    return drug_min * ml_per_min * mg_per_ml


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / exact.denominator
