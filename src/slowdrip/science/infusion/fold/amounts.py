"""How much has gone in, how long it still takes, and whether the bag adds up: exact fractions, by the record.

Delivered means: left the bag. What the line holds is the order's arithmetic, not the record's.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from slowdrip.science.infusion.fold.pump import units_out
from slowdrip.science.infusion.phases import DURING_DRIP
from slowdrip.science.infusion.state import Drip, InfusionState
from slowdrip.science.infusion.state.drip import UNITS_PER_UL

NG_PER_UG = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """The record beside what was read at the end; None where nothing was read.

    Positive means more than the record says: pumped more, or left more in the bag.
    """

    recorded_ul: Fraction
    pump_volume_ul: int | None
    pump_less_record_ul: Fraction | None
    expected_residual_ul: Fraction | None
    residual_ul: int | None
    residual_less_expected_ul: Fraction | None


@dataclass(frozen=True, slots=True)
class Account:
    """Where the drug drawn for this drip is, in micrograms of base.

    drawn = delivered + residual + wasted + unaccounted, always. Unaccounted is negative when more is told than drawn.
    """

    drawn_ug: Fraction
    delivered_ug: Fraction
    residual_ug: Fraction
    wasted_ug: Fraction
    unaccounted_ug: Fraction


def delivered_ul(state: InfusionState, at: datetime) -> Fraction:
    """The volume that has left the bags by `at`, up to what the pump was programmed to give."""
    units = sum(units_out(state.drip, index, at) for index in range(len(state.drip.bags)))
    return Fraction(units, UNITS_PER_UL)


def delivered_ug(state: InfusionState, at: datetime) -> Fraction:
    """The ketamine base that has left the bags by `at`; 0 from a bag whose content nobody recorded."""
    bags = enumerate(state.drip.bags)
    return sum((_bag_ul(state.drip, index, at) * bag.ng_per_ul for index, bag in bags), Fraction(0)) / NG_PER_UG


def time_left_s(state: InfusionState, at: datetime) -> int | None:
    """Whole seconds (up) until the pump stops itself, or would at its last rate while paused; None when unknown."""
    segment = state.drip.segments[-1] if state.drip.segments else None
    if state.phase not in DURING_DRIP or segment is None or segment.cap_units is None or not segment.rate_ul_per_h:
        return None
    left = max(0, segment.cap_units - segment.units(at))
    return -(-left // (segment.rate_ul_per_h * 1_000_000))


def difference_at_end(state: InfusionState) -> Difference | None:
    """The record beside the last reading of pump and bag, both at the time of reading; None when nothing was read."""
    read = state.drip.pump_read
    if read is None:
        return None
    recorded = delivered_ul(state, read.at)
    expected = _expected_residual_ul(state, read.at)
    return Difference(
        recorded_ul=recorded,
        pump_volume_ul=read.pump_volume_ul,
        pump_less_record_ul=_less(read.pump_volume_ul, recorded),
        expected_residual_ul=expected,
        residual_ul=read.residual_ul,
        residual_less_expected_ul=None if expected is None else _less(read.residual_ul, expected),
    )


def account(state: InfusionState) -> Account:
    """Where the drug is as of `state.as_of`: a counted residual counts, an uncounted one is what the record leaves."""
    drip = state.drip
    drawn = sum((Fraction(bag.drawn_ng) for bag in drip.bags), Fraction(0)) / NG_PER_UG
    delivered = delivered_ug(state, state.as_of) if state.as_of is not None else Fraction(0)
    residual = sum((_residual_ng(state, index) for index in range(len(drip.bags))), Fraction(0)) / NG_PER_UG
    wasted = (
        sum((bag.wasted_ul * bag.ng_per_ul + bag.wasted_undiluted_ng for bag in drip.bags), Fraction(0)) / NG_PER_UG
    )
    return Account(drawn, delivered, residual, wasted, drawn - delivered - residual - wasted)


def _bag_ul(drip: Drip, index: int, at: datetime) -> Fraction:
    return Fraction(units_out(drip, index, at), UNITS_PER_UL)


def _residual_ng(state: InfusionState, index: int) -> Fraction:
    bag = state.drip.bags[index]
    if bag.residual_ul is not None:
        return bag.residual_ul * bag.ng_per_ul
    if state.as_of is None or not bag.volume_ul:
        return Fraction(bag.drug_ng)
    left = bag.volume_ul - _bag_ul(state.drip, index, state.as_of) - bag.wasted_ul
    return max(Fraction(0), left * bag.ng_per_ul)


def _expected_residual_ul(state: InfusionState, at: datetime) -> Fraction | None:
    bag, index = state.drip.bag, state.drip.hung
    read = state.drip.pump_read
    if bag is None or index is None or read is None or not bag.volume_ul:
        return None
    return bag.volume_ul - _bag_ul(state.drip, index, at) - read.wasted_before_ul


def _less(read_ul: int | None, recorded_ul: Fraction) -> Fraction | None:
    return None if read_ul is None else read_ul - recorded_ul
