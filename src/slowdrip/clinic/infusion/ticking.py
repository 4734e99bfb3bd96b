"""What other parts want looked at each second beside the drips: run after the beat, so that no alarm waits for it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import close_old_connections, connection

log = logging.getLogger("slowdrip.clock")
Tick = Callable[[UUID, datetime], None]
SLOW_S = 5.0
LANE_LASTS_S = 60.0

_TICKS: list[Tick] = []


class Runner(Protocol):
    """Runs one tick for one clinic, now or aside; never raises."""

    def __call__(self, tick: Tick, clinic_id: UUID, at: datetime) -> None:
        """Runs it."""
        ...


def register_tick(tick: Tick) -> None:
    """Has a function called for each watched clinic after the beat; the same one twice is registered once."""
    if tick not in _TICKS:
        _TICKS.append(tick)


def run_ticks(clinic_id: UUID, runner: Runner, *, at: datetime) -> None:
    """Runs everything registered for one clinic."""
    for tick in _TICKS:
        runner(tick, clinic_id, at)


def at_once(tick: Tick, clinic_id: UUID, at: datetime) -> None:
    """Runs a tick here and now; what fails is logged, and the next one runs all the same."""
    began = time.monotonic()
    try:
        tick(clinic_id, at)
    except Exception:  # one failing look must stop neither the other looks nor the alarms
        log.exception("%s failed for clinic %s", _name(tick), clinic_id)
        if not connection.in_atomic_block:
            close_old_connections()
    took_s = time.monotonic() - began
    if took_s > SLOW_S:
        log.warning("%s took %.1f s for clinic %s", _name(tick), took_s, clinic_id)


@dataclass(slots=True)
class Aside:
    """Runs each tick in a thread of its own for each clinic: one that hangs holds up nothing but itself.

    While it is still running it is not started again; after a minute that is said in the log.
    """

    running: dict[tuple[Tick, UUID], tuple[threading.Thread, float]] = field(default_factory=dict)

    def __call__(self, tick: Tick, clinic_id: UUID, at: datetime) -> None:
        """Starts the tick unless its last run still goes on."""
        last = self.running.get((tick, clinic_id))
        if last is not None and last[0].is_alive():
            self._say_if_long(tick, clinic_id, since=last[1])
            return
        thread = threading.Thread(target=_alone, args=(tick, clinic_id, at), daemon=True, name=_name(tick))
        self.running[(tick, clinic_id)] = (thread, time.monotonic())
        thread.start()

    def _say_if_long(self, tick: Tick, clinic_id: UUID, *, since: float) -> None:
        runs_s = time.monotonic() - since
        if runs_s > LANE_LASTS_S and int(runs_s) % int(LANE_LASTS_S) == 0:
            log.error("%s has been running for %d s for clinic %s", _name(tick), int(runs_s), clinic_id)

    def wait(self, timeout_s: float) -> None:
        """Waits for what still runs, at most so long for each: before a process ends."""
        for thread, _began in list(self.running.values()):
            thread.join(timeout_s)


def _alone(tick: Tick, clinic_id: UUID, at: datetime) -> None:
    try:
        at_once(tick, clinic_id, at)
    finally:
        connection.close()


def _name(tick: Tick) -> str:
    return f"{tick.__module__}.{getattr(tick, '__qualname__', tick)}"
