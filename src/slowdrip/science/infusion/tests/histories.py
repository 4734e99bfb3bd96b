"""Random histories of a drip, fast: as they should go, as they go wrong, and as they never could."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from slowdrip.science.infusion.events import KINDS, Event
from slowdrip.science.infusion.tests.payloads import ARRIVAL, CODES, broken, valid

ORDER = {
    "order_id": "order-1",
    "order_version": 1,
    "dose_ug": 40_000,
    "total_volume_ul": 100_000,
    "rate_ul_per_h": 150_000,
    "vtbi_ul": 100_000,
    "duration_s": 2_400,
    "draw_volume_ul": 800,
}
DRAWN = {
    "product": "ketamine",
    "lot": "L1",
    "expires_on": "2027-01-01",
    "container": "bag",
    "draw_volume_ul": 800,
    "vial_ug_per_ml": 50_000,
    "label": "bag-1",
    "second_person": "ben",
}
DRIP_CODES = (
    "order_attached",
    "drawn_up",
    "bedside_check",
    "pump_shows",
    "started",
    "rate_changed",
    "paused",
    "resumed",
)
PUMP_CODES = (*DRIP_CODES, "stopped", "completed", "pump_read", "wasted")


def event(code: str, minute: float, payload: dict[str, Any] | None = None, *, id: str = "", by: str = "ana") -> Event:
    """An event some minutes after arrival, written down five seconds later."""
    at = ARRIVAL + timedelta(minutes=minute)
    return Event(id or f"{code}@{minute}", code, payload or {}, at, at + timedelta(seconds=5), by)


def minute(number: float) -> datetime:
    """The instant some minutes after arrival."""
    return ARRIVAL + timedelta(minutes=number)


def prepared() -> list[Event]:
    """Everything up to ready at minute 15: 40 mg in 100 mL, 150 mL/h."""
    return [
        event("checked_in", 0, {"nurse": "ana"}),
        event("identity_confirmed", 1, {"method": "photo_id"}),
        event("order_attached", 2, dict(ORDER)),
        event("iv_site_placed", 5, {"site": "forearm", "side": "left"}),
        event("vitals", 8, {"sbp_mmhg": 124, "dbp_mmhg": 78, "hr_per_min": 70, "spo2_pct": 98, "oxygen": "air"}),
        event("go_no_go", 9, {"decision": "go", "prescriber": "dr"}),
        event("drawn_up", 10, dict(DRAWN)),
        event("bedside_check", 12, {"first_person": "ana", "second_person": "ben", "label": "bag-1"}),
        event("pump_shows", 13, {"rate_ul_per_h": 150_000, "vtbi_ul": 100_000}),
        event("ready_confirmed", 15, {"acls_clinician": "dr", "second_person": "ben"}),
    ]


def usual(rng: Random) -> list[Event]:
    """A drip as it should go: started, perhaps slowed or paused, watched, completed or stopped, discharged."""
    events, at, rate = prepared(), 20.0, 150_000
    events.append(event("started", at, {"rate_ul_per_h": rate}))
    for number in range(rng.randrange(5)):
        at += rng.randrange(1, 600) / 60
        code = rng.choice(("vitals", "moaas", "rate_changed", "paused"))
        if code == "rate_changed":
            rate = rng.choice((75_000, 100_001, 149_999))
            events.append(event(code, at, {"rate_ul_per_h": rate}, id=f"r{number}"))
            continue
        events.append(event(code, at, valid(KINDS[code], rng), id=f"o{number}"))
        if code == "paused":
            at += rng.randrange(1, 600) / 60
            events.append(event("resumed", at, id=f"q{number}"))
    at += rng.randrange(1, 3_000) / 60
    events.append(event(rng.choice(("stopped", "completed")), at))
    if rng.random() < 0.5:
        events.append(event("discharged", at + 60))
    return events


def damaged(rng: Random) -> list[Event]:
    """A usual drip with events lost, told twice, at the wrong time, or from another story."""
    events = [one for one in usual(rng) if rng.random() < 0.85]
    for number in range(rng.randrange(4)):
        events.append(_any_event(rng, f"d{number}", PUMP_CODES))
    if events and rng.random() < 0.3:
        events.append(rng.choice(events))
    return events


def chaos(rng: Random) -> list[Event]:
    """Any kinds at any times with any payloads, unknown kinds and broken payloads among them."""
    codes = rng.choice((CODES, PUMP_CODES, PUMP_CODES))
    return [_any_event(rng, f"c{rng.randrange(40)}-{number}", codes) for number in range(rng.randrange(1, 16))]


def history(rng: Random) -> list[Event]:
    """One history of any of the three sorts."""
    return rng.choice((usual, damaged, chaos))(rng)


def instant(events: Iterable[Event], rng: Random) -> datetime:
    """A moment in or after the history, often exactly that of an event."""
    times = [one.occurred_at for one in events] or [ARRIVAL]
    if rng.random() < 0.3:
        return rng.choice(times)
    return ARRIVAL + timedelta(microseconds=rng.randrange(0, 3 * 3_600_000_000))


def _any_event(rng: Random, id: str, codes: tuple[str, ...]) -> Event:
    code = rng.choice(codes) if rng.random() < 0.97 else "never_heard_of"
    if code not in KINDS:
        return event(code, rng.randrange(120), {}, id=id)
    payload = valid(KINDS[code], rng) if rng.random() < 0.85 else broken(KINDS[code], rng)
    # Whole minutes collide often (ties are decided by id), odd seconds give instants that divide badly.
    when = float(rng.randrange(120)) if rng.random() < 0.5 else rng.randrange(7_200_000_000) / 60_000_000
    return event(code, when, payload, id=id, by=rng.choice(("ana", "ben")))


seeds = st.integers(min_value=0, max_value=2**48)


def charted_two_hours() -> list[Event]:
    """A drip of two hours with about 120 events, 60 of them sets of vital signs."""
    events = [*prepared(), event("started", 20, {"rate_ul_per_h": 50_000})]
    for number in range(60):
        at = 21 + 2 * number
        numbers = {"sbp_mmhg": 120 + number, "dbp_mmhg": 80, "hr_per_min": 70, "spo2_pct": 98, "rr_per_min": 14}
        events.append(event("vitals", at, numbers))
    for number in range(44):
        code = ("moaas", "dissociation", "nausea", "pain")[number % 4]
        events.append(event(code, 22 + 2.5 * number, {"score": 4}))
    for number in range(4):
        events.append(event("symptom_started", 40 + number, {"symptom": "nausea", "grade": "mild"}))
    return [*events, event("completed", 141), event("pump_read", 142, {"residual_ul": 0}), event("discharged", 210)]
