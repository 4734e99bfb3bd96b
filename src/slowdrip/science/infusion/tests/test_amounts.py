"""Hand-computed drips: 40 mg in 100 mL is 0.4 mg/mL; 150 mL/h is 1 mg a minute."""

from fractions import Fraction
from typing import Any

from slowdrip.science.infusion import (
    Event,
    InfusionState,
    Phase,
    account,
    delivered_ug,
    delivered_ul,
    difference_at_end,
    replay,
    time_left_s,
)
from slowdrip.science.infusion.tests.histories import DRAWN, ORDER, event, minute, prepared


def drip(*more: Event, order: dict[str, Any] | None = None) -> list[Event]:
    """A prepared drip started at minute 20, and what happens after."""
    changed = [event("order_attached", 3, {**ORDER, **order}, id="changed")] if order else []
    return [*prepared(), *changed, event("started", 20, {"rate_ul_per_h": 150_000}), *more]


def mg(events: list[Event], at: float) -> Fraction:
    """The milligrams given at a minute by the record."""
    return delivered_ug(replay(events, minute(at)), minute(at)) / 1000


def at_end(events: list[Event], at: float = 120) -> InfusionState:
    return replay(events, minute(at))


def test_forty_minutes_at_150_ml_per_h_give_the_whole_40_mg() -> None:
    events = drip(event("completed", 60))
    assert [mg(events, at) for at in (20, 30, 40, 60, 90)] == [0, 10, 20, 40, 40]
    assert delivered_ul(at_end(events), minute(120)) == 100_000
    assert at_end(events).phase is Phase.RECOVERY
    assert at_end(events).flags == ()


def test_an_odd_instant_is_exact_not_rounded() -> None:
    events = drip()
    assert mg(events, 20 + 1 / 60) == Fraction(1, 60)
    # 37 µs at 150 mL/h: 150000 µL/h · 37 µs / 3.6e9 µs/h = 37/24000 µL, at 0.4 µg/µL.
    at = minute(20) + (minute(1) - minute(0)) / 60_000_000 * 37
    assert delivered_ug(replay(events, at), at) == Fraction(37, 24_000) * Fraction(2, 5)


def test_a_pause_gives_nothing_while_it_lasts() -> None:
    events = drip(event("paused", 30), event("resumed", 35), event("completed", 65))
    assert [mg(events, at) for at in (30, 33, 35, 45, 65, 80)] == [10, 10, 10, 20, 40, 40]
    assert time_left_s(replay(events, minute(33)), minute(33)) == 30 * 60
    assert time_left_s(replay(events, minute(45)), minute(45)) == 20 * 60
    assert time_left_s(at_end(events), minute(120)) is None


def test_an_early_stop_leaves_the_rest_in_the_bag() -> None:
    events = drip(event("stopped", 32, {"reason": "adverse_event"}))
    state = at_end(events)
    assert mg(events, 120) == 12
    assert (state.drip.ended_by_code, state.drip.stop_reason) == ("stopped", "adverse_event")
    drug = account(state)
    assert [drug.drawn_ug, drug.delivered_ug, drug.residual_ug] == [40_000, 12_000, 28_000]
    assert [drug.wasted_ug, drug.unaccounted_ug] == [0, 0]


def test_a_drip_whose_end_nobody_charted_stops_at_its_program_and_says_so() -> None:
    running = drip()
    before, after = replay(running, minute(59)), replay(running, minute(150))
    assert (before.past_vtbi, before.drip.vtbi_reached_at) == (False, None)
    assert (after.past_vtbi, after.drip.vtbi_reached_at) == (True, minute(60))
    assert after.phase is Phase.RUNNING
    assert mg(running, 150) == 40
    assert time_left_s(after, minute(150)) == 0


def test_a_new_order_mid_drip_moves_nothing_until_the_pump_is_touched() -> None:
    slower = {**ORDER, "order_id": "order-2", "rate_ul_per_h": 75_000, "duration_s": 4_800}
    ordered = drip(event("order_attached", 30, slower))
    assert mg(ordered, 40) == 20
    assert replay(ordered, minute(40)).flagged("rate_above_order")
    changed = [*ordered, event("rate_changed", 40, {"rate_ul_per_h": 75_000})]
    assert [mg(changed, at) for at in (40, 50, 80, 100)] == [20, 25, 40, 40]
    assert replay(changed, minute(80)).drip.vtbi_reached_at == minute(80)
    order = replay(changed, minute(50)).drip.order
    assert order is not None
    assert order.order_id == "order-2"


def test_a_new_order_for_less_ends_the_drip_at_its_own_volume() -> None:
    less = {**ORDER, "order_id": "order-2", "vtbi_ul": 75_000}
    events = drip(event("order_attached", 30, less), event("rate_changed", 31, {"rate_ul_per_h": 150_000}))
    assert mg(events, 120) == 30
    seen = [
        *drip(event("order_attached", 30, less)),
        event("pump_shows", 32, {"rate_ul_per_h": 150_000, "vtbi_ul": 45_000}),
    ]
    assert mg(seen, 120) == 30


def test_a_second_bag_counts_at_its_own_strength() -> None:
    weaker = {**DRAWN, "label": "bag-2", "draw_volume_ul": 400}
    events = drip(
        event("stopped", 30),
        event("drawn_up", 31, weaker),
        event("bedside_check", 32, {"first_person": "ana", "second_person": "ben", "label": "bag-2"}),
        event("started", 40, {"rate_ul_per_h": 150_000}, id="again"),
    )
    assert [mg(events, at) for at in (30, 40, 60, 200)] == [10, 10, 20, 30]
    assert at_end(events).flagged("started_again")
    drug = account(at_end(events, 200))
    assert [drug.drawn_ug, drug.delivered_ug, drug.residual_ug, drug.unaccounted_ug] == [60_000, 30_000, 30_000, 0]


def test_two_vials_under_one_label_make_one_bag() -> None:
    events = [
        event("order_attached", 1, {**ORDER, "dose_ug": 80_000, "draw_volume_ul": 1_600}),
        event("drawn_up", 2, dict(DRAWN)),
        event("drawn_up", 3, {**DRAWN, "lot": "L2"}),
        event("started", 20, {"rate_ul_per_h": 150_000}),
    ]
    assert mg(events, 60) == 80
    assert not at_end(events).flagged("drawn_differs_from_order")


def test_drug_wasted_while_drawing_up_never_reaches_the_bag() -> None:
    events = [
        event("order_attached", 1, dict(ORDER)),
        event("drawn_up", 2, {**DRAWN, "draw_volume_ul": 1_000}),
        event("wasted", 3, {"volume_ul": 200, "container": "draw_up", "witness": "ben"}),
        event("started", 20, {"rate_ul_per_h": 150_000}),
    ]
    assert mg(events, 60) == 40
    assert not at_end(events).flagged("drawn_differs_from_order")
    drug = account(at_end(events))
    assert [drug.drawn_ug, drug.wasted_ug, drug.unaccounted_ug] == [50_000, 10_000, 0]


def test_the_record_is_compared_with_pump_and_bag_at_the_end() -> None:
    events = drip(
        event("stopped", 44),
        event("pump_read", 50, {"pump_volume_ul": 59_000, "residual_ul": 38_500}),
        event("wasted", 55, {"volume_ul": 38_500, "container": "bag", "witness": "ben"}),
    )
    state = at_end(events)
    found = difference_at_end(state)
    assert found is not None
    assert [found.recorded_ul, found.pump_less_record_ul] == [60_000, -1_000]
    assert [found.expected_residual_ul, found.residual_less_expected_ul] == [40_000, -1_500]
    drug = account(state)
    # 24 mg given, 38.5 mL of 0.4 mg/mL wasted, nothing left, 1.5 mL (0.6 mg) nobody can account for.
    assert [drug.delivered_ug, drug.wasted_ug, drug.residual_ug, drug.unaccounted_ug] == [24_000, 15_400, 0, 600]


def test_nothing_read_is_no_difference_rather_than_zero() -> None:
    assert difference_at_end(at_end(drip(event("stopped", 44)))) is None


def test_a_rate_set_while_paused_holds_when_it_runs_on() -> None:
    events = drip(event("paused", 30), event("rate_changed", 31, {"rate_ul_per_h": 75_000}), event("resumed", 40))
    assert [mg(events, at) for at in (40, 60, 100, 120)] == [10, 20, 40, 40]


def test_an_order_told_after_the_start_makes_the_dose_known() -> None:
    events = [event("started", 20, {"rate_ul_per_h": 150_000}), event("order_attached", 25, dict(ORDER))]
    assert mg(events, 24) == 0
    assert mg(events, 25) == 5
    assert mg(events, 90) == 40
    assert replay(events, minute(24)).flagged("started_without_order")


def test_a_bag_that_is_empty_before_the_program_ends_is_said() -> None:
    events = drip(event("pump_shows", 21, {"rate_ul_per_h": 150_000, "vtbi_ul": 900_000}))
    assert mg(events, 120) == 40
    assert at_end(events).flagged("bag_empty_before_vtbi")
