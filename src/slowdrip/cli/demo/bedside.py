"""The demo's bedside monitors: invented patients over the real wire, paired with the drips under way."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Final

from slowdrip.cli.supervise import Child
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.monitors.actions import keep_monitor, pair, receive
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record.queries import system_of
from slowdrip.exchange.hl7.writing import oru
from slowdrip.exchange.listener.reading import heard_in
from slowdrip.science.infusion.phases import Phase

from .people import HARBOR
from .team import Team

DEVICE: Final = "DEMO-MONITOR"
COUNT: Final = 2
WEEK_MIN: Final = 7 * 24 * 60
WITH_MONITOR: Final = (Phase.RUNNING, Phase.RECOVERY)


def children(host: str, port: int) -> list[Child]:
    """Gives the processes: a listener of the clinic, and the monitors that send to it."""
    slowdrip = [sys.executable, "-m", "slowdrip.cli.main"]
    listen = [*slowdrip, "listen", "--clinic", HARBOR, "--host", host, "--port", str(port)]
    send = [*slowdrip, "monitor", "--to", f"{host}:{port}", "--device", DEVICE, "--devices", str(COUNT), "--messy"]
    return [Child("listener", listen), Child("monitors", [*send, "--for", str(WEEK_MIN)])]


def pair_monitors(team: Team, *, at: datetime) -> None:
    """Lets each monitor say hello, names it, and pairs it with a drip that has none; safe to run again."""
    nurse = team.nurse.acting()
    for number in range(1, COUNT + 1):
        _introduce(team, number, at=at)
    rows = StateRow.objects.visible_to(nurse).filter(phase__in=[one.value for one in WITH_MONITOR])
    bare = list(rows.filter(infusion__monitors__isnull=True).order_by("infusion__chair__position"))
    free = Monitor.objects.visible_to(nurse).exclude(infusion__state__active=True).order_by("device")
    for row, monitor in zip(bare, list(free), strict=False):
        pair(nurse, row.infusion_id, monitor.pk, at=at)


def _introduce(team: Team, number: int, *, at: datetime) -> None:
    nurse, device = team.nurse.acting(), f"{DEVICE}-{number}"
    spoken_at = at - timedelta(seconds=2)
    hello = oru(device, f"{device}-hello-{spoken_at:%y%m%d%H%M%S}", spoken_at, [])
    receive(system_of(nurse.clinic_id), [heard_in(hello, received_at=spoken_at, zone=UTC, peer="")], at=spoken_at)
    monitor = Monitor.objects.visible_to(nurse).get(device=device)
    if not monitor.name:
        keep_monitor(nurse, monitor.pk, name=f"Monitor {number}", in_use=True, at=at)
