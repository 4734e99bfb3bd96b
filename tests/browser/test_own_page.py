"""A patient looks at their own numbers on a phone: a link, a code, a wrong one and the right one; and how it looks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone
from tests.browser.hands import choose
from tests.browser.house import House
from tests.browser.looks import faults_of, look
from tests.browser.own import code_of, link_to_see
from tests.browser.scores import scored

WHO = "finished"


def well(page: Page, name: str) -> None:
    """A picture at the size of a phone, and nothing cut off, too small, or found by axe."""
    look(page, name, at=("phone",))
    page.set_viewport_size({"width": 390, "height": 844})
    assert faults_of(page) == [], name


def type_code(page: Page, digits: str) -> None:
    page.get_by_label("Your code").fill(digits)
    page.get_by_role("button", name="Go on").click()


def test_a_code_opens_ones_own_numbers_and_a_wrong_one_does_not(phone: Phone, house: House) -> None:
    scored(house, WHO)
    page = phone(link_to_see(house, WHO))
    choose(page, "Open")
    page.get_by_role("link", name="See how you are doing").click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    well(page, "own-code")
    choose(page, "Send me a code")
    # In this house nothing can be sent: the page says so, and whom to call instead.
    expect(page.get_by_role("alert")).to_contain_text("Call us")
    expect(page.get_by_role("link", name="Call us:")).to_be_visible()
    well(page, "own-code-no-way")
    digits = code_of(house, WHO)
    type_code(page, f"{(int(digits) + 1) % 10**6:06d}")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    well(page, "own-code-wrong")
    type_code(page, f"{digits[:3]} {digits[3:]}")
    expect(page).to_have_url(re.compile("/p/harbor/mine/$"))
    expect(page.get_by_role("heading", name="How you are doing")).to_be_visible()
    expect(page.get_by_role("heading", name="Low mood")).to_be_visible()
    expect(page.get_by_text(re.compile(r"We asked you \d+ times, and you answered"))).to_be_visible()
    expect(page.locator(".progress-own li").first).to_be_visible()
    well(page, "own-page")
    page.get_by_role("link", name="Back to my questions").click()
    expect(page.get_by_role("link", name="See how you are doing")).to_be_visible()


def test_a_code_of_one_phone_opens_nothing_on_another(phone: Phone, house: House) -> None:
    path = link_to_see(house, WHO)
    mine, other = phone(path), phone(path)
    for page in (mine, other):
        choose(page, "Open")
        page.goto("/p/harbor/mine/")
        expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    type_code(mine, code_of(house, WHO))
    expect(mine.get_by_role("heading", name="How you are doing")).to_be_visible()
    other.goto("/p/harbor/mine/")
    expect(other.get_by_role("heading", name="Show that it is you")).to_be_visible()
