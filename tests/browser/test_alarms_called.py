"""Limits of one drip's own, off the monitor, consent withdrawn, a call by name: by hand, on three sizes of screen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, entry, happened, signed, type_vitals
from tests.browser.house import House
from tests.browser.looks import look, picture

SIZES_SEEN = ("tablet", "phone", "wall")
LATER_S = 70
"""Longer than an urgent alarm waits before somebody is called by name."""


def test_the_alarms_of_a_drip_follow_what_was_said_about_it(seat: Seat, house: House) -> None:
    second = PEOPLE["second"].name
    day = seat("nurse", "/harbor/day/")
    day.get_by_label("First call").select_option(label=second)
    day.get_by_role("button", name="Save who is called").click()
    expect(day.get_by_label("First call")).to_contain_text(second)
    look(day, "day-on-call", at=SIZES_SEEN)

    page, other = seat("nurse", house.drip("limited")), seat("second", "/harbor/day/")
    entry(page, "Own alarm limits")
    look(page, "own-limits-form", at=SIZES_SEEN)
    page.get_by_label("SpO₂, calls below").fill("85")
    page.get_by_label("Reason").fill("Reaches 96 % at rest, told by the patient")
    signed(page, "prescriber")
    expect(page.locator("main")).to_contain_text("At least 91")
    page.get_by_label("SpO₂, calls below").fill("97")
    signed(page, "prescriber")
    expect(page.locator("#own-limits")).to_contain_text("SpO₂ < 97 %")

    type_vitals(page, spo2_pct="96")
    page.locator("#vitals-form").get_by_role("button", name="Save vital signs").click()
    expect(page.locator("#alarms")).to_contain_text("SpO₂ 96 %")
    house.stop("clock")
    house.start("clock", later_s=LATER_S)
    expect(page.locator("#alarms")).to_contain_text(f"called: {second}")
    house.stop("clock")
    house.start("clock")
    expect(other.locator("body")).to_contain_text("You are called")
    look(page, "chair-called-by-name", at=SIZES_SEEN)
    picture(other, "tablet/you-are-called")

    page.get_by_role("button", name="Off the monitor, back in 5 min").click()
    expect(happened(page, "Off the bedside monitor").first).to_be_visible()
    page.get_by_role("button", name="Consent withdrawn").click()
    expect(page.locator("#alarms")).to_contain_text("Consent withdrawn: stop the pump")
    look(page, "chair-consent-withdrawn", at=SIZES_SEEN)
    page.get_by_role("button", name="I stopped the pump").first.click()
    expect(page.locator("#alarms")).not_to_contain_text("Consent withdrawn: stop the pump")
