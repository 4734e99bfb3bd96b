"""Which monitor stands at which drip: said by a person at the chair, never guessed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.drafts import drafted
from slowdrip.clinic.infusion.steps import locked, store, stored_state, told_before
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.steps import PAIRED, release, release_ended
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.phases import Phase


def pair(actor: Acting, infusion_id: UUID, monitor_id: UUID, *, at: datetime, event_id: UUID | None = None) -> Monitor:
    """Says that this monitor measures this patient; one that measures another patient is refused, with the chair."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        monitor = _locked_monitor(actor, monitor_id)
        release_ended(tx, [monitor])
        infusion = locked(actor, infusion_id)
        if told_before(infusion, PAIRED, event_id) or monitor.infusion_id == infusion.pk:
            return monitor
        _must_be_free(monitor)
        _must_be_here(stored_state(infusion).phase)
        tx.change(monitor, infusion=infusion, paired_at=at)
        told = {"device": monitor.device, "name": str(monitor)}
        store(tx, infusion, [drafted(PAIRED, told, at=at, event_id=event_id)])
        tx.publish("monitor", infusion.pk)
        return monitor


def unpair(actor: Acting, infusion_id: UUID, monitor_id: UUID, *, at: datetime) -> None:
    """Takes the monitor from this drip; one that is not at it is left alone."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        monitor = _locked_monitor(actor, monitor_id)
        if monitor.infusion_id == infusion_id:
            release(tx, monitor, how="by_hand")


def _locked_monitor(actor: Acting, monitor_id: UUID) -> Monitor:
    """Gives the monitor under its row lock, taken before the drip's, as whoever stores its messages does."""
    rows = Monitor.objects.visible_to(actor).select_for_update(of=("self",))
    found: Monitor | None = (
        rows.filter(id=monitor_id, in_use=True).select_related("infusion__chair", "infusion__state").first()
    )
    if found is None:
        raise Refused("no_such_monitor", field="monitor")
    return found


def _must_be_free(monitor: Monitor) -> None:
    """One that measures another patient is released there first, by somebody who looks who lies there."""
    if monitor.infusion is not None:
        raise Refused("monitor_elsewhere", field="monitor", chair=str(monitor.infusion.chair or "–"))


def _must_be_here(phase: Phase) -> None:
    if phase is Phase.EXPECTED:
        raise Refused("monitor_before_check_in")
    if phase is Phase.ENDED:
        raise Refused("already_ended")
