"""An emergency on a tablet: one tap from the chair, six times, over, debrief, report; every other screen is loud."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import chosen, happened, place, signed
from tests.browser.house import House
from tests.browser.looks import IN_HAND, look

TAPS = ("Help called", "EMS called", "Pump stopped", "Oxygen on", "AED on", "EMS arrived")


def looked_at(page: Page, name: str) -> None:
    look(page, name, at=IN_HAND)
    # The checker leaves empty style attributes behind, which the page's policy would not let a later swap copy.
    page.reload()


def key(page: Page, name: str) -> Any:
    return page.locator("#emergency-live .em-key").filter(has_text=re.compile(rf"^\s*{name}"))


def tapped(page: Page, name: str) -> None:
    key(page, name).first.click()
    expect(page.locator("#saved")).to_contain_text(name)
    expect(key(page, name).first).to_have_attribute("data-done", "")


@pytest.mark.needs("pdf")
def test_an_emergency_from_the_first_tap_to_the_report(seat: Seat, house: House, tmp_path: Path) -> None:
    page, board = seat("nurse", house.drip("emergency")), seat("second", "/harbor/")
    chair = place(board, "14")
    expect(chair.get_by_role("button", name="Emergency")).to_be_visible()
    assert not page.locator("#open-emergencies .banner").count()
    page.locator("#emergency-key").get_by_role("button", name="Emergency").click()
    page.wait_for_url(re.compile("/emergency/$"))
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^[0-2]:\d\d$"))
    expect(board.locator("#open-emergencies")).to_contain_text("Emergency · chair 14")
    expect(chair).to_have_class(re.compile("chair--emergency"))
    looked_at(board, "board-emergency")
    looked_at(page, "emergency-begun")
    for name in TAPS:
        tapped(page, name)
    page.get_by_label("Oxygen flow").fill("6")
    page.get_by_role("button", name="Save the flow").click()
    expect(page.locator("#saved")).to_contain_text("Oxygen on, 6 L/min")
    key(page, "5-HT3 antagonist").click()
    expect(page.locator("#saved")).to_contain_text("per standing order 3")
    expect(key(page, "5-HT3 antagonist")).to_have_attribute("data-done", "")
    looked_at(page, "emergency-open")
    _earlier_and_undone(page)
    _the_chair_is_loud(seat, house)
    key(page, "Emergency over").click()
    expect(page.get_by_role("link", name="Write the debrief")).to_be_visible()
    expect(board.locator("#open-emergencies .banner")).to_have_count(0)
    looked_at(page, "emergency-over")
    _debrief(page)
    _report(page, tmp_path)


def _earlier_and_undone(page: Page) -> None:
    """The last tap was a minute earlier; one tap was a slip."""
    tapped(page, "Suction")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#saved").get_by_role("button", name="−1 min").click()
    expect(page.locator("#saved")).to_contain_text("Suction")
    tapped(page, "Shock given")
    page.locator("#saved").get_by_role("button", name="Undo").click()
    expect(page.locator("#saved")).to_contain_text("Voided")
    expect(key(page, "Shock given").first).not_to_have_attribute("data-done", "")


def _the_chair_is_loud(seat: Seat, house: House) -> None:
    page = seat("second", house.drip("emergency"))
    expect(page.locator("#emergency-key")).to_contain_text(re.compile(r"Emergency\s+\d+:\d\d"))
    expect(page.locator("#open-emergencies")).to_contain_text("Emergency · chair 14")
    expect(happened(page, "Emergency began").first).to_be_visible()
    expect(page.locator("#next")).to_contain_text("an emergency is open since")
    looked_at(page, "chair-emergency")


def _debrief(page: Page) -> None:
    page.get_by_role("link", name="Write the debrief").click()
    page.get_by_label("What happened, in order").fill("Short of breath at minute 13, pump stopped, EMS called.")
    signed(page, "nurse")
    expect(page.locator(".field__error").first).to_be_visible()
    expect(page.get_by_label("What happened, in order")).to_have_value(re.compile("Short of breath"))
    looked_at(page, "emergency-debrief")
    page.get_by_label("What happened, in order").fill("Short of breath at minute 13, pump stopped, EMS called.")
    page.get_by_label("Who took part").fill("Nia, Sam")
    page.get_by_label("How the patient was at the end").fill("Awake, breathing, with EMS")
    signed(page, "nurse")
    page.wait_for_url(re.compile("/emergency/$"))
    expect(page.locator("#saved")).to_contain_text("The debrief is signed.")


def _report(page: Page, folder: Path) -> None:
    link = page.get_by_role("link", name="Event report as PDF")
    answer = page.request.get(link.get_attribute("href") or "", timeout=60_000)
    assert answer.status == 200
    sheet = folder / "event.pdf"
    sheet.write_bytes(answer.body())
    assert sheet.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True)
    for words in ("Serious event report", "Baptiste", "Pump stopped", "Short of breath", "SHA-256"):
        assert words in text.stdout


def test_a_drill_says_so_on_every_side(seat: Seat) -> None:
    page = seat("nurse", "/harbor/day/")
    page.get_by_role("link", name="Drills").click()
    page.get_by_label(re.compile("Where, and what")).fill("Chair 3, laryngospasm")
    page.get_by_role("button", name="Start a drill now").click()
    expect(page.get_by_text("DRILL: no patient")).to_be_visible()
    for name in ("Help called", "EMS called", "Pump stopped"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".em-times")).to_contain_text(name)
    looked_at(page, "drill")
    chosen(page, "Who took part", "Nia Okafor RN")
    page.get_by_role("button", name="The drill is over").click()
    expect(page.get_by_text("DRILL over", exact=True)).to_be_visible()
    page.get_by_role("link", name="All drills").click()
    expect(page.locator(".em-chain").first).to_contain_text("EMS called")
    looked_at(page, "drills")


@pytest.mark.parametrize("path", ["/harbor/emergency-card/", "/harbor/emergency-card/new/"])
def test_the_card_and_its_form_can_be_used_by_everyone(seat: Seat, path: str) -> None:
    page = seat("director", path)
    expect(page.locator("main")).to_be_visible()
    looked_at(page, f"card-{'new' if 'new' in path else 'read'}")
