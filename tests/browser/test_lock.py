"""A tablet locks and changes hands: its drips stay in sight, and it is open again within a breath."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, at_chair, chosen
from tests.browser.house import House


def test_a_locked_tablet_shows_its_drips_and_opens_for_the_next_hands(seat: Seat, house: House) -> None:
    page = _enrolled(seat)
    _locks(page, house)
    _opens_nothing_for_a_wrong_pin(page)
    _unlock(page, "second")
    expect(page.locator(".topbar__who")).to_contain_text("Sam Lindqvist")
    _changes_hands(page, house)


def _locks(page: Page, house: House) -> None:
    page.goto(house.drip("alarm"))
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    drips = page.locator("#running-drips")
    expect(drips).to_contain_text("M.F.")
    expect(drips).to_contain_text("Urgent")
    expect(page.locator("body")).not_to_contain_text("Abendroth")
    page.goto(house.drip("alarm"))
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto("/harbor/")
    expect(page.locator(".chair__no").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("I am on it"))).to_have_count(0)
    page.goto("/harbor/locked/")


def _opens_nothing_for_a_wrong_pin(page: Page) -> None:
    _who(page, "director")
    page.locator("input[name=pin]").fill("0000")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator(".field__error").first).to_be_visible()
    expect(page.locator("input[name=pin]")).to_have_value("")


def _changes_hands(page: Page, house: House) -> None:
    page.goto(house.drip("tired"))
    began = time.monotonic()
    page.get_by_role("link", name="Switch").click()
    _unlock(page, "nurse")
    at_chair(page)
    took_s = time.monotonic() - began
    expect(page.locator(".topbar__who")).to_contain_text("Nia Okafor")
    print(f"change of hands: {took_s:.1f} s from the tap on Switch to the next person's chair page (aim 3 s)")


def _enrolled(seat: Seat) -> Page:
    """A tablet of its own, signed in afresh: a lock must not shut the other tests' sessions."""
    page = seat("nurse", "/harbor/devices/", fresh=True)
    page.get_by_label("Name").fill("Tablet 1")
    chosen(page, "Kind", "Tablet")
    page.get_by_role("button", name="Enrol this device").click()
    expect(page.get_by_role("heading", name="This is “Tablet 1”")).to_be_visible()
    return page


def _unlock(page: Page, who: str) -> None:
    _who(page, who)
    for digit in PEOPLE[who].pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Open", exact=True).click()


def _who(page: Page, who: str) -> None:
    page.locator("label.choice", has_text=PEOPLE[who].name).click()
