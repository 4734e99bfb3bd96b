"""A served house for the browser: its folder, its loaded clinics, its real processes, and nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slowdrip.cli.demo.command import free_port
from slowdrip.cli.serve import children

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
UP_WITHIN_S = 60.0


@dataclass(slots=True)
class House:
    """The installation under test: where it answers, whom it holds, and its two processes by name."""

    place: Path
    port: int
    ids: dict[str, Any] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def drip(self, key: str) -> str:
        """The address of a visit's chair page."""
        return f"/harbor/drips/{self.ids['visits'][key]}/"

    def start(self, name: str, *, later_s: int = 0) -> None:
        """Starts one of the house's processes with the command that `slowdrip serve` uses, as of now or of later."""
        command = next(child.command for child in children(HOST, self.port) if child.name == name)
        if later_s:
            command = [command[0], "-m", "tests.browser.later", str(later_s), *command[2:]]
        with (self.place / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.place), stdout=log, stderr=log, start_new_session=True
            )
        if name == "web":
            _until_up(self)

    def stop(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends one process; by default as a cut cable would."""
        process = self.running.pop(name)
        os.killpg(process.pid, how)
        process.wait(timeout=15)

    def log(self, name: str) -> str:
        """What a process said."""
        return (self.place / f"{name}.log").read_text()


def environment(place: Path) -> dict[str, str]:
    """Gives the environment of the house's processes: embedded database, cheap PINs, codes shown."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("SLOWDRIP_", "DJANGO_"))}
    return {
        **outer,
        "SLOWDRIP_HOME": str(place),
        "SLOWDRIP_DEMO": "1",
        "SLOWDRIP_PIN_COST": "1",
        "DJANGO_SETTINGS_MODULE": "slowdrip.site.settings",
        "PYTHONWARNINGS": "default",
    }


def built(place: Path) -> Path:
    """Gives a folder with an installation in which there is nobody yet."""
    _run(place, "tests.browser.stage")
    return place


@contextmanager
def served(place: Path, *, on: Path) -> Iterator[House]:
    """Gives a loaded, served house on a copy of an empty one, and ends its processes whatever happens."""
    shutil.copytree(on, place, dirs_exist_ok=True)
    told = place / "ids.json"
    _run(place, "tests.browser.stage", str(told))
    house = House(place, free_port(), json.loads(told.read_text()))
    try:
        house.start("web")
        house.start("clock")
        yield house
    finally:
        for name in list(house.running):
            house.stop(name)


def _run(place: Path, *module: str) -> None:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=ROOT, env=environment(place), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the stage could not be set:\n{done.stdout}\n{done.stderr}")


def _until_up(house: House) -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline:
        if house.running["web"].poll() is not None:
            raise RuntimeError(f"the server ended at once:\n{house.log('web')}")
        try:
            socket.create_connection((HOST, house.port), timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not answer:\n{house.log('web')}")
