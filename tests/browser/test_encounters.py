"""The day around the drip in a browser: its pages can be used by everyone, and drafts are kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import signed
from tests.browser.house import House
from tests.browser.looks import SIZES, TABLET, arrived, cut_off, faults_of, picture

PAGES = {
    "note-new": "people/{patient}/notes/new/",
    "call-new": "people/{patient}/calls/new/?infusion={infusion}",
    "notes": "people/{patient}/notes/",
    "calls-due": "calls-due/",
    "phone-calls": "phone-calls/",
    "wishes": "people/{patient}/wishes/",
    "letter-new": "people/{patient}/letters/new/",
}


def path_of(house: House, name: str) -> str:
    """The address of one of this file's pages, about the patient whose drip is over."""
    patient, infusion = house.ids["patients"]["finished"], house.drip("finished").rstrip("/").rpartition("/")[2]
    return f"/harbor/{PAGES[name].format(patient=patient, infusion=infusion)}"


def open_at(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("main")).to_be_visible()


def test_every_page_fits_and_can_be_used_by_everyone(seat: Seat, house: House) -> None:
    page, found = seat("nurse"), {}
    for name in PAGES:
        page.set_viewport_size(TABLET)
        open_at(page, path_of(house, name))
        faults = faults_of(page)
        for size in ("tablet", "phone"):
            page.set_viewport_size(SIZES[size])
            picture(page, f"{size}/{name}")
            faults += [f"{size}: {one}" for one in cut_off(page)]
        found[name] = faults
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_signed_note_is_read_added_to_and_co_signed_by_everyone(seat: Seat, house: House) -> None:
    page = seat("nurse")
    open_at(page, path_of(house, "note-new"))
    page.locator("[name=text]").fill("Slept well.")
    page.locator("[name=needs_cosign]").check()
    signed(page, "nurse")
    expect(page.locator("main")).to_contain_text("Waits for a co-signature")
    found = {"notes": faults_of(page)}
    page.locator("article h2 a").first.click()
    for name, link in (("note", "Co-sign"), ("cosign", "Cancel"), ("again", "Void this note")):
        expect(page.locator("main")).to_contain_text("Slept well.")
        found[name] = faults_of(page)
        page.locator("main").get_by_role("link", name=link, exact=True).first.click()
    arrived(page)
    found["void"] = faults_of(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("name", "field"), [("note-new", "text"), ("call-new", "advice"), ("letter-new", "text")])
def test_a_draft_is_there_again_after_the_browser_left(seat: Seat, house: House, name: str, field: str) -> None:
    page, path = seat("nurse"), path_of(house, name)
    open_at(page, path)
    page.locator(f"[name={field}]").fill("Slept well, half a page long")
    page.wait_for_timeout(1_000)
    open_at(page, "/harbor/day/")
    open_at(page, path)
    expect(page.locator(f"[name={field}]")).to_have_value("Slept well, half a page long")
    expect(page.locator("[data-keep-notice]")).to_be_visible()
