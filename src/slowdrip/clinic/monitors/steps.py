"""Shared writes about monitors; they need the caller's open transaction."""

from __future__ import annotations

from collections.abc import Iterable

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.steps import locked, store
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.phases import Phase

PAIRED, UNPAIRED = "monitor_paired", "monitor_unpaired"


def release_ended(tx: Tx, monitors: Iterable[Monitor]) -> None:
    """Unpairs monitors whose visit has ended, so that the next patient's numbers are never taken for the last one's."""
    for monitor in monitors:
        infusion = monitor.infusion
        if infusion is not None and infusion.state.phase == Phase.ENDED:
            release(tx, monitor, how="visit_ended")


def release(tx: Tx, monitor: Monitor, *, how: str) -> None:
    """Takes a monitor from its drip and says so on the drip's timeline."""
    infusion = monitor.infusion
    if infusion is None:
        return
    tx.change(monitor, infusion=None, paired_at=None)
    told = {"device": monitor.device, "name": str(monitor), "released": how}
    store(tx, locked(tx.actor, infusion.pk), [Draft(UNPAIRED, told, tx.at, source="monitor")])
    tx.publish("monitor", infusion.pk)
