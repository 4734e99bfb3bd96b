"""Predictions in a browser: off without a trace, signed on at the chair, previewed without a change, on the order."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import at_chair, happened
from tests.browser.house import House
from tests.browser.looks import look
from tests.browser.predictions import predicted


def test_predictions_are_off_then_signed_on(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    at_chair(page)
    expect(page.locator("#twin")).to_have_count(0)
    ids = predicted(house)
    page.goto(house.drip("tired"))
    at_chair(page)
    expect(page.locator("#twin")).to_have_count(0)
    page.goto(f"/harbor/drips/{ids['drip']}/")
    at_the_chair(page)
    previewed(page)
    how_sure(page)
    paused_and_here_before(page, ids["again"])
    before_the_start(page, ids["waiting"])
    on_the_order(page, ids["order"])
    explained(page)


def at_the_chair(page: Page) -> None:
    """The panel comes by itself, the band lies in the trend, and the words are there."""
    expect(page.locator("#twin .table-scroll table")).to_be_visible()
    expect(page.locator("#trend-card .chart-scroll .twin-band")).to_have_count(1)
    expect(page.locator("#twin")).to_contain_text("90 % of patients like this one")
    expect(page.locator("#twin")).to_contain_text("Systolic pressure of this patient, after 3 readings")
    expect(page.locator("#twin")).to_contain_text("Being inside a band does not mean safe")
    look(page, "twin-chair", at=("tablet", "portrait", "phone"))


def previewed(page: Page) -> None:
    """Each preview says that nothing was changed, and nothing was: the log is as long as before."""
    lines = happened(page).count()
    for key in ("Paused now for 10 min", "Slowed to 60 min in total", "Stopped now"):
        page.get_by_role("link", name=key).click()
        expect(page.locator("#twin .twin__preview")).to_contain_text(re.compile(f"Preview: {key}.*you set the pump"))
        expect(page.locator("#twin .twin-preview")).not_to_have_count(0)
    look(page, "twin-preview")
    page.get_by_role("link", name="As it is").click()
    expect(page.locator("#twin .twin__preview")).to_have_count(0)
    expect(happened(page)).to_have_count(lines)


def how_sure(page: Page) -> None:
    """Behind one tap: what the readings narrowed, what they cannot tell, and whether the calculation is steady."""
    page.locator("#twin-sure > summary").click()
    expect(page.locator("#twin-sure")).to_contain_text("Readings at the chair do not tell this patient's clearance")
    expect(page.locator("#twin-sure")).to_contain_text("The calculation is")
    look(page, "twin-sure")


def paused_and_here_before(page: Page, drip: str) -> None:
    """A patient who was here before starts from that visit; while the pump is paused only going on can be looked at."""
    page.goto(f"/harbor/drips/{drip}/prediction/")
    expect(page.locator("#twin")).to_contain_text("after 2 readings and 1 earlier visit")
    page.get_by_role("link", name="Resumed now").click()
    expect(page.locator("#twin .twin__preview")).to_contain_text(re.compile("Preview: Resumed now.*you set the pump"))
    expect(page.locator("#twin .twin-preview")).not_to_have_count(0)
    look(page, "twin-resumed")
    page.get_by_role("link", name="As it is").click()
    expect(page.locator("#twin .twin__preview")).to_have_count(0)
    page.locator("#twin-sure > summary").click()
    expect(page.locator("#twin-sure")).to_contain_text("starts from 1 earlier visit in this clinic")
    look(page, "twin-again")


def before_the_start(page: Page, drip: str) -> None:
    """A visit whose order is in force has its order's picture before the start, with the pressure taken before it."""
    page.goto(f"/harbor/drips/{drip}/prediction/")
    expect(page.locator("#twin")).to_contain_text("from the order: not started")
    expect(page.locator("#twin .twin-band")).not_to_have_count(0)
    look(page, "twin-before")


def on_the_order(page: Page, order: str) -> None:
    """The order leads to the comparison; another dose can be looked at beside it."""
    page.goto(f"/harbor/orders/{order}/")
    page.get_by_role("link", name="What the models say of this order").click()
    expect(page.get_by_text("Ketamine itself does not accumulate.")).to_be_visible()
    page.get_by_label("Another dose").fill("0.75")
    page.get_by_label("Duration").fill("45")
    page.get_by_role("button", name="Look at it beside").click()
    expect(page.get_by_role("rowheader", name="as typed")).to_be_visible()
    look(page, "twin-order")


def explained(page: Page) -> None:
    """What it is for, and a model whole."""
    page.goto("/harbor/predictions/")
    expect(page.get_by_role("heading", name="Intended use")).to_be_visible()
    look(page, "twin-about")
    page.get_by_role("link", name=re.compile("Kamp 2020")).click()
    expect(page.get_by_role("heading", name="Where it holds")).to_be_visible()
    look(page, "twin-card")
