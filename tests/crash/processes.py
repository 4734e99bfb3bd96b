"""The installation's processes under test: started warm, killed without a word, and gone when the test is over."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from slowdrip.cli.demo.command import free_port
from tests.crash.stage import Stage

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
WITHIN_S = 60.0
USUAL = "slowdrip.site.settings"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Server:
    """One server on one port, which may be killed and started again there."""

    warm: subprocess.Popen[str]
    kind: str
    port: int
    pid: int = 0

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self.pid = int(_asked(self.warm, f"{self.kind} {self.port}"))
        _until(self._answers, f"{self.kind} does not answer")

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the whole server."""
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """Ends it as a pulled plug would, as far as a process can tell."""
        self.signal(signal.SIGKILL)
        _until(self._is_gone, f"{self.kind} cannot be killed")

    def _answers(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def _is_gone(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False


@contextmanager
def warmed(
    stage: Stage, *, by: str = USUAL, under: Sequence[str] = (), told: Mapping[str, str] = NOTHING
) -> Iterator[subprocess.Popen[str]]:
    """Gives the process that starts servers with these settings, itself under another program where one is named."""
    command = [*under, sys.executable, "-m", "tests.crash.warm"]
    with (stage.place / "processes.log").open("a") as log:
        warm = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**_environment(stage.place, by), **told},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    try:
        assert _said(warm) == "ready", (stage.place / "processes.log").read_text()
        yield warm
    finally:
        os.killpg(warm.pid, signal.SIGKILL)  # its children end with it
        warm.wait(timeout=15)
        for pipe in (warm.stdin, warm.stdout):
            assert pipe is not None
            pipe.close()


def server(warm: subprocess.Popen[str], kind: str) -> Server:
    """Gives a server of that kind on a free port, started."""
    made = Server(warm, kind, free_port())
    made.start()
    return made


def _environment(place: Path, by: str) -> dict[str, str]:
    """The processes know the key that signed the nurse in; warnings of theirs go to their log."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("SLOWDRIP_", "DJANGO_"))}
    own = {"SLOWDRIP_HOME": str(place), "SLOWDRIP_SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": by}
    return {**outer, **own, "PYTHONDONTWRITEBYTECODE": "1"}


def _asked(warm: subprocess.Popen[str], line: str) -> str:
    assert warm.stdin is not None
    warm.stdin.write(f"{line}\n")
    warm.stdin.flush()
    return _said(warm)


def _said(warm: subprocess.Popen[str]) -> str:
    assert warm.stdout is not None
    return warm.stdout.readline().strip()


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.01)
