"""Medicines by hand: told on the patient's page, read beside the order and at the chair, and how it all looks."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import chosen
from tests.browser.house import House
from tests.browser.looks import look

UNKNOWN = "Not known to this list."


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Medicines", exact=True)


def test_a_medicine_is_told_once_and_read_wherever_a_drip_begins(seat: Seat, house: House) -> None:
    patient = f"/harbor/people/{house.ids['patients']['later']}/"
    page = seat("nurse", patient)
    _told(page)
    page.goto(f"{patient}orders/new/")
    _read(panel(page))
    look(page, "medicines-order")
    page.goto(house.drip("later"))
    _read(panel(page))
    look(page, "medicines-chair")
    panel(page).get_by_role("link", name="Open the list").click()
    _stopped(page)


def _told(page: Page) -> None:
    expect(panel(page)).to_contain_text("takes none.")
    expect(panel(page)).to_contain_text("Older than 7 days: ask again.")
    for substance, dose, group in (
        ("Lorazepam", "1 mg at night", ""),
        ("Metformin", "500 mg", ""),
        ("Bromazepam", "", "Benzodiazepines"),
    ):
        page.get_by_role("link", name="Add a medicine").click()
        page.get_by_label("Medicine", exact=True).fill(substance)
        page.get_by_label("Dose").fill(dose)
        chosen(page, "Today", "Taken today")
        if group:
            chosen(page, "It is one of the", group)
            look(page, "medicine-new")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(panel(page)).to_contain_text(substance)
    expect(panel(page)).to_contain_text("The list changed since: ask whether this is all.")
    page.get_by_role("button", name="Asked: these and no others").click()
    expect(panel(page)).not_to_contain_text("ask")
    look(page, "medicines-patient")


def _read(shown: Locator) -> None:
    expect(shown).to_contain_text("Sedation may add up.")
    for words in (
        "Lorazepam",
        "1 mg at night",
        "Bromazepam",
        "Spravato label",
        "secondary source",
        "Metformin",
        UNKNOWN,
        "Asked on",
    ):
        expect(shown).to_contain_text(words)


def _stopped(page: Page) -> None:
    page.get_by_role("link", name="Taken or stopped: Metformin").click()
    chosen(page, "What the patient says", "No longer takes it")
    look(page, "medicine-told")
    page.get_by_role("button", name="Save").click()
    expect(panel(page)).not_to_contain_text("Metformin")
    expect(panel(page)).to_contain_text("Lorazepam")
