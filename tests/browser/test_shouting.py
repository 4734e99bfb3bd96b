"""Each part of the house that stops is named on the open pages soon, also when it hangs instead of ending.

A killed clock and a killed server are in test_loud.py, a hanging listener in test_monitor.py.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.house import House

LOUD_WITHIN_MS = 15_000
CLOCK = "The alarm clock has stopped."
SERVER = "This page has lost the server."


@contextmanager
def hanging(house: House, name: str) -> Iterator[None]:
    """A process that is there and does nothing."""
    group = house.running[name].pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def assert_shouts(page: Page, words: str) -> None:
    """The page says so in time."""
    began = time.monotonic()
    expect(page.get_by_text(words)).to_be_visible(timeout=LOUD_WITHIN_MS)
    print(f"“{words}” after {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize(("part", "words"), [("clock", CLOCK), ("web", SERVER)])
def test_a_part_that_hangs_is_named_and_falls_quiet_when_it_goes_on(
    seat: Seat, house: House, part: str, words: str
) -> None:
    page = seat("nurse", house.drip("tired"))
    expect(page.get_by_text(words)).to_be_hidden()
    with page.watch.server_gone(), hanging(house, part):  # type: ignore[attr-defined]  # set by `seat`
        assert_shouts(page, words)
    expect(page.get_by_text(words)).to_be_hidden()


def test_a_network_that_is_gone_is_named_and_forgotten_when_it_is_back(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    with page.watch.server_gone():  # type: ignore[attr-defined]  # set by `seat`
        page.context.set_offline(True)
        try:
            assert_shouts(page, SERVER)
        finally:
            page.context.set_offline(False)
        expect(page.get_by_text(SERVER)).to_be_hidden()
