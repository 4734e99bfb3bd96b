"""A tap that met the lock: kept with its id and its time, told at the lock, sent by itself once it is open."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import KEPT, PEOPLE, at_chair, happened, kept, sign_in, type_vitals
from tests.browser.house import House
from tests.browser.watch import watch_of

LOCK = """(key, token) => fetch("/harbor/lock/", {
  method: "POST", redirect: "manual", body: new URLSearchParams({ csrfmiddlewaretoken: token })
}).then(() => key.click())"""


def token_of(page: Page) -> str:
    return page.locator("input[name=csrfmiddlewaretoken]").first.input_value()


def lock_and_click(page: Page, key: Locator) -> None:
    """Locks the screen as standing alone would, and taps the key before the page on it can know."""
    key.evaluate(LOCK, token_of(page))


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


def meet_the_lock(page: Page, key: str) -> None:
    """Taps a key on a screen that has locked meanwhile, and is at the lock."""
    expect(page.locator("#open-calls [data-sound-now]")).to_be_attached()  # what the page asks by itself is answered
    expect(page.locator(".htmx-request")).to_have_count(0)
    lock_and_click(page, page.get_by_role("button", name=re.compile(f"^{key}")).first)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.locator("[data-queued-box]")).to_contain_text(key)


def test_a_tap_at_a_locked_screen_is_kept_and_sent_with_its_own_time(seat: Seat, house: House) -> None:
    page = seat("director", house.drip("recovering"), fresh=True)
    before = happened(page, "Headache").count()
    meet_the_lock(page, "Headache")
    expect(kept(page, "Headache")).to_have_count(1)
    expect(page.locator("[data-queued-box]")).to_contain_text("Unlock to send it.")
    tapped_at = page.locator(f"{KEPT} time").first.get_attribute("datetime") or ""
    page.wait_for_timeout(1_100)  # the tap and its sending are not the same moment
    with page.expect_request("**/tap/") as sent:
        open_with(page, "director")
    assert quote(tapped_at, safe="") in (sent.value.post_data or "")
    assert "captured_by=" in (sent.value.post_data or "")  # the server is told whose tap it is, also where it knows
    at_chair(page)
    expect(kept(page)).to_have_count(0)
    expect(happened(page, "Headache")).to_have_count(before + 1)
    page.reload()
    expect(happened(page, "Headache")).to_have_count(before + 1)
    with watch_of(page).server_gone():
        _signing_out_keeps_it(page, house)


def _signing_out_keeps_it(page: Page, house: House) -> None:
    meet_the_lock(page, "Anxiety")
    page.route("**/tap/", lambda route: route.abort())
    open_with(page, "director")
    at_chair(page)
    page.goto("/account/logout/")
    box = page.locator("[data-queued-box]")
    expect(box).to_contain_text("Anxiety")
    expect(box).to_contain_text("Signing out does not lose it")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email")).to_be_visible()
    page.unroute("**/tap/")
    sign_in(page, "director")
    page.goto(house.drip("recovering"))
    at_chair(page)
    expect(kept(page)).to_have_count(0)
    expect(happened(page, "Anxiety").first).to_be_visible()


def test_another_person_sends_it_under_the_name_of_whoever_tapped(seat: Seat, house: House) -> None:
    page = seat("nurse", "/harbor/", fresh=True)
    enrolled(page)
    page.goto(house.drip("recovering"))
    meet_the_lock(page, "Dissociation 2")
    open_with(page, "second")
    page.goto(house.drip("recovering"))
    at_chair(page)
    expect(kept(page)).to_have_count(0)
    line = happened(page, "Dissociation 2").first
    expect(line).to_contain_text(PEOPLE["nurse"].name)
    expect(line).to_contain_text(f"kept on a tablet, sent by {PEOPLE['second'].name}")


def test_vital_signs_that_met_the_lock_arrive_with_their_time(seat: Seat, house: House) -> None:
    page = seat("second", house.drip("recovering"), fresh=True)
    type_vitals(page, "133/85")
    expect(page.locator("#open-calls [data-sound-now]")).to_be_attached()
    expect(page.locator(".htmx-request")).to_have_count(0)
    lock_and_click(page, page.locator("#vitals-form").get_by_role("button", name="Save vital signs"))
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(kept(page, "Vital signs")).to_have_count(1)
    expect(page.locator("[data-queued-box]")).not_to_contain_text("133")  # whoever stands at the lock reads no numbers
    open_with(page, "second")
    at_chair(page)
    expect(happened(page, "BP 133/85")).to_have_count(1)
    expect(page.locator("#vitals-form [name=sbp_mmhg]")).to_have_value("")
    page.locator("#vitals-form [name=sbp_mmhg]").fill("134")
    page.request.post("/harbor/lock/", form={"csrfmiddlewaretoken": token_of(page)}, headers={"Referer": page.url})
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('slowdrip:draft:')).length") == 0
