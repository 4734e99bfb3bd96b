"""The drip: start, rate, pause, stop. Each works from every phase; what was out of place is flagged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.fold.flags import flag, flag_all
from slowdrip.science.infusion.fold.payload import whole, written
from slowdrip.science.infusion.fold.pump import halted, hung_newest, programmed, running_at
from slowdrip.science.infusion.phases import BEFORE_DRIP, DURING_DRIP, Phase
from slowdrip.science.infusion.state import Bag, Drip, InfusionState, Order

_OUT_OF_PLACE = {
    Phase.RUNNING: "started_twice",
    Phase.PAUSED: "started_twice",
    Phase.RECOVERY: "started_again",
    Phase.ENDED: "started_after_ending",
}


def started(state: InfusionState, event: Event) -> InfusionState:
    """The pump runs. A second start while running is taken as what the rate is now."""
    at = state.as_of or event.occurred_at
    drip = state.drip if state.phase in DURING_DRIP else hung_newest(state.drip, at)
    begun = _run(replace(state, drip=drip), _rate(state, event), event)
    return flag_all(begun, (*_start_problems(state, begun.drip), *_rate_problems(state, event)), event)


def resumed(state: InfusionState, event: Event) -> InfusionState:
    """The pump runs on, at the rate it had unless another is told."""
    usual = state.phase is Phase.PAUSED
    codes = () if usual else (f"resumed_in_{state.phase.value}",)
    drip = state.drip
    rate = whole(event, "rate_ul_per_h") or drip.rate_set_ul_per_h or drip.last_rate_ul_per_h
    running = _run(state, rate or _rate(state, event), event)
    return flag_all(running, (*codes, *_above(state, whole(event, "rate_ul_per_h"))), event)


def rate_changed(state: InfusionState, event: Event) -> InfusionState:
    """Another rate from now on; while paused, from when it runs on; otherwise it is only flagged."""
    rate = _rate(state, event)
    if state.phase not in DURING_DRIP:
        return flag(state, "rate_changed_when_not_running", event)
    if state.phase is Phase.PAUSED:
        changed = replace(state, drip=replace(state.drip, rate_set_ul_per_h=rate))
    else:
        changed = _run(state, rate, event)
    return flag_all(changed, _rate_problems(state, event), event)


def paused(state: InfusionState, event: Event) -> InfusionState:
    """Nothing runs for now."""
    if state.drip.running is None:
        return flag(state, "paused_when_not_running", event)
    return replace(state, phase=Phase.PAUSED, drip=halted(state.drip, state.as_of or event.occurred_at))


def stopped(state: InfusionState, event: Event) -> InfusionState:
    """The drip is over before its end."""
    return _ended(state, event, written(event, "reason"))


def completed(state: InfusionState, event: Event) -> InfusionState:
    """The drip is over as planned."""
    return _ended(state, event, "")


def stop_reason(state: InfusionState, event: Event) -> InfusionState:
    """Why it was stopped, told after the one tap."""
    told = replace(state, drip=replace(state.drip, stop_reason=written(event, "reason")))
    return told if state.drip.ended_by_code == "stopped" else flag(told, "stop_reason_without_stop", event)


def _run(state: InfusionState, rate_ul_per_h: int, event: Event) -> InfusionState:
    at = state.as_of or event.occurred_at
    drip = running_at(programmed(state.drip, at), rate_ul_per_h, at)
    begun = replace(
        drip,
        started_at=drip.started_at or at,
        ended_at=None,
        ended_by_code="",
        stop_reason="",
        rate_set_ul_per_h=0,
    )
    return replace(state, phase=Phase.RUNNING, drip=begun)


def _ended(state: InfusionState, event: Event, reason: str) -> InfusionState:
    if state.phase not in DURING_DRIP:
        return flag(state, f"{event.kind}_when_not_running", event)
    at = state.as_of or event.occurred_at
    drip = replace(halted(state.drip, at), ended_at=at, ended_by_code=event.kind, stop_reason=reason)
    return replace(state, phase=Phase.RECOVERY, drip=drip)


def _rate(state: InfusionState, event: Event) -> int:
    order = state.drip.order
    return whole(event, "rate_ul_per_h") or (order.rate_ul_per_h if order is not None else 0)


def _rate_problems(state: InfusionState, event: Event) -> Iterator[str]:
    rate = whole(event, "rate_ul_per_h")
    if not rate:
        yield "rate_not_recorded"
    yield from _above(state, rate)


def _above(state: InfusionState, rate_ul_per_h: int | None) -> Iterator[str]:
    order = state.drip.order
    if order is not None and rate_ul_per_h is not None and rate_ul_per_h > order.rate_ul_per_h:
        yield "rate_above_order"


def _start_problems(state: InfusionState, drip: Drip) -> Iterator[str]:
    if state.phase in _OUT_OF_PLACE:
        yield _OUT_OF_PLACE[state.phase]
    if state.phase in BEFORE_DRIP and state.phase is not Phase.READY:
        yield "started_before_ready"
    go = state.checks.get("go_no_go")
    if go is not None and go.answers.get("decision") != "go":
        yield "started_against_decision"
    if not state.line_in:
        yield "started_without_line"
    yield from _bag_problems(drip)


def _bag_problems(drip: Drip) -> Iterator[str]:
    order, bag, shown = drip.order, drip.bag, drip.pump_shown
    if bag is None or not bag.drawn_ng:
        yield "started_without_draw_up"
    if order is None:
        yield "started_without_order"
        return
    if bag is not None and bag.order_id != order.order_id:
        yield "bag_of_other_order"
    if bag is not None and _drawn_differs(bag, order):
        yield "drawn_differs_from_order"
    if shown is not None and (shown.rate_ul_per_h, shown.vtbi_ul) != (order.rate_ul_per_h, order.vtbi_ul):
        yield "pump_differs_from_order"


def _drawn_differs(bag: Bag, order: Order) -> bool:
    if order.draw_volume_ul is None or not bag.drawn_ng:
        return False
    return bag.drug_ng != order.draw_volume_ul * bag.vial_ug_per_ml


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "started": started,
    "resumed": resumed,
    "rate_changed": rate_changed,
    "paused": paused,
    "stopped": stopped,
    "completed": completed,
    "stop_reason": stop_reason,
}
