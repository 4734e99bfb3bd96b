"""A change of rate calculated backwards, by other steps: if the two ways disagree, there are no figures.

The way forward uses exact fractions of µg and µL, the way back 50-digit decimals of mg, mL and minutes; the numbers
1000 and 60 are typed again on purpose, as in `backcheck`.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

from slowdrip.science.pharmacology.dosing.findings import Finding, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.rate_figures import RateChange, RateFigures, RestOver

NOTHING = Decimal("1e-25")
UG_IN_MG = Decimal("0.001")
DIGITS = 50


def disagreements(change: RateChange, figures: RateFigures, limits: DoseLimits) -> tuple[Finding, ...]:
    """Every figure that the way back does not confirm: `figures_disagree` with the figure's name and both values."""
    with localcontext(prec=DIGITS):
        return tuple(
            impossible("figures_disagree", figure=name, forward=forward, back=back)
            for name, forward, back, allowed in _pairs(change, figures, limits)
            if abs(forward - back) > allowed
        )


def _pairs(
    change: RateChange, figures: RateFigures, limits: DoseLimits
) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    kg = Decimal(change.dosing_kg)
    mg_per_ml = (Decimal(change.bag_ug) / 1000) / (Decimal(change.bag_ul) / 1000)
    ml_per_h, minutes = Decimal(figures.rate_ul_per_h) / 1000, _decimal(figures.run_min)
    out_ml, stop_ml = Decimal(change.out_ul) / 1000, Decimal(figures.stop_at_ul) / 1000
    # By time: from what the pump gives in the minutes left, back to where it stops.
    yield "run_min", out_ml + ml_per_h / 60 * minutes, stop_ml, NOTHING
    yield "mg_per_kg_per_h", _decimal(figures.mg_per_kg_per_h) * kg, ml_per_h * mg_per_ml, NOTHING
    yield "mcg_per_kg_per_min", _decimal(figures.mcg_per_kg_per_min) * kg * 60, ml_per_h * mg_per_ml * 1000, NOTHING
    bag_ml = Decimal(change.bag_ul) / 1000
    leaves_mg = min(stop_ml, bag_ml) * mg_per_ml
    yield "total_ug", Decimal(figures.total_ug) / 1000, leaves_mg, UG_IN_MG
    yield "given_ug", Decimal(figures.given_ug) / 1000, min(out_ml, bag_ml) * mg_per_ml, UG_IN_MG
    yield "rest_ug", Decimal(figures.rest_ug), Decimal(figures.total_ug) - Decimal(figures.given_ug), NOTHING
    yield "total_mg_per_kg", _decimal(figures.total_mg_per_kg) * kg, Decimal(figures.total_ug) / 1000, NOTHING
    half_step = Decimal(limits.rate_step_ul_per_h) / 2000 if isinstance(change.asked, RestOver) else Decimal(0)
    yield "rate_ul_per_h", ml_per_h, _asked_ml_per_h(change, stop_ml - out_ml), half_step + NOTHING


def _asked_ml_per_h(change: RateChange, rest_ml: Decimal) -> Decimal:
    if isinstance(change.asked, RestOver):
        return rest_ml / (Decimal(change.asked.minutes) / 60)
    return Decimal(change.asked.ml_per_h)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / exact.denominator
