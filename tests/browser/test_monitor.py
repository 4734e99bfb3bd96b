"""A bedside monitor over the real wire: paired at the chair, charted by a tap, missed when it falls silent."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from slowdrip.cli.demo.command import free_port
from tests.browser.conftest import Seat
from tests.browser.hands import happened, place
from tests.browser.house import HOST, ROOT, House, environment
from tests.browser.looks import faults_of, look
from tests.browser.watch import watch_of

SILENT_WITHIN_MS = 45_000
LOUD_WITHIN_MS = 20_000
NOT_ARRIVING = "Monitor numbers do not arrive"
SLOWDRIP = [sys.executable, "-m", "slowdrip.cli.main"]
DEVICE = "WARD-7"


@contextmanager
def running(house: House, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One more process of the house; it is gone afterwards."""
    with (house.place / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*SLOWDRIP, *arguments], cwd=ROOT, env=environment(house.place), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def port(house: House) -> Iterator[int]:
    """A listener of the house, and where it listens."""
    free = free_port()
    with running(house, "listener", "listen", "--clinic", "harbor", "--port", str(free)):
        yield free


def test_a_monitor_is_paired_charted_and_missed_when_it_falls_silent(seat: Seat, house: House, port: int) -> None:
    speaking = ("monitor", "--to", f"{HOST}:{port}", "--device", DEVICE, "--for", "60")
    page, board = seat("nurse", "/harbor/monitors/"), seat("second", "/harbor/")
    expect(page.locator("main")).to_contain_text("No monitor has sent anything yet.")
    with running(house, "monitor", *speaking):
        _reload_until(page, DEVICE)
        page.get_by_label("Name on the casing").fill("Monitor 7")
        with page.expect_navigation():
            page.get_by_role("button", name="Save name").click()
        page.goto(house.drip("watched"))
        page.get_by_role("button", name="Monitor 7").click()
        numbers = page.locator("#monitor-numbers")
        expect(numbers).to_contain_text(re.compile(r"SpO₂\s*%\s*\d\d"))
        page.get_by_role("button", name="Only SpO₂").click()
        expect(happened(page, re.compile(r"SpO₂ \d\d %.* · from the monitor")).first).to_be_visible()
        look(page, "chair-monitor")
    expect(page.locator("#alarms")).to_contain_text("the monitor is silent since", timeout=SILENT_WITHIN_MS)
    expect(place(board, "12")).to_contain_text("silent", timeout=SILENT_WITHIN_MS)
    page.get_by_role("button", name="Release Monitor 7").click()
    expect(page.locator("#monitor")).to_contain_text("No monitor is paired.")
    expect(page.locator("#alarms")).not_to_contain_text("silent")


def test_every_screen_says_when_a_hanging_listener_lets_no_number_through(seat: Seat, house: House) -> None:
    free = free_port()
    page, board = seat("nurse", house.drip("watched")), seat("second", "/harbor/")
    listen = ("listen", "--clinic", "harbor", "--port", str(free))
    speak = ("monitor", "--to", f"{HOST}:{free}", "--device", DEVICE, "--for", "60")
    with running(house, "listener", *listen) as listener, running(house, "monitor", *speak):
        _pair(page)
        expect(page.locator("#monitor-numbers")).to_contain_text("SpO₂")
        expect(page.get_by_text(NOT_ARRIVING)).to_be_hidden()
        with watch_of(page).server_gone(), watch_of(board).server_gone():
            _hangs(listener, page, board)
        expect(board.get_by_text(NOT_ARRIVING)).to_be_hidden()
    expect(board.get_by_text(NOT_ARRIVING)).to_be_visible(timeout=LOUD_WITHIN_MS)
    assert faults_of(page) == []
    page.locator(".monitor__release button").click()
    expect(board.get_by_text(NOT_ARRIVING)).to_be_hidden()


def _hangs(listener: subprocess.Popen[bytes], *screens: Page) -> None:
    """Stopped in the middle of a write it keeps the database from everybody: then the pages have lost the server."""
    listener.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    try:
        for screen in screens:
            said = screen.get_by_text(re.compile(f"{NOT_ARRIVING}|This page has lost the server")).filter(visible=True)
            expect(said.first).to_be_visible(timeout=LOUD_WITHIN_MS)
        print(f"the screens say so {time.monotonic() - began:.1f} s after the listener hung")
    finally:
        listener.send_signal(signal.SIGCONT)


def _pair(page: Page) -> None:
    """Pairs the one monitor that speaks, by whatever name it was given."""
    key = page.locator("#monitor button[name=monitor]")
    for _ in range(20):
        if key.count():
            key.first.click()
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("no monitor can be paired")


def _reload_until(page: Page, text: str) -> None:
    for _ in range(20):
        page.reload()
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{text} never came")
