"""A tap that met the lock: kept with its id and its time, told at the lock, offered at the chair, entered once."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, at_chair, happened, tap, type_vitals
from tests.browser.house import House

OFFER = "[data-unsaved-line]"


def lock_behind(page: Page) -> None:
    """Locks the screen as standing alone would: the page on it does not know."""
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    origin = page.url.split("/harbor")[0]
    answer = page.request.post(
        "/harbor/lock/", form={"csrfmiddlewaretoken": token}, headers={"Referer": f"{origin}/harbor/"}
    )
    assert answer.ok


def open_with(page: Page, who: str) -> None:
    """Chooses a name where there is a choice, types the PIN on the pad and opens."""
    choice = page.locator("label.choice", has_text=PEOPLE[who].name)
    if choice.count() and not choice.locator("input").is_checked():
        choice.click()
    page.locator("input[name=pin]").fill(PEOPLE[who].pin)
    page.get_by_role("button", name="Open", exact=True).click()


def enrolled(page: Page) -> None:
    """Makes this browser a tablet that anybody of the clinic opens."""
    page.goto("/harbor/devices/")
    page.locator("input[name=name]").fill("Tablet of this test")
    page.locator("form:has(input[name=name]) button.btn--solid").click()
    expect(page.get_by_text("this is now “Tablet of this test”").first).to_be_visible()


def offered(page: Page, text: str | re.Pattern[str]) -> Locator:
    """The offer of a tap with these words."""
    return page.locator(OFFER).filter(has_text=text)


def meet_the_lock(page: Page, key: str) -> None:
    """Taps a key on a screen that has locked meanwhile, and is at the lock."""
    expect(page.locator("#open-calls [data-sound-now]")).to_be_attached()  # what the page asks by itself is answered
    page.wait_for_timeout(500)
    lock_behind(page)
    tap(page, re.compile(f"^{key}"), exact=False)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def test_a_tap_at_a_locked_screen_is_kept_and_sent_with_its_own_time(seat: Seat, house: House) -> None:
    page = seat("director", house.drip("recovering"), fresh=True)
    before = happened(page, "Headache").count()
    meet_the_lock(page, "Headache")
    expect(page.locator("[data-unsaved]")).to_contain_text("Headache")
    expect(page.locator("[data-unsaved]")).to_contain_text("It is kept.")
    tapped_at = page.locator("[data-unsaved-when]").first.inner_text()
    page.wait_for_timeout(1_100)  # the tap and its sending are not the same moment
    open_with(page, "director")
    at_chair(page)
    expect(offered(page, "Headache")).to_contain_text(tapped_at)
    expect(offered(page, "Headache").get_by_text("tapped by")).to_be_hidden()
    stored = page.evaluate("JSON.parse(sessionStorage.getItem('slowdrip:unsaved'))[0]")
    with page.expect_request("**/tap/") as sent:
        offered(page, "Headache").get_by_role("button", name="Send now").click()
    assert stored["id"] in (sent.value.post_data or "")
    expect(page.locator(OFFER)).to_have_count(0)
    expect(happened(page, "Headache")).to_have_count(before + 1)
    page.reload()
    expect(page.locator(OFFER)).to_have_count(0)
    _discarded(page)
    _tapped_again_is_the_same(page)
    page.goto(house.drip("recovering"))
    _signing_out_says_what_is_lost(page)


def _discarded(page: Page) -> None:
    before = happened(page, "Dizziness").count()
    meet_the_lock(page, "Dizziness")
    open_with(page, "director")
    at_chair(page)
    offered(page, "Dizziness").get_by_role("button", name="Discard").click()
    expect(page.locator(OFFER)).to_have_count(0)
    page.reload()
    expect(page.locator(OFFER)).to_have_count(0)
    assert happened(page, "Dizziness").count() == before


def _tapped_again_is_the_same(page: Page) -> None:
    before = happened(page, "Double vision").count()
    meet_the_lock(page, "Double vision")
    open_with(page, "director")
    at_chair(page)
    tap(page, re.compile("^Double vision"), exact=False)
    expect(page.locator(OFFER)).to_have_count(0)
    expect(happened(page, "Double vision")).to_have_count(before + 1)
    page.goto("/harbor/")
    expect(page.locator(OFFER)).to_have_count(0)


def _signing_out_says_what_is_lost(page: Page) -> None:
    at_chair(page)
    meet_the_lock(page, "Anxiety")
    open_with(page, "director")
    at_chair(page)
    page.goto("/account/logout/")
    warning = page.locator("[data-unsaved]")
    expect(warning).to_contain_text("Anxiety")
    expect(warning).to_contain_text("If you sign out, this is forgotten.")
    assert page.evaluate("sessionStorage.getItem('slowdrip:unsaved')")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('slowdrip:unsaved')") is None


def test_another_person_is_told_whose_tap_it_is_and_finds_the_chair(seat: Seat, house: House) -> None:
    page = seat("nurse", "/harbor/", fresh=True)
    enrolled(page)
    first = page.locator(".topbar__who").inner_text()
    page.goto(house.drip("recovering"))
    meet_the_lock(page, "Dissociation 2")
    open_with(page, "second")
    page.goto("/harbor/")
    expect(offered(page, "Dissociation 2").get_by_role("button", name="Send now")).to_be_hidden()
    offered(page, "Dissociation 2").get_by_role("link", name="Open the chair").click()
    at_chair(page)
    line = offered(page, "Dissociation 2")
    expect(line).to_contain_text("If you send it, it is entered under your name.")
    assert line.locator("[data-unsaved-by]").inner_text() in first
    line.get_by_role("button", name="Send now").click()
    expect(page.locator(OFFER)).to_have_count(0)
    expect(happened(page, "Dissociation 2").first).to_be_visible()


def test_vital_signs_that_met_the_lock_come_back_with_their_time(seat: Seat, house: House) -> None:
    page = seat("second", house.drip("recovering"), fresh=True)
    type_vitals(page, "133/85")
    lock_behind(page)
    page.locator("#vitals-form").get_by_role("button", name="Save vital signs").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    _grow_old(page, minutes=6)
    open_with(page, "second")
    at_chair(page)
    expect(page.locator("#vitals-form [name=sbp_mmhg]")).to_have_value("133")
    expect(page.locator("#vitals-form [name=occurred]")).to_have_value(re.compile(r"^\d\d:\d\d$"))
    lock_behind(page)
    page.locator("#vitals-form [name=sbp_mmhg]").fill("134")
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('slowdrip:draft:')).length") == 0


def _grow_old(page: Page, *, minutes: int) -> None:
    page.evaluate(
        """(ms) => Object.keys(sessionStorage).filter((key) => key.startsWith("slowdrip:draft:")).forEach((key) => {
            const draft = JSON.parse(sessionStorage.getItem(key));
            draft.at = new Date(Date.parse(draft.at) - ms).toISOString();
            sessionStorage.setItem(key, JSON.stringify(draft));
        })""",
        minutes * 60_000,
    )
