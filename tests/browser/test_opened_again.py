"""A message that two people open: the second sees nothing of what the first one answered, and can go on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.asked import asked
from tests.browser.conftest import Phone
from tests.browser.hands import choose
from tests.browser.house import House
from tests.browser.looks import faults_of, picture

FEELS_BAD = "If it feels bad or gets worse, call us now."


def test_a_second_phone_goes_back_and_finds_no_key_pressed(phone: Phone, house: House) -> None:
    path = asked(house, "finished", "nrs_mood", "side_effects")
    mine = phone(path)
    choose(mine, "Open")
    choose(mine, "7")
    expect(mine.locator("#where")).to_have_text("2 of 2")
    mine.get_by_role("link", name="Back").click()
    expect(mine.locator("[aria-pressed=true]")).to_have_text("7")
    other = phone(path)
    choose(other, "Open")
    expect(other.locator("#where")).to_have_text("2 of 2")
    other.get_by_role("link", name="Back").click()
    expect(other.locator("#where")).to_have_text("1 of 2")
    expect(other.locator("[aria-pressed=true]")).to_have_count(0)
    choose(other, "3")
    expect(other.locator("#where")).to_have_text("2 of 2")
    other.go_back()
    expect(other.locator("[aria-pressed=true]")).to_have_text("3")
    mine.reload()
    expect(mine.locator("[aria-pressed=true]")).to_have_count(0)


def test_whoever_taps_what_feels_bad_reads_whom_to_call(phone: Phone, house: House) -> None:
    path = asked(house, "watched", "side_effects")
    page = phone(path)
    choose(page, "Open")
    expect(page.get_by_text("If any of this feels bad or gets worse")).to_be_in_viewport()
    page.get_by_label("Mixed up").check()
    choose(page, "Save these")
    told = page.get_by_role("alert").filter(has_text=FEELS_BAD)
    expect(told).to_be_in_viewport()
    expect(page.locator("main > p").get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    picture(page, "phone/answers-feels-bad")
    assert faults_of(page) == []
    choose(page, "Finish")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text(FEELS_BAD)).to_be_visible()
    picture(page, "phone/answers-feels-bad-done")
    assert faults_of(page) == []
    done = page.url
    other = phone(path)
    choose(other, "Open")
    other.goto(done)
    expect(other.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(other.get_by_text(FEELS_BAD)).to_have_count(0)
