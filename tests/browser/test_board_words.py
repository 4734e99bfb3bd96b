"""A card of the board names what is open at its chair, in few words, on a tablet and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET, Seat
from tests.browser.hands import place, vitals
from tests.browser.house import ROOT, House
from tests.browser.test_access import faults_of

CUT_NUMBERS = """() => [...document.querySelectorAll(".chair .vital__value")]
  .filter((value) => value.getBoundingClientRect().right > value.closest(".vital").getBoundingClientRect().right)
  .map((value) => value.textContent)"""
PHONE = {"width": 390, "height": 844}


def pictures(board: Page, name: str) -> None:
    """Looks at the board in both sizes: nothing is cut off, and the page is clean for a screen reader."""
    for size, view in (("tablet", TABLET), ("phone", PHONE)):
        board.set_viewport_size({"width": view["width"], "height": view["height"]})
        board.screenshot(path=ROOT / "test-results" / size / f"{name}.png", full_page=True)
        wide = board.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        assert board.evaluate(CUT_NUMBERS) == []
        assert faults_of(board) == []


def test_three_quiet_alarms_and_two_under_a_loud_one_are_named(seat: Seat, house: House) -> None:
    chair, board = seat("nurse", house.drip("watched")), seat("second", "/harbor/")
    card = place(board, "12")
    vitals(chair, "165/94", hr="112", spo2="93", rr="9")
    expect(card.locator(".chair__foot")).to_contain_text(re.compile(r"(\S+ · .*){2} · \+\d"))
    pictures(board, "board-quiet-alarms")
    vitals(chair, "205/94", hr="112", spo2="93", rr="9")
    expect(card.locator(".chair__also")).to_contain_text("·")
    pictures(board, "board-loud-alarms")
