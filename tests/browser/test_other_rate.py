"""A drip is slowed by an order: written at the chair, worked out again by a second person, set and charted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import at_chair, happened, save, signed
from tests.browser.house import House
from tests.browser.looks import look


def number_of(page: Page, name: str) -> str:
    """A figure of the page by its name."""
    figure = page.locator("#figures .figure", has=page.locator("dt", has_text=re.compile(rf"^{name}$")))
    return figure.locator("dd").first.inner_text().split()[0]


def test_a_drip_is_slowed_from_the_chair_to_the_charted_rate(seat: Seat, house: House) -> None:
    page = seat("prescriber", house.drip("slowed"))
    look(page, "rate-1-chair")
    page.get_by_role("link", name="Order another rate, same bag").click()
    expect(page.get_by_role("heading", name="The bag that hangs")).to_be_visible()
    _typed(page)
    page.get_by_label("Why the rate changes").fill("Nausea")
    rate = number_of(page, "New rate")
    signed(page, "prescriber", by="Sign this order")
    expect(page.get_by_role("heading", name=re.compile("Other rate, same bag"))).to_be_visible()
    expect(page.locator(".figure--lead dd").first).to_contain_text("mL/h")
    look(page, "rate-4-order")
    rate = page.locator(".figure--lead dd").first.inner_text().split()[0]
    _verified(seat, house, page.url, rate)
    nurse = seat("nurse", house.drip("slowed"))
    expect(nurse.locator("#drip")).to_contain_text(f"New rate {rate} mL/h ordered: set the pump, then chart the rate")
    look(nurse, "rate-6-chair-ordered")
    nurse.get_by_role("link", name="Chart the rate").click()
    nurse.locator("[name=rate_ul_per_h]").fill(rate)
    look(nurse, "rate-7-chart")
    save(nurse)
    at_chair(nurse)
    expect(nurse.locator("#drip")).not_to_contain_text("set the pump, then chart")
    expect(happened(nurse, f"{rate} mL/h").first).to_be_visible()
    look(nurse, "rate-8-chair-charted")
    nurse.goto(f"{house.drip('slowed')}record/")
    expect(nurse.locator("main")).to_contain_text(f"{rate} mL/h instead of 150 mL/h")
    look(nurse, "rate-9-record")


def _typed(page: Page) -> None:
    """Both fields first, as a hurried hand types; then one is cleared and the figures stand together."""
    page.wait_for_load_state("load")
    page.get_by_label("New rate").fill("7.5")
    expect(page.locator("#says-rate_ml_per_h")).to_contain_text("the rate it runs at, 150 mL/h")
    look(page, "rate-2-slip")
    page.get_by_label("New rate").fill("")
    page.get_by_label("Or: let the rest run over").fill("40")
    expect(page.locator("#figures .order-tier--ok")).to_be_visible()
    assert number_of(page, "Runs on for").split(".")[0] in ("39", "40")
    look(page, "rate-3-figures")


def _verified(seat: Seat, house: House, order: str, rate: str) -> None:
    second = seat("second", f"{order}verify/".replace(house.url, ""))
    expect(second.locator("main")).to_contain_text("the rest over 40 min")
    assert f"{rate} mL/h" not in second.locator("main").inner_text()
    total = re.search(r"([\d.]+) mg in 100 mL, as drawn up", second.locator("main").inner_text())
    assert total is not None
    second.get_by_label("Total from start to end that you worked out").fill(total[1])
    second.get_by_label("Pump rate that you worked out").fill(rate)
    look(second, "rate-5-verify")
    signed(second, "second", by="Verify and sign")
    expect(second.locator("main")).to_contain_text("Verified")
