"""A change of rate that is ordered and not yet set: what the pump is to be set to, and what was charted instead."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.treatment.documents import changes_rate, read_document
from slowdrip.science.infusion import InfusionState
from slowdrip.science.infusion.fold.pump import units_out
from slowdrip.science.infusion.phases import DURING_DRIP
from slowdrip.science.infusion.state import Drip, Order
from slowdrip.science.infusion.state.drip import UNITS_PER_UL
from slowdrip.science.pharmacology.dosing import display


@dataclass(frozen=True, slots=True)
class RateOrdered:
    """The rate and volume to set now; `charted_since` says that another rate was charted after the order."""

    rate: str
    vtbi: str
    charted: str
    charted_since: bool


def rate_ordered(infusion: Infusion, state: InfusionState, *, at: datetime) -> RateOrdered | None:
    """Gives the change of rate in force while the record does not show it set; None otherwise."""
    drip, order = state.drip, state.drip.order
    if state.phase not in DURING_DRIP or order is None or not _is_change(infusion, order):
        return None
    charted = drip.rate_set_ul_per_h or drip.last_rate_ul_per_h
    if charted == order.rate_ul_per_h and _end_is_set(drip, order):
        return None
    left_ul = max(0, order.vtbi_ul - units_out(drip, drip.hung or 0, at) // UNITS_PER_UL)
    step_ul = pinned_policy(infusion).dose_tiers.pump_volume_step_ul.value
    since = bool(drip.segments) and drip.segments[-1].from_at > order.at
    return RateOrdered(
        rate=display.ml_per_h(order.rate_ul_per_h),
        vtbi=display.ml(left_ul - left_ul % step_ul),
        charted=display.ml_per_h(charted),
        charted_since=since and charted != order.rate_ul_per_h,
    )


def may_change(infusion: Infusion, state: InfusionState) -> bool:
    """Says whether the chair offers to order another rate for the bag that hangs."""
    return state.phase in DURING_DRIP and infusion.order_id is not None and state.drip.bag is not None


def _is_change(infusion: Infusion, order: Order) -> bool:
    found = infusion.order
    return found is not None and str(found.pk) == order.order_id and changes_rate(read_document(found.document))


def _end_is_set(drip: Drip, order: Order) -> bool:
    shown = drip.pump_shown
    return drip.limit_units == order.vtbi_ul * UNITS_PER_UL or (shown is not None and shown.at >= order.at)
