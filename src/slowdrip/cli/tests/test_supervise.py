"""The tree of processes: a dead child comes back, Ctrl-C ends all of them, none is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WITHIN_S = 30
# A child that writes its process id to a file and waits; "brief" ends by itself, "deaf" ignores a polite request.
CHILD = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in sys.argv else signal.SIG_DFL)
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
time.sleep(0.1 if "brief" in sys.argv else 60)
"""
TREE = """
import sys
from slowdrip.cli import supervise
supervise.RESTART_AFTER_S, supervise.STOP_WITHIN_S = 0.1, 1.0
child = [sys.executable, "-c", sys.argv[1]]
names = sys.argv[3:]
sys.exit(supervise.Tree([supervise.Child(each, [*child, f"{sys.argv[2]}/{each}", each]) for each in names]).run())
"""


def tree(folder: Path, *names: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", TREE, CHILD, str(folder), *names], stderr=subprocess.PIPE)


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def started(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_alive(process_id: int) -> bool:
    """A child whose parent was killed may stay as a zombie where nobody reaps; that is not alive."""
    try:
        told = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def test_a_child_that_died_is_started_again_and_the_others_are_left_alone(tmp_path: Path) -> None:
    running = tree(tmp_path, "brief", "steady")
    try:
        assert eventually(lambda: len(started(tmp_path / "brief")) >= 3)
        assert len(started(tmp_path / "steady")) == 1
    finally:
        running.terminate()
        _out, told = running.communicate(timeout=WITHIN_S)
    assert running.returncode == 0
    assert b"brief stopped (exit 0); restarting" in told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_child_and_then_the_tree(tmp_path: Path, number: int) -> None:
    running = tree(tmp_path, "steady", "deaf")
    assert eventually(lambda: bool(started(tmp_path / "steady") and started(tmp_path / "deaf")))
    running.send_signal(number)
    running.communicate(timeout=WITHIN_S)
    assert running.returncode == 0
    assert not any(is_alive(each) for name in ("steady", "deaf") for each in started(tmp_path / name))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_tree_that_is_killed_leaves_no_child_behind(tmp_path: Path) -> None:
    running = tree(tmp_path, "steady")
    assert eventually(lambda: bool(started(tmp_path / "steady")))
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=WITHIN_S)
    (child,) = started(tmp_path / "steady")
    assert eventually(lambda: not is_alive(child))
