"""A tablet without its server for four hours in the middle of a drip: loud, counting, and nothing lost at the end."""

from __future__ import annotations

import re
from datetime import datetime

from playwright.sync_api import Page, expect

from tests.browser.away import is_loud, notes, page_is_kept, server_away, shown_as_kept, stored
from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, chosen, happened, kept, save_vitals, type_vitals
from tests.browser.house import House
from tests.browser.looks import look
from tests.browser.watch import watch_of

HOURS_S = 4 * 3600
# The stream asks again and meets the lock's page; the page itself goes there at the next beat.
LOCKED_MEANWHILE = re.compile('not "text/event-stream"')


def test_after_four_hours_everything_arrives_once_and_in_its_own_time(seat: Seat, house: House) -> None:
    page = seat("nurse")
    page.clock.install()
    page.goto(house.drip("cut_off"))
    page_is_kept(page)
    watch_of(page).allowed.append(LOCKED_MEANWHILE)
    with watch_of(page).server_gone():
        with server_away(house, for_s=HOURS_S):
            is_loud(page)
            shown_as_kept(page, "in the first minute")
            _hours_pass(page)
            is_loud(page)
            expect(page.locator("#due-card [data-due-at]").first).to_contain_text(re.compile(r"overdue [34]:\d\d:\d\d"))
            expect(kept(page, "in the first minute")).to_have_count(1)
            type_vitals(page, "127/78", hr_per_min="70", spo2_pct="97", rr_per_min="13")
            chosen(page.locator("#vitals-form"), "Arm", "Left arm")
            save_vitals(page)
            expect(kept(page, "Vital signs: ")).to_contain_text("127")
            look(page, "chair-four-hours-away")
        house.stop("clock")
        house.start("clock", later_s=HOURS_S)
        _opened_again(page, house)
        expect(kept(page)).to_have_count(0, timeout=30_000)
        expect(happened(page, "BP 127/78")).to_have_count(1, timeout=60_000)
    assert notes(house).count("in the first minute") == 1
    first = next(row for row in stored(house, "note") if row["note"] == "in the first minute")
    last = next(row for row in stored(house, "vitals") if row["sbp_mmhg"] == 127)
    assert str(first["occurred"])[:19] < str(last["occurred"])[:19]
    assert _hours(first) > 3.9
    assert _hours(last) < 0.1


def _hours_pass(page: Page) -> None:
    """The tablet's own time goes on without anything happening."""
    page.clock.fast_forward(HOURS_S * 1000)


def _hours(row: dict[str, object]) -> float:
    """How much later than it happened a row was stored."""
    occurred, recorded = (datetime.fromisoformat(str(row[name])) for name in ("occurred", "recorded"))
    return (recorded - occurred).total_seconds() / 3600


def _opened_again(page: Page, house: House) -> None:
    """The screen locked itself in the meantime; a PIN opens it."""
    heading = page.get_by_role("heading", name="Locked", exact=True)
    expect(heading).to_be_visible(timeout=60_000)
    page.locator("label.choice", has_text=PEOPLE["nurse"].name).click()
    for digit in PEOPLE["nurse"].pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(heading).to_have_count(0)
    page.goto(house.drip("cut_off"))
