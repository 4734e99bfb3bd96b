"""The same arithmetic by another road: 50-digit decimals in mg, mL and minutes; a line is a queue of fluids.

It shares no code with the product. It returns the figures, or the code of the refusal.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, Decimal, getcontext, localcontext

from slowdrip.science.pharmacology.dosing.request import (
    AddedTo,
    Diluent,
    EndOfLine,
    LabelledAs,
    OrderRequest,
    PrimeWith,
    Sex,
    WeightBasis,
)

HUNDREDTH, TENTH = Decimal("0.01"), Decimal("0.1")
PUMP_SLOWEST, PUMP_FASTEST = Decimal(1), Decimal(999)
MAX_PCT = Decimal(2)


@dataclass(frozen=True)
class Answer:
    """mg, mL, mL/h, mg/mL."""

    dose_mg: Decimal
    draw_ml: Decimal
    drawn_mg: Decimal
    final_ml: Decimal
    conc: Decimal
    rate: Decimal
    vtbi: Decimal
    mg_per_kg_per_h: Decimal
    mcg_per_kg_per_min: Decimal
    reached_mg: Decimal
    line_mg: Decimal
    bag_mg: Decimal


def answer(request: OrderRequest) -> Answer | str:
    """What a careful person with a good calculator would write down."""
    with localcontext(prec=50):
        return _answer(request)


def _answer(request: OrderRequest) -> Answer | str:
    kg = _kg(request)
    dose_mg = request.dose_mg_per_kg * kg
    vial = Decimal(request.product.conc_mg_per_ml)
    if request.product.labelled_as is LabelledAs.HYDROCHLORIDE:
        vial = vial * Decimal("237.73") / Decimal("274.19")
    draw_ml = (dose_mg / vial).quantize(HUNDREDTH, ROUND_HALF_DOWN)
    if not draw_ml:
        return "draw_too_small"
    made = request.preparation
    final_ml = made.bag_ml + made.overfill_ml + draw_ml if isinstance(made, AddedTo) else Decimal(made.volume_ml)
    if final_ml < draw_ml:
        return "volume_smaller_than_drug"
    if request.diluent is Diluent.NONE or final_ml == draw_ml:
        return "diluent_missing" if final_ml != draw_ml else "diluent_named_but_not_used"
    drawn_mg = draw_ml * vial
    if _off(drawn_mg, dose_mg):
        return "rounding_over_limit"
    return _pumped(request, kg, dose_mg=dose_mg, draw_ml=draw_ml, drawn_mg=drawn_mg, final_ml=final_ml)


def _pumped(
    request: OrderRequest, kg: Decimal, *, dose_mg: Decimal, draw_ml: Decimal, drawn_mg: Decimal, final_ml: Decimal
) -> Answer | str:
    prime = Decimal(request.line_prime_ml)
    if prime >= final_ml:
        return "line_holds_all"
    rate = (final_ml * 60 / request.duration_min).quantize(TENTH, ROUND_HALF_DOWN)
    if rate < PUMP_SLOWEST:
        return "rate_below_pump"
    if rate > PUMP_FASTEST:
        return "rate_above_pump"
    conc = drawn_mg / final_ml
    queue, stays = _fluids(request, final_ml=final_ml, conc=conc)
    vtbi = sum((volume for volume, _ in queue), Decimal(0)).quantize(TENTH, ROUND_DOWN)
    if not vtbi:
        return "nothing_to_infuse"
    reached = _run(queue, vtbi)
    bag_mg = (sum((v for v, _ in queue), Decimal(0)) - vtbi) * conc if stays else Decimal(0)
    kept = prime * conc if stays else Decimal(0)
    if _off(rate * conc * request.duration_min / 60, dose_mg):
        return "rate_error_over_limit"
    if _off(reached + kept, dose_mg):
        return "delivery_error_over_limit"
    per_h = rate * conc / kg
    return Answer(
        dose_mg, draw_ml, drawn_mg, final_ml, conc, rate, vtbi,
        per_h, per_h * 1000 / 60, reached, drawn_mg - reached - bag_mg, bag_mg,
    )  # fmt: skip


def _fluids(request: OrderRequest, *, final_ml: Decimal, conc: Decimal) -> tuple[list[tuple[Decimal, Decimal]], bool]:
    """What the patient gets in order, as (mL, mg/mL), until the plan ends; and whether the line is left full."""
    prime, none = Decimal(request.line_prime_ml), Decimal(0)
    stays = request.end_of_line is EndOfLine.LEFT_IN_LINE
    if request.prime_with is PrimeWith.DRUG:
        line, bag = (prime, conc), (final_ml - prime, conc)
    else:
        line, bag = (prime, none), (final_ml, conc)
    through = [line, bag, (prime, none)]
    # Whatever enters pushes the line ahead of it: the last `prime` mL that entered never arrive.
    entered = through[1][0] + (none if stays else prime)
    return _cut(through, entered), stays


def _cut(fluids: list[tuple[Decimal, Decimal]], volume: Decimal) -> list[tuple[Decimal, Decimal]]:
    arrived = []
    for ml, conc in fluids:
        part = min(ml, volume)
        arrived.append((part, conc))
        volume -= part
    return arrived


def _run(fluids: list[tuple[Decimal, Decimal]], vtbi: Decimal) -> Decimal:
    return sum((ml * conc for ml, conc in _cut(fluids, vtbi)), Decimal(0))


def _off(value: Decimal, ordered: Decimal) -> bool:
    slack = Decimal(10) ** -40 * ordered
    return abs(value - ordered) * 100 > MAX_PCT * ordered + slack


def _kg(request: OrderRequest) -> Decimal:
    actual = Decimal(request.weight.kg)
    if request.weight_basis is WeightBasis.ACTUAL:
        return actual
    assert request.height_cm is not None
    assert getcontext().prec == 50
    inches = request.height_cm / Decimal("2.54")
    base = Decimal(50) if request.sex is Sex.MALE else Decimal("45.5")
    ideal = (base + Decimal("2.3") * (inches - 60)).quantize(TENTH, ROUND_HALF_DOWN)
    if request.weight_basis is WeightBasis.IDEAL:
        return ideal
    return (ideal + Decimal("0.4") * (actual - ideal)).quantize(TENTH, ROUND_HALF_DOWN)
