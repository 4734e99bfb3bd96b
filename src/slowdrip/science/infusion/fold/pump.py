"""The pump by the record: hang a bag, run at a rate, halt, and where it will stop by itself."""

from dataclasses import replace
from datetime import datetime

from slowdrip.science.infusion.state.drip import UNITS_PER_UL, Bag, Drip, Order, Segment


def units_out(drip: Drip, bag: int, at: datetime) -> int:
    """What has left a bag by `at`, in units of which `UNITS_PER_UL` make a microlitre."""
    for segment in reversed(drip.segments):
        if segment.bag == bag and segment.from_at <= at:
            return segment.units(at)
    return 0


def halted(drip: Drip, at: datetime) -> Drip:
    """The drip with nothing running."""
    if drip.running is None:
        return drip
    return replace(drip, segments=(*drip.segments[:-1], replace(drip.segments[-1], to_at=at)))


def running_at(drip: Drip, rate_ul_per_h: int, at: datetime) -> Drip:
    """The drip running at a rate from `at` on, out of the hanging bag."""
    held = halted(hung_if_none(drip, at), at)
    bag = held.hung or 0
    out = units_out(held, bag, at)
    cap = _cap(held, out)
    segment = Segment(bag, rate_ul_per_h, at, out, cap)
    spent = cap is not None and out >= cap
    reached = held.vtbi_reached_at if spent else None
    return replace(held, segments=(*held.segments, segment), vtbi_reached_at=reached)


def programmed(drip: Drip, at: datetime) -> Drip:
    """The drip as someone at the pump left it: an order newer than what the pump last showed is taken as programmed."""
    held = hung_if_none(drip, at)
    order, shown = held.order, held.pump_shown
    if order is None or (shown is not None and shown.at >= order.at):
        return held
    return replace(held, limit_units=order.vtbi_ul * UNITS_PER_UL)


def limited(drip: Drip, limit_units: int | None, at: datetime) -> Drip:
    """The drip with another programmed end; a running segment is cut so that the past keeps its own end."""
    changed = replace(drip, limit_units=limit_units)
    return running_at(changed, drip.last_rate_ul_per_h, at) if drip.running is not None else changed


def hung_if_none(drip: Drip, at: datetime) -> Drip:
    """The drip with a bag hanging: the one that hangs, else the newest prepared."""
    return drip if drip.hung is not None else hung_newest(drip, at)


def hung_newest(drip: Drip, at: datetime) -> Drip:
    """The drip with its newest bag hanging that never hung; when there is none, what hangs stays."""
    waiting = [index for index, bag in enumerate(drip.bags) if bag.hung_at is None]
    if waiting:
        return hung(drip, waiting[-1], at)
    if drip.hung is not None:
        return drip
    return hung(replace(drip, bags=(*drip.bags, _of_order(drip.order))), len(drip.bags), at)


def hung(drip: Drip, index: int, at: datetime) -> Drip:
    """The drip with the bag of that index hanging; if the pump runs, it runs on from this bag."""
    rate = drip.last_rate_ul_per_h if drip.running is not None else None
    limit = _limit_on_hanging(drip)
    bag = filled(replace(drip.bags[index], hung_at=at), drip.order)
    held = halted(drip, at)
    changed = replace(held, bags=with_bag(held.bags, index, bag), hung=index, limit_units=limit)
    return changed if rate is None else running_at(changed, rate, at)


def filled(bag: Bag, order: Order | None) -> Bag:
    """The bag with what was unknown about it taken from the order."""
    if bag.volume_ul or order is None:
        return bag
    drug_ng = bag.drug_ng or order.dose_ug * 1000
    return replace(bag, volume_ul=order.total_volume_ul, drug_ng=drug_ng, order_id=bag.order_id or order.order_id)


def with_bag(bags: tuple[Bag, ...], index: int, bag: Bag) -> tuple[Bag, ...]:
    """The bags with one of them exchanged."""
    return (*bags[:index], bag, *bags[index + 1 :])


def _of_order(order: Order | None) -> Bag:
    return filled(Bag(label="", order_id="", volume_ul=0, drug_ng=0), order)


def _limit_on_hanging(drip: Drip) -> int | None:
    """The pump's own word if it was programmed since it last ran, else the order's."""
    shown, last = drip.pump_shown, drip.segments[-1] if drip.segments else None
    if shown is not None and (last is None or (last.to_at is not None and shown.at >= last.to_at)):
        return shown.vtbi_ul * UNITS_PER_UL
    return drip.order.vtbi_ul * UNITS_PER_UL if drip.order is not None else None


def _cap(drip: Drip, out: int) -> int | None:
    """Where the pump stops: the programmed end or the empty bag, but never before what is already out."""
    volume = drip.bag.volume_ul * UNITS_PER_UL if drip.bag is not None and drip.bag.volume_ul else None
    ends = [end for end in (drip.limit_units, volume) if end is not None]
    return max(out, min(ends)) if ends else None
