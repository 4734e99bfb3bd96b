"""A process that has read the program once and starts servers as children: each is up in a moment and killed alone.

Run as a program. Each line on its input is `web PORT` or `listen PORT`; it answers with the child's process id. Child
and parent are the same program that `slowdrip serve` and `slowdrip listen` run, and a killed child is a killed process.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from pathlib import Path

from slowdrip.cli.installation import open_installation

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1


def serve(port: int) -> None:
    """Serves the pages, as `slowdrip serve` does."""
    import uvicorn

    from slowdrip.site.asgi import application

    uvicorn.run(application, host=HOST, port=port, log_level="warning", server_header=False)


def listen(port: int) -> None:
    """Listens for monitors, as `slowdrip listen` does."""
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.exchange.listener.clinic import listen as one_clinic

    harbor = Clinic.objects.get(slug="harbor")
    asyncio.run(one_clinic(harbor, host=HOST, port=port, told=lambda text: None))


KINDS = {"web": serve, "listen": listen}


def main() -> None:
    """Starts what is asked for until the input ends."""
    open_installation(Path(os.environ["SLOWDRIP_HOME"]))
    from django.db import connections
    from django.urls import get_resolver

    import slowdrip.exchange.listener.clinic
    import slowdrip.site.asgi  # noqa: F401  # read here, once, for every child

    assert get_resolver().url_patterns
    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a dead child leaves nothing behind
    print("ready", flush=True)
    for line in sys.stdin:
        kind, port = line.split()
        child = os.fork()
        if not child:
            _become(kind, int(port))
        print(child, flush=True)


def _become(kind: str, port: int) -> None:
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        KINDS[kind](port)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
