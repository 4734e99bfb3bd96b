"""A tablet that loses the server keeps working: what it shows as kept arrives once and in its own time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from conftest import LONG
from tests.browser.away import (
    SHELVED,
    is_loud,
    notes,
    open_chair,
    page_is_kept,
    server_away,
    shown_as_kept,
    stored,
    write_note,
)
from tests.browser.conftest import Seat
from tests.browser.hands import chosen, kept, key, save_vitals, tap, type_vitals
from tests.browser.house import ROOT, House
from tests.browser.looks import faults_of
from tests.browser.tablet import Tablet
from tests.browser.watch import watch_of

KILLS = 100 if LONG else 4
STORE = ROOT / "src/slowdrip/site/static/slowdrip/js/queue.js"


def test_what_is_entered_without_the_server_arrives_once_and_in_its_own_time(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("cut_off"))
    page_is_kept(page)
    with watch_of(page).server_gone():
        with server_away(house):
            key(page, "nausea").click()
            expect(kept(page, "Nausea")).to_have_count(1)
            is_loud(page)
            type_vitals(page, "126/79", hr_per_min="71", spo2_pct="97", rr_per_min="14")
            chosen(page.locator("#vitals-form"), "Arm", "Left arm")
            save_vitals(page)
            expect(kept(page, "Vital signs: ")).to_contain_text("126")
            expect(page.locator("#vitals-form [name=sbp_mmhg]")).to_have_value("")
            tap(page, "I paused the pump")
            expect(page.locator("[data-queued-echo]")).to_contain_text(re.compile(r"Paused at \d\d:\d\d"))
            expect(page.get_by_role("button", name="I resumed the pump")).to_be_visible()
            page.reload()
            is_loud(page)
            expect(kept(page)).to_have_count(3)
            expect(page.locator("[data-queued-count]").first).to_have_text("3")
            expect(page.locator("#due-card [data-due-at]").first).to_contain_text(re.compile(r"\d:\d\d"))
            key(page, "nausea").click()
            expect(kept(page, "Nausea")).to_have_count(2)
            assert faults_of(page) == []
            at = page.locator("[data-queued-list=here] time").first.get_attribute("datetime")
            page.wait_for_timeout(1_100)  # what arrives must not take the time of its arrival
        expect(kept(page)).to_have_count(0, timeout=20_000)
        expect(page.locator("[data-queued-arrived]")).to_be_visible()
        expect(page.locator("#happened-card .timeline__item", has_text="126/79")).to_have_count(1)
    began, ended = stored(house, "symptom_started"), stored(house, "symptom_ended")
    assert (len(began), len(ended), len(stored(house, "paused"))) == (1, 1, 1)
    assert ended[0]["occurred"][:19] == str(at)[:19].replace("T", " ")
    assert [row["sbp_mmhg"] for row in stored(house, "vitals")].count(126) == 1
    assert began[0]["occurred"] < began[0]["recorded"]


def test_what_the_server_refuses_stays_with_its_words_until_somebody_discards_it(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("cut_off"))
    with watch_of(page).server_gone():
        with server_away(house):
            type_vitals(page, "120/140")
            save_vitals(page)
            expect(kept(page, "Vital signs: ")).to_have_count(1)
        line = page.locator("[data-queued-line]")
        expect(line).to_contain_text("This must be lower than the other number", timeout=20_000)
        expect(line).to_contain_text("120")
        page.reload()
        expect(line).to_contain_text("This must be lower than the other number")
        line.get_by_role("button", name="Discard").click()
        expect(line).to_be_visible()
        line.get_by_role("button", name="Yes, throw it away").click()
        expect(line).to_have_count(0)
    assert 140 not in [row.get("dbp_mmhg") for row in stored(house, "vitals")]


def test_an_entry_that_is_turned_away_does_not_stop_those_behind_it(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("cut_off"))
    before = len(stored(house, "iv_site_checked"))
    with watch_of(page).server_gone():
        watch_of(page).allowed.append(re.compile("Status Error Code 404"))
        page.route("**/tap/", lambda route: route.fulfill(status=404, body="gone"))
        tap(page, "IV site fine")
        line = page.locator("[data-queued-line]")
        expect(line).to_contain_text("The server answered 404 and gave no reason.", timeout=20_000)
        write_note(page, "after what was turned away")
        expect(page.locator("#happened-card .timeline__item", has_text="after what was turned away")).to_have_count(1)
        page.unroute("**/tap/")
        line.get_by_role("button", name="Send now").click()
        expect(line).to_have_count(0)
    assert len(stored(house, "iv_site_checked")) == before + 1


def test_a_screen_that_is_locked_without_the_server_shows_nobody_and_is_locked_when_it_is_back(
    seat: Seat, house: House
) -> None:
    page = seat("nurse", house.drip("cut_off"), fresh=True)
    page_is_kept(page)
    name = page.locator("h1").first.inner_text()
    with watch_of(page).server_gone():
        with server_away(house):
            is_loud(page)
            page.get_by_role("button", name="Lock").click()
            expect(page.get_by_role("heading", name="Locked on this tablet")).to_be_visible()
            expect(page.get_by_text("No alarms from here: watch the monitor.")).to_be_visible()
            expect(page.locator("body")).not_to_contain_text(name)
            page.wait_for_timeout(500)
            assert not page.evaluate(SHELVED)
        expect(page.get_by_role("heading", name="Locked", exact=True)).to_be_visible(timeout=20_000)


def test_a_browser_that_is_killed_loses_nothing_that_was_shown_as_kept(
    tablet: Tablet, cookies: list[Any], house: House
) -> None:
    page = tablet.start(cookies)
    open_chair(page, house)
    page_is_kept(page)
    shown: list[str] = []
    with server_away(house):
        for number in range(KILLS):
            shown.append(shown_as_kept(page, f"before kill {number}."))
            write_note(page, f"at kill {number}.")
            tablet.kill()
            page = tablet.start()
            open_chair(page, house)
            is_loud(page)
            for text in shown:
                expect(kept(page, text)).to_have_count(1)
    page.context.add_cookies(cookies)
    expect(page.locator("[data-queued-list=here] li")).to_have_count(0, timeout=60_000 + 4_000 * KILLS)
    arrived = notes(house)
    assert [arrived.count(text) for text in shown] == [1] * KILLS
    assert all(arrived.count(f"at kill {number}.") <= 1 for number in range(KILLS))


HELD_TWICE = """
const real = IDBFactory.prototype.open;
let left = 2;
IDBFactory.prototype.open = function (...asked) {
  if (left <= 0) return real.apply(this, asked);
  left -= 1;
  const request = {};
  setTimeout(() => request.onerror(), 0);
  return request;
};
"""


def test_a_store_that_is_held_just_after_a_kill_is_opened_a_moment_later(seat: Seat, house: House) -> None:
    page = seat("nurse")
    page.add_init_script(HELD_TWICE)
    page.goto(house.drip("cut_off"))
    page_is_kept(page)
    with watch_of(page).server_gone(), server_away(house):
        shown_as_kept(page, "after the store was held.")
    expect(kept(page)).to_have_count(0)
    assert notes(house).count("after the store was held.") == 1


TOO_EARLY = """
const early = [];
export function put(entry) {
  early.push(entry);
  setTimeout(() => change("relaxed", (store) => store.put(entry)), 60000);
  return Promise.resolve();
}
export function amend(id, parts) {
  early.filter((entry) => entry.id === id).forEach((entry) => Object.assign(entry, parts));
  return Promise.resolve();
}
export async function all() { return [...early]; }
"""


def _says_kept_before_it_is(route: Route) -> None:
    """A store that says yes as soon as it is asked, and writes a minute later."""
    text = STORE.read_text()
    for name in ("put", "amend"):
        text = text.replace(f"export function {name}(", f"function later_{name}(")
    text = text.replace("export async function all(", "async function later_all(")
    route.fulfill(body=text + TOO_EARLY, content_type="text/javascript")


def test_planted_fault_a_store_that_says_kept_too_early_loses_it_at_the_kill(
    tablet: Tablet, cookies: list[Any], house: House
) -> None:
    page = tablet.start(cookies)
    page.route("**/queue.js", _says_kept_before_it_is)
    open_chair(page, house)
    page_is_kept(page)
    with server_away(house):
        shown_as_kept(page, "kept too early")
        tablet.kill()
        page = tablet.start()
        open_chair(page, house)
        is_loud(page)
        with pytest.raises(AssertionError):
            expect(kept(page, "kept too early")).to_have_count(1, timeout=3_000)
    assert "kept too early" not in notes(house)
