"""The drip and the person that the tests of the twin are about."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slowdrip.science.infusion import Event, InfusionState, replay
from slowdrip.science.pharmacology.twin import Course, Pressure, Stretch, Subject

START = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
ORDER = {
    "order_id": "o", "order_version": 1, "dose_ug": 40_000, "total_volume_ul": 100_000, "rate_ul_per_h": 150_000,
    "vtbi_ul": 100_000, "duration_s": 2400, "draw_volume_ul": 800,
}  # fmt: skip
DRAWN = {
    "product": "Ketamine", "lot": "1", "expires_on": "2027-01-01", "container": "bag", "draw_volume_ul": 800,
    "vial_ug_per_ml": 50_000, "label": "bag-1", "bag_volume_ul": 100_000,
}  # fmt: skip
PUMP = {"rate_ul_per_h": 150_000, "vtbi_ul": 100_000}
BEFORE = ((-9.0, "order_attached", ORDER), (-8.0, "drawn_up", DRAWN), (-5.0, "pump_shows", PUMP))

RENEE = Subject(80.0, 54.0, seed=7, before=Pressure(138.0, 84.0))
SEVENTY = Subject(70.0, 40.0, seed=7, before=Pressure(122.0, 78.0))
USUAL = Course((Stretch(0.0, 40.0, 875.0),))
"""35 mg in 40 minutes."""

Step = tuple[float, str, Mapping[str, Any]]


def state_after(*steps: Step, at_min: float = 20.0, before: tuple[Step, ...] = BEFORE) -> InfusionState:
    """A drip of 40 mg in 100 mL at 150 mL/h after these steps."""
    events = [
        Event(id=f"e{n:02d}", kind=kind, payload=payload, occurred_at=minute(m), recorded_at=minute(m), by="ana")
        for n, (m, kind, payload) in enumerate((*before, *steps))
    ]
    return replay(events, minute(at_min))


def minute(n: float) -> datetime:
    """The instant of a minute since the start."""
    return START + timedelta(minutes=n)
