"""A drip is slowed by an order: written at the chair, worked out again by a second person, set and charted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET, Seat
from tests.browser.hands import at_chair, happened, save, signed
from tests.browser.house import ROOT, House
from tests.browser.test_access import SIZES, faults_of

FOLDER = ROOT / "test-results" / "rate"


def picture(page: Page, name: str) -> list[str]:
    """Keeps a picture at tablet and phone size; gives what is wrong with the page at either."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = []
    for size in ("tablet", "phone"):
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # the sizes are plain dicts
        page.screenshot(path=FOLDER / f"{name}-{size}.png", full_page=True)
        found += [f"{name} {size}: {fault}" for fault in faults_of(page)]
    page.set_viewport_size(TABLET)  # type: ignore[arg-type]  # as above
    return found


def number_of(page: Page, name: str) -> str:
    """A figure of the page by its name."""
    figure = page.locator("#figures .figure", has=page.locator("dt", has_text=re.compile(rf"^{name}$")))
    return figure.locator("dd").first.inner_text().split()[0]


def test_a_drip_is_slowed_from_the_chair_to_the_charted_rate(seat: Seat, house: House) -> None:
    page = seat("prescriber", house.drip("slowed"))
    faults = picture(page, "1-chair")
    page.get_by_role("link", name="Order another rate, same bag").click()
    expect(page.get_by_role("heading", name="The bag that hangs")).to_be_visible()
    faults += _typed(page)
    page.get_by_label("Why the rate changes").fill("Nausea")
    rate = number_of(page, "New rate")
    signed(page, "prescriber", by="Sign this order")
    expect(page.get_by_role("heading", name=re.compile("Other rate, same bag"))).to_be_visible()
    expect(page.locator(".figure--lead dd").first).to_contain_text("mL/h")
    faults += picture(page, "4-order")
    rate = page.locator(".figure--lead dd").first.inner_text().split()[0]
    _verified(seat, house, page.url, rate)
    nurse = seat("nurse", house.drip("slowed"))
    expect(nurse.locator("#drip")).to_contain_text(f"New rate {rate} mL/h ordered: set the pump, then chart the rate")
    faults += picture(nurse, "6-chair-ordered")
    nurse.get_by_role("link", name="Chart the rate").click()
    nurse.locator("[name=rate_ul_per_h]").fill(rate)
    faults += picture(nurse, "7-chart")
    save(nurse)
    at_chair(nurse)
    expect(nurse.locator("#drip")).not_to_contain_text("set the pump, then chart")
    expect(happened(nurse, f"{rate} mL/h").first).to_be_visible()
    faults += picture(nurse, "8-chair-charted")
    nurse.goto(f"{house.drip('slowed')}record/")
    expect(nurse.locator("main")).to_contain_text(f"{rate} mL/h instead of 150 mL/h")
    faults += picture(nurse, "9-record")
    assert faults == []


def _typed(page: Page) -> list[str]:
    """Both fields first, as a hurried hand types; then one is cleared and the figures stand together."""
    page.wait_for_load_state("load")
    page.get_by_label("New rate").fill("7.5")
    expect(page.locator("#says-rate_ml_per_h")).to_contain_text("the rate it runs at, 150 mL/h")
    faults = picture(page, "2-slip")
    page.get_by_label("New rate").fill("")
    page.get_by_label("Or: let the rest run over").fill("40")
    expect(page.locator("#figures .order-tier--ok")).to_be_visible()
    assert number_of(page, "Runs on for").split(".")[0] in ("39", "40")
    return [*faults, *picture(page, "3-figures")]


def _verified(seat: Seat, house: House, order: str, rate: str) -> None:
    second = seat("second", f"{order}verify/".replace(house.url, ""))
    expect(second.locator("main")).to_contain_text("the rest over 40 min")
    assert f"{rate} mL/h" not in second.locator("main").inner_text()
    total = re.search(r"([\d.]+) mg in 100 mL, as drawn up", second.locator("main").inner_text())
    assert total is not None
    second.get_by_label("Total from start to end that you worked out").fill(total[1])
    second.get_by_label("Pump rate that you worked out").fill(rate)
    faults = picture(second, "5-verify")
    signed(second, "second", by="Verify and sign")
    expect(second.locator("main")).to_contain_text("Verified")
    assert faults == []
