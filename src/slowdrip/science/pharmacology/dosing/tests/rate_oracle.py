"""A change of rate by another road: mg, mL and minutes as fractions, tenths counted by floor.

It shares no code with the product. It returns the figures, or the code of the refusal.
"""

from dataclasses import dataclass
from fractions import Fraction

from slowdrip.science.pharmacology.dosing.rate_figures import NewRate, RateChange

PUMP_SLOWEST, PUMP_FASTEST, STEP = 1_000, 999_000, 100
MAX_SHARE = Fraction(2, 100)


@dataclass(frozen=True)
class Answer:
    """µL/h, µL, minutes, mg, and per kilogram."""

    rate: int
    stop_at: int
    vtbi: int
    minutes: Fraction
    empty: Fraction
    total_mg: Fraction
    given_mg: Fraction
    mg_per_kg_per_h: Fraction
    mcg_per_kg_per_min: Fraction


def answer(change: RateChange) -> Answer | str:
    """What a careful person with a good calculator would write down."""
    strength = Fraction(change.bag_ug, 1000) / Fraction(change.bag_ul, 1000)  # mg/mL
    given_mg = min(Fraction(change.out_ul, 1000), Fraction(change.bag_ul, 1000)) * strength
    stop_at = _stop_at(change, strength, given_mg)
    if isinstance(stop_at, str):
        return stop_at
    left = stop_at - change.out_ul
    if left < STEP:
        return "rate_nothing_left"
    rate = _rate(change, left)
    if isinstance(rate, str):
        return rate
    minutes = Fraction(left * 60, rate)
    if not isinstance(change.asked, NewRate):
        asked = Fraction(change.asked.minutes)
        if abs(minutes - asked) > MAX_SHARE * asked:
            return "rate_time_error_over_limit"
    per_h = Fraction(rate, 1000) * strength / Fraction(change.dosing_kg)
    return Answer(
        rate=rate,
        stop_at=stop_at,
        vtbi=left - left % STEP,
        minutes=minutes,
        empty=Fraction(max(0, change.bag_ul - change.out_ul) * 60, rate),
        total_mg=min(Fraction(stop_at, 1000), Fraction(change.bag_ul, 1000)) * strength,
        given_mg=given_mg,
        mg_per_kg_per_h=per_h,
        mcg_per_kg_per_min=per_h * 1000 / 60,
    )


def _stop_at(change: RateChange, strength: Fraction, given_mg: Fraction) -> int | str:
    ordered_mg = Fraction(change.ordered_ug, 1000)
    if change.total_mg is None or Fraction(change.total_mg) == ordered_mg:
        return change.ends_at_ul
    total = Fraction(change.total_mg)
    if total > ordered_mg:
        return "rate_total_above_order"
    if total * 1000 <= (given_mg * 1000).__floor__():
        return "rate_total_given_already"
    tenths_of_ml = (total / strength * 10).__floor__()
    reached = Fraction(tenths_of_ml, 10) * strength
    if abs(total - reached) > MAX_SHARE * total:
        return "rate_total_error_over_limit"
    return min(tenths_of_ml * 100, change.ends_at_ul)


def _rate(change: RateChange, left: int) -> int | str:
    if isinstance(change.asked, NewRate):
        exact = Fraction(change.asked.ml_per_h) * 1000
        if Fraction(change.asked.ml_per_h) * 10 % 1:
            return "rate_finer_than_pump"
    else:
        exact = Fraction(left * 60) / Fraction(change.asked.minutes)
    tenths = exact / STEP
    rounded = tenths.__floor__() + (1 if tenths - tenths.__floor__() > Fraction(1, 2) else 0)
    if rounded * STEP < PUMP_SLOWEST:
        return "rate_below_pump"
    return "rate_above_pump" if rounded * STEP > PUMP_FASTEST else rounded * STEP
