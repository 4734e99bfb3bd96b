"""Preparation: orders come into force, bags are made and hung, the pump is read, the line goes in and out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.arrival import check_done
from slowdrip.science.infusion.fold.flags import flag, flag_all
from slowdrip.science.infusion.fold.payload import whole, written
from slowdrip.science.infusion.fold.pump import (
    filled,
    hung,
    hung_newest,
    limited,
    units_out,
    with_bag,
)
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import Bag, Drip, InfusionState, Order, PumpShown, Site
from slowdrip.science.infusion.state.drip import UNITS_PER_UL

_ORDER_NUMBERS = ("order_version", "dose_ug", "total_volume_ul", "rate_ul_per_h", "vtbi_ul", "duration_s")


def order_attached(state: InfusionState, event: Event) -> InfusionState:
    """Another order in force. It moves nothing by itself: the bag keeps its content and the pump its program."""
    order = _order(event)
    if order is None:
        return flag(state, "order_unreadable", event)
    drip = replace(state.drip, orders=(*state.drip.orders, order))
    if drip.hung is not None:
        drip = _ruled_by_order(drip, order, state)
    return flag_all(replace(state, drip=drip), _order_problems(state.drip, drip, event), event)


def _order(event: Event) -> Order | None:
    version, dose, volume, rate, vtbi, duration = (whole(event, name) for name in _ORDER_NUMBERS)
    if version is None or dose is None or volume is None or rate is None or vtbi is None or duration is None:
        return None
    draw = whole(event, "draw_volume_ul")
    return Order(
        written(event, "order_id"), version, dose, volume, rate, vtbi, duration, draw, event.occurred_at, event.id
    )


def _ruled_by_order(drip: Drip, order: Order, state: InfusionState) -> Drip:
    at = state.as_of
    if drip.bag is None or drip.hung is None or at is None:
        return drip
    if drip.bag.volume_ul and drip.limit_units is not None:
        return drip
    # The drip began without an order or a bag of known volume: this is the first word about either.
    known = replace(drip, bags=with_bag(drip.bags, drip.hung, filled(drip.bag, order)))
    limit = order.vtbi_ul * UNITS_PER_UL if known.limit_units is None else known.limit_units
    return limited(known, limit, at)


def _order_problems(before: Drip, after: Drip, event: Event) -> Iterator[str]:
    order = after.order
    if order is None or after.hung is None:
        return
    if before.running is not None and before.last_rate_ul_per_h > order.rate_ul_per_h:
        yield "rate_above_order"
    out = units_out(after, after.hung, event.occurred_at)
    bag = after.bags[after.hung]
    if not before.bags[after.hung].volume_ul and out > bag.volume_ul * UNITS_PER_UL:
        yield "bag_smaller_than_delivered"
    if out > min(order.vtbi_ul, order.total_volume_ul) * UNITS_PER_UL:
        yield "delivered_above_order"


def drawn_up(state: InfusionState, event: Event) -> InfusionState:
    """Drug from a vial in a bag: another vial under the label of a bag not yet hung goes into that bag."""
    volume, strength = whole(event, "draw_volume_ul"), whole(event, "vial_ug_per_ml")
    if volume is None or strength is None:
        return flag(state, "draw_up_unreadable", event)
    index = _waiting(state.drip, written(event, "label"))
    bags = state.drip.bags
    bag = bags[index] if index is not None else _new_bag(state.drip, event)
    drug_ng = volume * strength  # µL · µg/mL = ng
    more = replace(
        bag,
        drug_ng=bag.drug_ng + drug_ng,
        drawn_ng=bag.drawn_ng + drug_ng,
        drawn_ul=bag.drawn_ul + volume,
        vial_ug_per_ml=strength,
    )
    kept = (*bags, more) if index is None else with_bag(bags, index, more)
    drawn = check_done(replace(state, drip=replace(state.drip, bags=kept)), event)
    return flag(drawn, "drawn_up_without_order", event) if state.drip.order is None else drawn


def _waiting(drip: Drip, label: str) -> int | None:
    found = [index for index, bag in enumerate(drip.bags) if bag.label == label and bag.hung_at is None]
    return found[-1] if found else None


def _new_bag(drip: Drip, event: Event) -> Bag:
    order = drip.order
    ordered_ul = order.total_volume_ul if order is not None else 0
    volume_ul = whole(event, "bag_volume_ul") or ordered_ul
    return Bag(written(event, "label"), order.order_id if order is not None else "", volume_ul, 0)


def bedside_check(state: InfusionState, event: Event) -> InfusionState:
    """Two persons matched bag and patient: that bag hangs from now on."""
    at = state.as_of or event.occurred_at
    index = _waiting(state.drip, written(event, "label"))
    drip = hung(state.drip, index, at) if index is not None else hung_newest(state.drip, at)
    checked = check_done(replace(state, drip=drip), event)
    alone = written(event, "first_person") == written(event, "second_person")
    return flag(checked, "second_person_is_first", event) if alone else checked


def pump_shows(state: InfusionState, event: Event) -> InfusionState:
    """The pump's own program: it will stop after this much more."""
    rate, vtbi = whole(event, "rate_ul_per_h"), whole(event, "vtbi_ul")
    if rate is None or vtbi is None:
        return flag(state, "pump_unreadable", event)
    at = state.as_of or event.occurred_at
    drip = replace(state.drip, pump_shown=PumpShown(rate, vtbi, event.occurred_at, event.by))
    if drip.hung is not None:
        drip = limited(drip, units_out(drip, drip.hung, at) + vtbi * UNITS_PER_UL, at)
    if state.phase is Phase.PAUSED:
        drip = replace(drip, rate_set_ul_per_h=rate)
    shown = check_done(replace(state, drip=drip), event)
    differs = state.drip.running is not None and state.drip.last_rate_ul_per_h != rate
    return flag(shown, "pump_rate_differs_from_record", event) if differs else shown


def iv_site_placed(state: InfusionState, event: Event) -> InfusionState:
    """A new line."""
    site = Site(written(event, "site"), written(event, "side"), written(event, "gauge"), event.occurred_at)
    return replace(state, sites=(*state.sites, site))


def iv_site_checked(state: InfusionState, event: Event) -> InfusionState:
    """The newest line was looked at."""
    if not state.sites:
        return flag(state, "line_unknown", event)
    seen = replace(state.sites[-1], checked_at=event.occurred_at, finding=written(event, "finding"))
    return replace(state, sites=(*state.sites[:-1], seen))


def iv_site_removed(state: InfusionState, event: Event) -> InfusionState:
    """The newest line still in comes out."""
    inside = [index for index, site in enumerate(state.sites) if site.removed_at is None]
    if not inside:
        return flag(state, "line_unknown", event)
    index = inside[-1]
    out = replace(state.sites[index], removed_at=event.occurred_at)
    removed = replace(state, sites=(*state.sites[:index], out, *state.sites[index + 1 :]))
    return flag(removed, "line_out_while_running", event) if state.drip.running is not None else removed


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "order_attached": order_attached,
    "drawn_up": drawn_up,
    "bedside_check": bedside_check,
    "pump_shows": pump_shows,
    "iv_site_placed": iv_site_placed,
    "iv_site_checked": iv_site_checked,
    "iv_site_removed": iv_site_removed,
}
