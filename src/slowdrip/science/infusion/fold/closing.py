"""Closing: what is left is counted and wasted, and the visit comes to its true ending."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.catalogue import ENDINGS
from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.arrival import check_added, check_done
from slowdrip.science.infusion.fold.emergency import closed_by_ending
from slowdrip.science.infusion.fold.flags import flag, flag_all
from slowdrip.science.infusion.fold.payload import whole, written
from slowdrip.science.infusion.fold.pump import halted, with_bag
from slowdrip.science.infusion.phases import DURING_DRIP, Phase
from slowdrip.science.infusion.state import Bag, Ending, InfusionState, PumpRead, Waste


def pump_read(state: InfusionState, event: Event) -> InfusionState:
    """The pump's count and what is left in the hanging bag."""
    volume, residual = whole(event, "pump_volume_ul"), whole(event, "residual_ul")
    before = state.drip.bag.wasted_ul if state.drip.bag is not None else 0
    drip = replace(state.drip, pump_read=PumpRead(volume, residual, before, event.occurred_at, event.by))
    if residual is not None and drip.bag is not None and drip.hung is not None:
        counted = replace(drip.bag, residual_ul=residual)
        drip = replace(drip, bags=with_bag(drip.bags, drip.hung, counted))
    read = replace(state, drip=drip)
    return flag(read, "counted_without_bag", event) if residual is not None and drip.bag is None else read


def wasted(state: InfusionState, event: Event) -> InfusionState:
    """Drug thrown away: from a bag or its line, undiluted while drawing up, or left in a vial (not in the account)."""
    volume, container = whole(event, "volume_ul"), written(event, "container")
    if volume is None:
        return flag(state, "waste_unreadable", event)
    waste = Waste(volume, container, written(event, "witness"), event.occurred_at, event.by)
    kept = replace(state, wastes=(*state.wastes, waste))
    if waste.witness == event.by:
        kept = flag(kept, "waste_witness_is_self", event)
    if container == "vial":
        return kept
    index = _bag_index(state, written(event, "label"))
    if index is None:
        return flag(kept, "waste_of_unknown_bag", event)
    bags = kept.drip.bags
    less = _less(bags[index], volume, container)
    return replace(kept, drip=replace(kept.drip, bags=with_bag(bags, index, less)))


def _bag_index(state: InfusionState, label: str) -> int | None:
    named = [index for index, bag in enumerate(state.drip.bags) if label and bag.label == label]
    if named:
        return named[-1]
    if label or not state.drip.bags:
        return None
    return state.drip.hung if state.drip.hung is not None else len(state.drip.bags) - 1


def _less(bag: Bag, volume_ul: int, container: str) -> Bag:
    if container == "draw_up":
        return _less_undiluted(bag, volume_ul * bag.vial_ug_per_ml)
    left = None if bag.residual_ul is None else max(0, bag.residual_ul - volume_ul)
    return replace(bag, wasted_ul=bag.wasted_ul + volume_ul, residual_ul=left)


def _less_undiluted(bag: Bag, waste_ng: int) -> Bag:
    """Before it hangs, what is wasted never reaches the bag; later it cannot have come out of it."""
    drug_ng = max(0, bag.drug_ng - waste_ng) if bag.hung_at is None else bag.drug_ng
    return replace(bag, drug_ng=drug_ng, wasted_undiluted_ng=bag.wasted_undiluted_ng + waste_ng)


def ending(state: InfusionState, event: Event) -> InfusionState:
    """The visit is over. The last told ending stands; a drip still running is cut here and flagged."""
    at = state.as_of or event.occurred_at
    codes = []
    if state.phase in DURING_DRIP:
        codes.append("ended_without_stop")
    if state.ending is not None:
        codes.append("ended_twice")
    if event.kind == "not_started" and state.drip.started_at is not None:
        codes.append("not_started_after_start")
    if event.kind == "discharged" and state.line_in:
        codes.append("discharged_with_line")
    told = Ending(event.kind, event.occurred_at, event.by, event.id, event.payload)
    drip = state.drip
    if state.phase in DURING_DRIP:
        drip = replace(halted(drip, at), ended_at=at, ended_by_code=event.kind)
    ended = flag_all(replace(state, phase=Phase.ENDED, ending=told, drip=drip), codes, event)
    return closed_by_ending(ended, event)


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "pump_read": pump_read,
    "wasted": wasted,
    "recovery_score": check_added,
    "suicidality_after": check_done,
    "escort_seen": check_done,
    "instructions_given": check_done,
    **dict.fromkeys(ENDINGS, ending),
}
