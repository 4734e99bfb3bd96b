"""Both tasks on a phone by keyboard and thumb, how they look, and what the nurse sees of them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone, Seat
from tests.browser.games import REACTIONS, offered
from tests.browser.hands import choose
from tests.browser.house import House
from tests.browser.looks import SIZES, cut_off, faults_of, look, picture

KEYS_MS = 150
SOONER = """() => {
  const told = document.querySelector("#practice");
  told.textContent = JSON.stringify({ ...JSON.parse(told.textContent), waits_ms: [600] });
}"""


PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def part(page: Page, name: str) -> None:
    """Waits until a part of the game stands there and its keys listen: they have no other way without scripts."""
    expect(page.locator(f"[data-part={name}]")).to_be_visible()
    page.wait_for_load_state()
    page.evaluate(PAINTED)


def well(page: Page, name: str) -> None:
    """Nothing cut off or too small at both sizes; at that of a phone a picture, and nothing found by axe."""
    page.set_viewport_size(SIZES["tablet"])
    assert cut_off(page) == [], f"{name} tablet"
    page.set_viewport_size(SIZES["phone"])
    picture(page, f"phone/games-{name}")
    assert faults_of(page) == [], f"{name} phone"


def digit_of(page: Page, where: str) -> int:
    """The digit of the symbol that is asked, read from the row of pairs as a person does."""
    shown = page.locator(f"[data-part={where}]")
    asked = shown.locator("[data-asked]").get_attribute("href")
    row: list[str | None] = shown.locator("[data-pairs] use").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return row.index(asked) + 1


def react(page: Page, where: str) -> None:
    """Presses a moment after a fresh circle came, as nobody can before."""
    expect(page.locator(f"[data-part={where}] [data-mark]")).to_be_hidden()
    expect(page.locator(f"[data-part={where}] [data-mark]")).to_be_visible()
    page.wait_for_timeout(KEYS_MS)
    page.keyboard.press(" ")
    expect(page.locator(f"[data-part={where}] [data-mark]")).to_be_hidden()


def left_in_the_middle(page: Page) -> None:
    """The patient turns to another page while the game runs: it stops, and is offered again."""
    part(page, "read")
    page.evaluate("document.querySelector('[data-part=ready]').hidden = false")
    page.get_by_role("button", name="Start").click()
    part(page, "do")
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    part(page, "stopped")
    page.get_by_role("button", name="Start again").click()
    part(page, "read")


def symbols(page: Page) -> None:
    """The practice with a wrong answer, by key and by thumb, then two right answers by keyboard."""
    part(page, "read")
    page.get_by_role("button", name="Try it first").press("Enter")
    part(page, "try")
    page.keyboard.press(str(digit_of(page, "try") % 3 + 1))
    expect(page.get_by_text("Not that one")).to_be_visible()
    well(page, "symbols-try")
    page.get_by_role("button", name=str(digit_of(page, "try")), exact=True).tap()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    for _ in range(3):
        page.keyboard.press(str(digit_of(page, "try")))
    part(page, "ready")
    page.get_by_role("button", name="Start").press("Enter")
    part(page, "do")
    for _ in range(2):
        page.keyboard.press(str(digit_of(page, "do")))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def reactions(page: Page) -> None:
    """A circle for practice, which comes sooner here, then as many as the policy asks for."""
    page.evaluate(SOONER)
    page.get_by_role("button", name="Try it first").press("Enter")
    part(page, "try")
    well(page, "reactions-try")
    react(page, "try")
    part(page, "ready")
    page.get_by_role("button", name="Start").press("Enter")
    for _ in range(REACTIONS):
        react(page, "do")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_both_games_from_the_link_to_the_nurses_page(phone: Phone, seat: Seat, house: House) -> None:
    page = phone(offered(house, "preparing"))
    choose(page, "Open")
    page.get_by_role("link", name="See the games").click()
    page.get_by_role("link", name="Symbols and digits").click()
    symbols(page)
    page.get_by_role("link", name="To the next game").click()
    left_in_the_middle(page)
    reactions(page)
    page.get_by_role("link", name="Done").click()
    expect(page).to_have_url(re.compile("/p/harbor/$"))
    staff = seat("nurse", f"/harbor/people/{house.ids['patients']['preparing']}/thinking/")
    expect(staff.get_by_text("2 correct")).to_be_visible()
    expect(staff.get_by_text("interrupted: the page was left")).to_be_visible()
    expect(staff.locator("#task-reactions ~ .table-scroll")).to_contain_text(re.compile(r"\d+ ms"))
    look(staff, "games-seen", at=("tablet",))
