"""A card of the board names what is open at its chair, in few words, on a tablet and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import place, vitals
from tests.browser.house import House
from tests.browser.looks import ALL_PAGES_AT, SIZES, look

CUT_NUMBERS = """() => [...document.querySelectorAll(".chair .vital__value")]
  .filter((value) => value.getBoundingClientRect().right > value.closest(".vital").getBoundingClientRect().right)
  .map((value) => value.textContent)"""


def looked_at(board: Page, name: str) -> None:
    """Looks at the board in both sizes: no number is cut off either."""
    for size in ALL_PAGES_AT:
        look(board, name, at=(size,))
        board.set_viewport_size(SIZES[size])
        assert board.evaluate(CUT_NUMBERS) == []


def test_three_quiet_alarms_and_two_under_a_loud_one_are_named(seat: Seat, house: House) -> None:
    chair, board = seat("nurse", house.drip("watched")), seat("second", "/harbor/")
    card = place(board, "12")
    vitals(chair, "165/94", hr="112", spo2="93", rr="9")
    expect(card.locator(".chair__foot")).to_contain_text(re.compile(r"(\S+ · .*){2} · \+\d"))
    looked_at(board, "board-quiet-alarms")
    vitals(chair, "205/94", hr="112", spo2="93", rr="9")
    expect(card.locator(".chair__also")).to_contain_text("·")
    looked_at(board, "board-loud-alarms")
