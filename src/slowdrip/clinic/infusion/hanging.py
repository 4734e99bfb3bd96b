"""Which bag hangs at a drip by an order in force, as far as treatment asks before its rate is changed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.hanging import Hanging
from slowdrip.science.infusion.fold.pump import units_out
from slowdrip.science.infusion.phases import DURING_DRIP, Phase
from slowdrip.science.infusion.state import Bag, Drip, InfusionState, Order, Segment
from slowdrip.science.infusion.state.drip import UNITS_PER_UL

NG_PER_UG = 1000
MOVES_FIGURES = (
    "order_attached",
    "drawn_up",
    "pump_shows",
    "started",
    "rate_changed",
    "paused",
    "resumed",
    "stopped",
    "completed",
    "wasted",
)
"""Entries from which bag, pump and order are folded."""
NOTHING = timedelta(0)


def hanging(actor: Acting, order_id: UUID, bag_orders: frozenset[UUID], at: datetime) -> Hanging | None:
    """Gives the bag by the record as of an instant; None when no drip under way has this order in force."""
    rows = StateRow.objects.visible_to(actor).filter(active=True, infusion__order_id=order_id)
    row = rows.first()
    if row is None:
        return None
    state = state_of(row)
    order, bag = bag_to_change(state, bag_orders)
    drip, index = state.drip, state.drip.hung or 0
    if any(moment > at for moment in _moments(drip)) or _written_after(row.infusion_id, at):
        raise Refused("rate_drip_moved_on")
    return Hanging(
        infusion_id=row.infusion_id,
        at=at,
        label=bag.label,
        drug_ug=round(bag.drug_ng / NG_PER_UG),
        volume_ul=bag.volume_ul,
        draw_ul=bag.drawn_ul,
        out_ul=units_out(drip, index, at) // UNITS_PER_UL,
        ran_s=_ran_s(drip, at),
        rate_ul_per_h=drip.rate_set_ul_per_h or drip.last_rate_ul_per_h,
        ends_at_ul=order.vtbi_ul,
        is_paused=state.phase is Phase.PAUSED,
    )


def bag_to_change(state: InfusionState, bag_orders: frozenset[UUID]) -> tuple[Order, Bag]:
    """Gives order and bag of a drip whose rate can be changed; refuses every other drip with the reason."""
    drip = state.drip
    order, bag = drip.order, drip.bag
    if state.phase not in DURING_DRIP or order is None:
        raise Refused("rate_drip_not_running")
    if bag is None or not bag.drawn_ng or not bag.volume_ul:
        raise Refused("rate_no_bag")
    if bag.order_id not in {str(each) for each in bag_orders}:
        raise Refused("rate_bag_of_other_order")
    if any(segment.bag != drip.hung for segment in drip.segments):
        raise Refused("rate_several_bags")
    if not drip.last_rate_ul_per_h:
        raise Refused("rate_present_unknown")
    return order, bag


def _moments(drip: Drip) -> Iterator[datetime]:
    """When anything about the pump, the bag or the order was last told: before it, figures are history."""
    for segment in drip.segments:
        yield segment.from_at
        if segment.to_at is not None:
            yield segment.to_at
    yield from (order.at for order in drip.orders)
    if drip.pump_shown is not None:
        yield drip.pump_shown.at


def _written_after(infusion_id: UUID, at: datetime) -> bool:
    """Whether the figures of that instant were worked out without something that was told, or taken back, later.

    A pause of five minutes ago that was only just charted says nothing new about now, but whoever saw the figures
    before it saw others.
    """
    rows = InfusionEvent.objects.filter(infusion_id=infusion_id, kind__in=MOVES_FIGURES)
    if rows.filter(recorded_at__gt=at).exists():
        return True
    return Void.objects.filter(target_id__in=rows.values("id"), at__gt=at).exists()


def _ran_s(drip: Drip, at: datetime) -> int:
    return int(sum((_ran(segment, at) for segment in drip.segments), NOTHING).total_seconds())


def _ran(segment: Segment, at: datetime) -> timedelta:
    ends = [end for end in (segment.to_at, segment.reached_at(), at) if end is not None]
    return max(NOTHING, min(ends) - segment.from_at)
