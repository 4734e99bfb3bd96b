"""A tablet as a process of its own, with a folder that outlives it: its browser can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

from tests.needs import chromium_program

ARGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--window-size=1180,820",
)
UP_WITHIN_S = 30.0


class Tablet:
    """One browser with one folder; `kill` is the battery falling out."""

    def __init__(self, engine: BrowserType, folder: Path, *, url: str) -> None:
        self.engine = engine
        self.folder = folder
        self.url = url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, cookies: list[Any] | None = None) -> Page:
        """Starts the browser, with the cookies of somebody who is signed in here or as nobody."""
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        command = [str(chromium_program()), *ARGS, f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        browser = self.engine.connect_over_cdp(f"http://127.0.0.1:{_port(told)}")
        context = browser.contexts[0]
        context.set_default_timeout(30_000)
        if cookies:
            context.add_cookies(cookies)
        return context.new_page()

    def kill(self) -> None:
        """Ends the browser with everything it started, at once."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=15)
        self.process = None


def _port(told: Path) -> int:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline:
        lines = told.read_text().split() if told.exists() else []
        if len(lines) > 1:
            return int(lines[0])
        time.sleep(0.05)
    raise RuntimeError("the browser did not start")
