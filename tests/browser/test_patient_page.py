"""The patient's screen by hand: given, called from, answered, cut off, taken back; and how it looks."""

from __future__ import annotations

import re
import time
from functools import partial

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, happened
from tests.browser.house import House
from tests.browser.looks import look, picture
from tests.browser.watch import watch_of

STANDS_MS = 3_200
CALLS = "The patient calls, chair 1"
FAILED = "Your call did not arrive. Press again or call out."
LOST = "This button does not work now. Please call out or raise your hand."


def test_the_patient_calls_and_reads_that_the_nurse_comes(seat: Seat, house: House) -> None:
    bed = _given(seat, house)
    expect(bed.locator("[data-said=left]")).to_have_text(re.compile(r"About \d+ minutes left"))
    look(bed, "patient-page")
    board, elsewhere = seat("second", "/harbor/"), seat("prescriber", "/harbor/people/")
    began = time.monotonic()
    expect(bed.get_by_role("button", name="Call the nurse")).to_be_enabled()
    bed.keyboard.press("Tab")
    bed.keyboard.press("Enter")
    expect(bed.locator("[data-said=told]")).to_have_text(re.compile(r"Your nurse has been called, \d\d:\d\d"))
    for page in (board, elsewhere):
        line = page.locator(".call-line", has_text=CALLS)
        expect(line).to_be_visible()
        expect(line).to_have_attribute("data-calls", "patient")
    print(f"call of the patient: on two staff screens {time.monotonic() - began:.1f} s after the tap")
    look(bed, "patient-called")
    look(board, "board-patient-calls")
    elsewhere.get_by_role("button", name="On my way to chair 1").click()
    expect(bed.locator("[data-said=told]")).to_have_text("Your nurse is coming")
    expect(board.locator(".call-line", has_text=CALLS)).to_have_count(0)
    look(bed, "patient-coming")
    _was_there(seat, house)
    expect(bed.locator("[data-said=told]")).to_have_text("")
    expect(bed.get_by_role("button", name="Call the nurse")).to_be_enabled()
    _leads_back(bed, house)
    for page in (board, elsewhere):
        page.close()
    _is_cut_off(bed, house)
    _is_taken_back(bed)


def _given(seat: Seat, house: House) -> Page:
    page = seat("nurse", house.drip("tired"), fresh=True)
    page.get_by_role("link", name="Make this screen the patient's").click()
    expect(page.get_by_role("heading", name="Give the patient this screen")).to_be_visible()
    look(page, "give-the-screen")
    page.get_by_role("button", name="Make this screen the patient's").click()
    expect(page.get_by_role("button", name="Call the nurse")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Call the nurse")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("MRN")
    return page


def _was_there(seat: Seat, house: House) -> None:
    chair = seat("second", house.drip("tired"))
    look(chair, "chair-on-the-way")
    chair.get_by_role("button", name="I was there").click()
    expect(happened(chair, "The nurse was with the patient").first).to_be_visible()
    expect(happened(chair, "The patient called the nurse").first).to_be_visible()
    chair.close()


def _leads_back(bed: Page, house: House) -> None:
    for path in (house.drip("alarm"), "/harbor/", "/harbor/people/", "/account/login/", "/"):
        bed.goto(path)
        expect(bed).to_have_url(re.compile("/harbor/bedside/$"))


def _is_cut_off(bed: Page, house: House) -> None:
    """The page says so by itself, a tap into the void is not kept, and all is well once the server is back."""
    with watch_of(bed).server_gone():
        house.stop("web")
        expect(bed.get_by_role("alert")).to_have_text(LOST)
        expect(bed.get_by_role("button", name="Call the nurse")).to_be_disabled()
        expect(bed.locator("[data-said=left]")).to_be_hidden()
        look(bed, "patient-lost")
        bed.get_by_role("button", name="Call the nurse").click(force=True)
        house.start("web")
        expect(bed.get_by_role("alert")).to_be_hidden()
    expect(bed.get_by_role("button", name="Call the nurse")).to_be_enabled()
    expect(bed.locator("[data-said=told]")).to_have_text("")


def _is_taken_back(bed: Page) -> None:
    bed.get_by_role("link", name="Staff").click()
    expect(bed.get_by_role("heading", name="For staff: take this screen back")).to_be_visible()
    look(bed, "take-it-back")
    _pin(bed, "second", "0000")
    expect(bed.get_by_text("That PIN is not right")).to_be_visible()
    picture(bed, "tablet/take-it-back-wrong")
    _pin(bed, "second", PEOPLE["second"].pin)
    expect(bed.locator(".topbar__who")).to_contain_text("Sam Lindqvist")
    expect(bed.locator("#saved")).to_contain_text("again")
    bed.goto("/harbor/devices/")
    expect(bed.get_by_role("heading", name="This is “Screen 1”")).to_be_visible()
    look(bed, "devices-patient-screen")


def _pin(bed: Page, who: str, pin: str) -> None:
    bed.get_by_label("Your name").select_option(label=PEOPLE[who].name)
    bed.get_by_label("PIN").fill(pin)
    bed.get_by_role("button", name="Take it back").click()


def test_a_call_that_failed_says_so_until_one_arrives(seat: Seat, house: House) -> None:
    """The page is answered all the while; only the call is not: refused, or the page opens anew over it."""
    bed = _given(seat, house)
    key, failed = bed.get_by_role("button", name="Call the nurse"), bed.get_by_text(FAILED)
    with watch_of(bed).server_gone():
        for status in (409, 403):
            bed.route("**/bedside/call/", partial(_broken, status), times=1)
            key.click()
            expect(failed).to_be_visible()
            with bed.expect_response("**/bedside/now/"), bed.expect_response("**/bedside/now/"):
                bed.wait_for_timeout(STANDS_MS)
            expect(failed).to_be_visible()
            expect(key).to_be_enabled()
        look(bed, "patient-call-failed")
    key.click()
    expect(bed.locator("[data-said=told]")).to_have_text(re.compile("Your nurse has been called"))
    expect(failed).to_be_hidden()
    _old_words_change_nothing(bed)
    bed.close()


def _broken(status: int, route: Route) -> None:
    route.fulfill(status=status, body="")


def _old_words_change_nothing(bed: Page) -> None:
    """What was asked before the call and is answered after it does not blank "has been called"."""
    bed.route("**/bedside/now/", _late_and_old, times=1)
    with bed.expect_request("**/bedside/now/"):
        bed.wait_for_timeout(1)
    bed.get_by_role("button", name="Call the nurse").click()
    for _ in range(8):
        expect(bed.locator("[data-said=told]")).to_have_text(re.compile("Your nurse has been called"))
        bed.wait_for_timeout(250)


def _late_and_old(route: Route) -> None:
    told = {**route.fetch().json(), "told": "", "waits": False}
    time.sleep(1)
    route.fulfill(json=told)


def test_other_tabs_of_a_given_screen_show_nothing_of_the_staff(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("paused"), fresh=True)
    tab = page.context.new_page()
    tab.goto(house.drip("alarm"))
    expect(tab.locator("body")).to_contain_text("MRN")
    page.get_by_role("link", name="Make this screen the patient's").click()
    page.get_by_role("button", name="Make this screen the patient's").click()
    expect(page.locator("[data-said=left]")).to_have_text("Your drip is paused.")
    expect(tab.get_by_role("button", name="Call the nurse")).to_be_visible()
    expect(tab.locator("body")).not_to_contain_text("MRN")
    look(page, "patient-paused", at=("tablet", "portrait", "phone"))
