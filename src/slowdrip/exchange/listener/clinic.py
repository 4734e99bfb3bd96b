"""The listener of one clinic on this machine: its store, its heartbeat, its life until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.db import close_old_connections, connections

from slowdrip.clinic.monitors.actions import receive
from slowdrip.clinic.monitors.arriving import PROCESS
from slowdrip.clinic.monitors.heard import Heard
from slowdrip.clinic.record.lease import beat, take
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.exchange.listener.server import Listener
from slowdrip.exchange.listener.writer import Store, Writer


@contextmanager
def _another_line_after_a_fault() -> Iterator[None]:
    """A database that went away and came back is found again: the broken connection is let go, the fault goes on."""
    try:
        yield
    except Exception:
        close_old_connections()
        raise


def store_for(clinic: Clinic) -> Store:
    """Gives the function that stores a batch for this clinic; it runs in the writer's own thread."""

    def store(heard: Sequence[Heard]) -> Sequence[Heard]:
        with _another_line_after_a_fault():
            with tenant(clinic.pk):
                system = system_of(clinic.pk)
            return receive(system, heard, at=now()).answered

    return store


def beat_for(clinic: Clinic) -> Callable[[], None]:
    """Gives the function that says the listener stores; its silence can so be told from a monitor's."""
    holder = f"{socket.gethostname()}:{os.getpid()}"

    def tell() -> None:
        at = now()
        with _another_line_after_a_fault():
            if take(clinic.pk, PROCESS, holder, at=at):
                beat(clinic.pk, PROCESS, holder, at=at)

    return tell


async def listen(clinic: Clinic, *, host: str, port: int, told: Callable[[str], None]) -> None:
    """Listens until SIGINT or SIGTERM; what was heard before is committed and answered first."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    writer = Writer(store_for(clinic), beat=beat_for(clinic))
    server = await Listener(writer, zone=ZoneInfo(clinic.time_zone), now=now).start(host, port)
    told(f"Listening for monitors of {clinic.name} on {host}:{server.sockets[0].getsockname()[1]}.")
    writing = asyncio.create_task(writer.run())
    await stop.wait()
    server.close()
    await writer.finish()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await writer.leave(connections.close_all)
