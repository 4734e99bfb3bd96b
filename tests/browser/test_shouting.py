"""Each part of the house that stops is named on the open pages soon, also when it hangs instead of ending.

A killed clock and a killed server are in test_loud.py, a hanging listener in test_monitor.py.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cable import cable
from tests.browser.conftest import Seat
from tests.browser.house import House
from tests.browser.watch import watch_of

LOUD_WITHIN_MS = 20_000
CLOCK = "The alarm clock has stopped"
SERVER = "This page has lost the server"


@contextmanager
def hanging(house: House, name: str) -> Iterator[None]:
    """A process that is there and does nothing."""
    group = house.running[name].pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def shouted(page: Page, *words: str) -> Locator:
    """What the page says of these, if anything."""
    return page.get_by_text(re.compile("|".join(words))).filter(visible=True)


def assert_shouts(page: Page, *words: str) -> None:
    """The page says one of these in time."""
    began = time.monotonic()
    expect(shouted(page, *words).first).to_be_visible(timeout=LOUD_WITHIN_MS)
    print(f"{words} after {time.monotonic() - began:.1f} s")


# A clock that stops in the middle of a write keeps the database from everybody: then the page has lost the server too.
@pytest.mark.parametrize(("part", "words"), [("clock", (CLOCK, SERVER)), ("web", (SERVER,))])
def test_a_part_that_hangs_is_named_and_falls_quiet_when_it_goes_on(
    seat: Seat, house: House, part: str, words: tuple[str, ...]
) -> None:
    page = seat("nurse", house.drip("tired"))
    expect(shouted(page, *words)).to_have_count(0)
    with watch_of(page).server_gone():
        with hanging(house, part):
            assert_shouts(page, *words)
        expect(shouted(page, *words)).to_have_count(0)


def test_a_network_that_is_gone_is_named_and_forgotten_when_it_is_back(seat: Seat, house: House) -> None:
    with cable(house.port) as line:
        page = seat("nurse", base_url=line.url)
        watch = watch_of(page)
        watch.origin = urlsplit(line.url).netloc
        page.goto(house.drip("tired"))
        expect(shouted(page, SERVER)).to_have_count(0)
        with watch.server_gone():
            line.pull()
            assert_shouts(page, SERVER)
            line.plug_in()
            expect(shouted(page, SERVER)).to_have_count(0)
