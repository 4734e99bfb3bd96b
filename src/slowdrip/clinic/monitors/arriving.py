"""Whether what the monitors say can arrive here: the listener's heartbeat, read where somebody relies on it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record.queries import last_beat, shows_life

PROCESS: Final = "listener"


def arrives(clinic_id: UUID, *, at: datetime) -> bool:
    """Says no while a monitor is paired at a drip under way and the listener showed no life for five seconds.

    Without a paired monitor nobody waits for numbers, and a clinic without a listener is complete.
    """
    return shows_life(last_beat(clinic_id, PROCESS), at) or not relied_on(clinic_id)


def relied_on(clinic_id: UUID) -> int:
    """Gives how many monitors stand at drips under way."""
    return int(Monitor.objects.filter(clinic_id=clinic_id, infusion__state__active=True).count())
