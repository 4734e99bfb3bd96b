"""`slowdrip clock`: the one process that ticks each second, beats, raises overdue alarms and escalates."""

import logging
import os
import signal
import socket
import threading
from types import FrameType

from slowdrip.cli.installation import open_installation

log = logging.getLogger("slowdrip.clock")
TICK_S = 1.0
LAST_LOOKS_S = 2.0


def clock() -> None:
    """Run the clock: due checks, escalation, heartbeat (one at a time; a second one waits for the lease)."""
    open_installation()
    from django.db import close_old_connections

    from slowdrip.cli.jobs import LOOK_EVERY_S, enqueue_due
    from slowdrip.clinic.infusion.clock import tick_all
    from slowdrip.clinic.infusion.ticking import Aside
    from slowdrip.clinic.record.moment import now

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    aside = Aside()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set():
        try:
            at = now()
            tick_all(holder, at=at, runner=aside)
            if at.second % LOOK_EVERY_S == 0:
                enqueue_due(at)
        except Exception:  # the clock must outlive any single failed tick; a lasting failure shows as a silent clock
            log.exception("a tick failed")
            close_old_connections()
        stop.wait(TICK_S)
    aside.wait(LAST_LOOKS_S)
