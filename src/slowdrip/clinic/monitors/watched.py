"""When the continuous channels of a drip's monitors last gave a number that may be charted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from slowdrip.clinic.infusion import channels
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.monitors import asked, numbers
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record import prepared
from slowdrip.science.rules.silence import MONITOR, ChannelHeard

CONTINUOUS: Final[Mapping[str, str]] = {"spo2": "spo2", "heart_rate": "hr", "pulse_rate": "hr"}
"""A monitor's continuous channels and the policy's names of them; either rate is a rate."""


def register() -> None:
    """Answers for the monitors."""
    channels.register(last_words)
    channels.register_numbers(numbers.numbers)


def last_words(infusion: Infusion) -> list[ChannelHeard]:
    """Gives each continuous channel heard since the pairing; a monitor that never gave a number stands for itself.

    Held numbers do not count: whoever relies on another patient's numbers hears nothing of this one.
    """
    # Asked at every entry of every drip, and most drips have no monitor: so the plain question comes first.
    monitors = prepared.matching(Monitor, clinic_id=infusion.clinic_id, infusion_id=infusion.pk)
    return [each for monitor in monitors for each in _heard(monitor)]


def _heard(monitor: Monitor) -> list[ChannelHeard]:
    last: dict[str, datetime] = {}
    begins = monitor.paired_at
    if begins is None:
        return []
    for name, at in asked.newest(monitor, tuple(CONTINUOUS)).items():
        channel = CONTINUOUS[name]
        last[channel] = max(at, begins, last.get(channel, at))
    if not last:
        return [ChannelHeard(MONITOR, begins)]
    return [ChannelHeard(channel, at) for channel, at in last.items()]
