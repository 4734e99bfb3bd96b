"""The pages with which a director fills a clinic, at the sizes they are used at, and the board that follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seat
from tests.browser.looks import ALL_PAGES_AT, SIZES, arrived, faults_of

CHAIRS = "/harbor/day/chairs/"


def line(page: Page, name: str) -> Locator:
    return page.locator(".chairs__one").filter(has=page.locator("b", has_text=name))


@pytest.mark.parametrize("size", ALL_PAGES_AT)
def test_a_director_s_pages_fit_and_can_be_used_by_everyone(size: str, seat: Seat) -> None:
    page = seat("director", size=SIZES[size])
    found = {}
    for path in (CHAIRS, "/harbor/day/", "/harbor/staff/", "/harbor/staff/new/"):
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        found[path] = faults_of(page)
    page.goto("/harbor/staff/")
    page.locator("tbody a").first.click()
    page.get_by_text("Change name or address").click()
    arrived(page)
    found["person"] = faults_of(page)
    page.goto(CHAIRS)
    page.get_by_text("Rename").first.click()
    found["rename"] = faults_of(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_new_chair_is_on_every_board_at_once_and_gone_when_it_is_retired(seat: Seat) -> None:
    board = seat("nurse", "/harbor/")
    page = seat("director", CHAIRS)
    page.get_by_label("Name", exact=True).fill("Garden")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(board.locator(".chair--empty", has_text="Garden")).to_be_visible()
    garden = line(page, "Garden")
    garden.locator("summary", has_text="Retire").click()
    garden.get_by_role("button", name="Retire this chair").click()
    expect(board.locator(".chair--empty", has_text="Garden")).to_have_count(0)
    expect(page.get_by_role("button", name="Use again")).to_be_visible()
