"""Two ways a visit truly ends: home with the escort through every gate, and the ambulance while the drip runs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import at_chair, chosen, entry, happened, mend, place, save, signed, tap, vitals
from tests.browser.house import House


@pytest.mark.needs("pdf")
def test_home_through_every_gate_with_a_record_that_adds_up(seat: Seat, house: House, tmp_path: Path) -> None:
    page = seat("nurse", house.drip("leaving"))
    expect(page.get_by_role("button", name="Discharge")).to_be_disabled()
    _look_once_more(page)
    _count_the_drug(page)
    expect(page.locator("#next")).to_contain_text("Every gate is met.")
    page.get_by_role("link", name="Discharge").click()
    expect(page.locator(".entering__beside")).to_contain_text("Every gate is met.")
    page.get_by_label("Escort's name").fill("Robin Hale")
    signed(page, "nurse")
    at_chair(page)
    expect(page.get_by_role("heading", name="Discharged")).to_be_visible()
    _record(page, tmp_path)


def _look_once_more(page: Page) -> None:
    vitals(page, "128/80", hr="74", spo2="97")
    for key in ("MOAA/S 5", "Dissociation 0", "Nausea 0", "Oriented × 4"):
        tap(page, key)
        expect(page.locator("#saved")).to_contain_text(key)
    tap(page, "Steady")
    expect(page.locator("#saved")).to_contain_text("Gait: Steady")
    mend(page, "Ask")
    chosen(page, "Answer", "None reported")
    save(page)
    mend(page, "Escort is here")
    page.get_by_label("Name", exact=True).fill("Robin Hale")
    save(page)
    mend(page, "Instructions")
    chosen(page, "Escort signed for the instructions", "Yes")
    chosen(page, "Clinic's phone number given", "Yes")
    save(page)
    mend(page, "IV out")
    chosen(page, "Finding", "Site intact")
    save(page)


def _count_the_drug(page: Page) -> None:
    """The pump gave all but a little more than policy lets pass unsaid; that little is wasted before a witness."""
    page.get_by_role("link", name="Read the pump").first.click()
    expect(page.locator(".entering__beside")).to_contain_text("100 mL")
    page.get_by_label("Volume given, as the pump shows").fill("100")
    page.get_by_label("Left in bag and line").fill("0")
    save(page)
    page.get_by_role("link", name="Waste").first.click()
    page.get_by_label("Volume thrown away").fill("0.5")
    chosen(page, "Container", "Vial")
    signed(page, "second")
    at_chair(page)
    expect(happened(page, re.compile("[Ww]aste|[Tt]hrown away")).first).to_contain_text("Sam Lindqvist")


def _record(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Record", exact=True).click()
    expect(page.get_by_role("heading", name="Record", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("42.5 mg")
    link = page.get_by_role("link", name="Flow sheet as PDF")
    answer = page.request.get(link.get_attribute("href") or "", timeout=60_000)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    sheet = folder / "sheet.pdf"
    sheet.write_bytes(answer.body())
    assert sheet.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True)
    assert "42.5 mg" in text.stdout
    assert "Weidner" in text.stdout
    assert "Discharged" in text.stdout


def test_the_ambulance_takes_the_patient_while_the_drip_runs(seat: Seat, house: House) -> None:
    page, board = seat("nurse", house.drip("taken")), seat("second", "/harbor/")
    chair = place(board, "4")
    expect(chair).to_contain_text("Running")
    tap(page, "Help to chair 4")
    expect(page.locator("#saved")).to_contain_text("Help called")
    tap(page, "I stopped the pump")
    expect(page.get_by_role("heading", name="Going home")).to_be_visible()
    entry(page, "Help arrived")
    chosen(page, "Who", "EMS")
    save(page)
    page.get_by_text("The visit ends another way").click()
    page.get_by_role("link", name="Transferred by EMS").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field__error").first).to_be_visible()
    page.get_by_label("Reason", exact=True).fill("chest pain, systolic 210")
    page.get_by_label(re.compile("Destination")).fill("Harbor General")
    save(page)
    expect(page.get_by_role("heading", name="Transferred by EMS")).to_be_visible()
    expect(chair).to_contain_text("Free")


def test_the_ambulance_takes_the_patient_and_nobody_said_that_the_pump_was_stopped(seat: Seat, house: House) -> None:
    page, board = seat("nurse", house.drip("taken_running")), seat("second", "/harbor/")
    page.get_by_text("The visit ends another way").click()
    page.get_by_role("link", name="Transferred by EMS").click()
    expect(page.locator(".entering__beside")).to_contain_text("still runs by the record")
    page.get_by_label("Reason", exact=True).fill("severe headache, systolic 215")
    page.get_by_label(re.compile("Destination")).fill("Harbor General")
    save(page)
    expect(page.get_by_role("heading", name="Transferred by EMS")).to_be_visible()
    expect(place(board, "13")).to_contain_text("Free")
    page.goto("/harbor/tasks/")
    expect(page.locator("main")).to_contain_text("The visit ended while the drip was running")
