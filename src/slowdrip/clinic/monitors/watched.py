"""When the continuous channels of a drip's monitors last gave a number that may be charted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Subquery

from slowdrip.clinic.infusion import channels
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.monitors import asked, numbers
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage
from slowdrip.clinic.record import prepared
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.rules.shift import MonitorSeen
from slowdrip.science.rules.silence import MONITOR, ChannelHeard

CONTINUOUS: Final[Mapping[str, str]] = {"spo2": "spo2", "heart_rate": "hr", "pulse_rate": "hr"}
"""A monitor's continuous channels and the policy's names of them; either rate is a rate."""


def register() -> None:
    """Answers for the monitors."""
    channels.register(last_words)
    channels.register_numbers(numbers.numbers)
    channels.register_monitors(in_use)


def in_use(clinic_id: UUID) -> list[MonitorSeen]:
    """Gives the clinic's monitors in use: where each stands, and when it last sent anything."""
    said = MonitorMessage.objects.filter(clinic_id=clinic_id, monitor=OuterRef("pk"))
    newest = said.order_by("-received_at").values("received_at")[:1]
    rows = Monitor.objects.filter(clinic_id=clinic_id, in_use=True).annotate(heard_at=Subquery(newest))
    placed = rows.select_related("infusion__chair", "infusion__state")
    return [_seen(each) for each in placed.order_by("name", "device")]


def _seen(monitor: Any) -> MonitorSeen:
    infusion: Infusion | None = monitor.infusion
    if infusion is None:
        return MonitorSeen(str(monitor), "", "", False, monitor.heard_at)
    over = hasattr(infusion, "state") and infusion.state.phase == Phase.ENDED
    chair = infusion.chair.name if infusion.chair is not None else ""
    return MonitorSeen(str(monitor), str(infusion.pk), chair, over, monitor.heard_at)


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
