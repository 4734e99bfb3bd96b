"""A page that can no longer be trusted says so loudly, soon, and falls quiet when it can."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.house import House
from tests.browser.watch import watch_of

LOUD_WITHIN_S = 20.0


def test_the_page_turns_loud_when_the_clock_process_stops(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("alarm"))
    expect(page.locator("body")).not_to_have_attribute("data-clock-silent", "")
    house.stop("clock")
    began = time.monotonic()
    try:
        expect(page.get_by_text("The alarm clock has stopped.")).to_be_visible(timeout=LOUD_WITHIN_S * 1000)
        print(f"loud {time.monotonic() - began:.1f} s after the clock stopped")
    finally:
        house.start("clock")
    expect(page.get_by_text("The alarm clock has stopped.")).to_be_hidden()


def test_the_page_turns_loud_when_the_server_is_gone(seat: Seat, house: House) -> None:
    page = seat("nurse", "/harbor/")
    expect(page.locator(".live-number").first).to_be_visible()
    with watch_of(page).server_gone():
        house.stop("web")
        began = time.monotonic()
        try:
            lost = page.get_by_text("This page has lost the server.")
            expect(lost).to_be_visible(timeout=LOUD_WITHIN_S * 1000)
            print(f"loud {time.monotonic() - began:.1f} s after the server was gone")
            expect(page.locator(".live-number").first).to_have_css("text-decoration-line", re.compile("underline"))
        finally:
            house.start("web")
        expect(lost).to_be_hidden()
