"""What a monitor says in these tests, already read by whoever listens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.actions.receiving import Kept
from slowdrip.clinic.monitors.heard import Heard, HeardNumber
from slowdrip.clinic.monitors.models import Monitor, VitalSample
from tests.cast import DAY
from tests.drips import House

AT = DAY + timedelta(minutes=10)
DEVICE = "0080ABCD"
SOON = timedelta(seconds=5)


def message(at: datetime = AT, **more: Any) -> Heard:
    """One message with a heart rate, a saturation and a cuff reading of a minute ago."""
    cuff_at = at - timedelta(minutes=1)
    numbers = (
        HeardNumber("heart_rate", 72_000, at),
        HeardNumber("spo2", 97_600, at),
        HeardNumber("nibp_sys", 128_000, cuff_at, own_time=True),
        HeardNumber("nibp_dia", 78_000, cuff_at, own_time=True),
    )
    heard = Heard(
        raw=f"MSH|{at.isoformat()}\r\x00".encode(),
        received_at=at,
        device=DEVICE,
        control_id=f"M{at.timestamp():.0f}",
        sent_at=at,
        numbers=numbers,
    )
    return replace(heard, **more)


def hear(house: House, *heard: Heard) -> Kept:
    """Stores what was heard, at the moment of the last of it."""
    return actions.receive(house.cast.system, heard, at=heard[-1].received_at)


PAIRED_AT = AT - timedelta(minutes=2)
"""Before the cuff reading of a usual message, so that the reading is this patient's."""


def introduced(house: House) -> Monitor:
    """The monitor after its first words, at no drip."""
    hear(house, message(AT - timedelta(minutes=5)))
    found: Monitor = Monitor.objects.get(device=DEVICE)
    return found


def by_channel(house: House) -> dict[str, VitalSample]:
    """The newest sample of each channel."""
    rows = VitalSample.objects.filter(clinic=house.cast.harbor).order_by("at")
    return {row.channel: row for row in rows}
