"""What a monitor is called here, and whether it is in use."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused

LONGEST_NAME = 40


def keep_monitor(actor: Acting, monitor_id: UUID, *, name: str, in_use: bool, at: datetime) -> None:
    """Keeps the name on the monitor's casing and whether it may be paired; one at a drip stays in use."""
    actor.must("device.enrol")
    if len(name) > LONGEST_NAME:
        raise Refused("entry_too_long", field="name", max_length=LONGEST_NAME)
    with act(actor, at=at) as tx:
        monitor = Monitor.objects.visible_to(actor).select_for_update().filter(id=monitor_id).first()
        if monitor is None:
            raise Refused("no_such_monitor")
        if monitor.infusion_id is not None and not in_use:
            raise Refused("monitor_at_a_drip")
        tx.change(monitor, name=name.strip(), in_use=in_use)
