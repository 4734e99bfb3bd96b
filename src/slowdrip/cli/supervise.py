"""Runs several processes as one tree: starts them, restarts one that died, stops all on Ctrl-C."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

RESTART_AFTER_S = 2.0
STOP_WITHIN_S = 8.0
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process of the tree."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    died_at: float | None = None

    def start(self) -> None:
        """Starts the process in its own session, so that Ctrl-C reaches the tree through us alone."""
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)
        self.died_at = None


def _end_with_parent() -> None:
    """Asks Linux to end this child when the tree itself is killed, so that nothing is left holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Tree:
    """The supervised processes; `run` returns when it was told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self) -> int:
        """Starts all and watches them until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        while not self.stopping:
            self._mend(time.monotonic())
            time.sleep(0.2)
        self._end_all()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _mend(self, at: float) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is not None and child.died_at is None:
                child.died_at = at
                print(f"slowdrip: {child.name} stopped (exit {child.process.returncode}); restarting", file=sys.stderr)
            if child.died_at is not None and at - child.died_at >= RESTART_AFTER_S:
                child.start()

    def _end_all(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for child in self.children:
            if child.process is not None:
                _wait(child.process, deadline)


def _wait(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
