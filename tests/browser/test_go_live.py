"""The director brings patients in from a table: each page fits, and can be used by everyone."""

from __future__ import annotations

from playwright.sync_api import expect

from slowdrip.clinic.golive.tests.tables import BARE, table
from tests.browser.conftest import Seat
from tests.browser.looks import look

NEW = {**BARE, "reference": "GL-1", "family_name": "Golightly"}
WRONG = {**NEW, "reference": "GL-2", "family_name": "Wrong", "birth_date": "04/02/1979", "phone": "+1 555 0141"}


def test_a_table_is_looked_at_imported_and_taken_back(seat: Seat) -> None:
    page = seat("director")
    page.goto("/harbor/go-live/")
    look(page, "go-live-home")
    file = {"name": "patients.csv", "mimeType": "text/csv", "buffer": table(NEW, WRONG)}
    page.get_by_label("Table (CSV)").set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()
    expect(page.get_by_text("Write it like 2026-03-09")).to_be_visible()
    look(page, "go-live-preview")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Import 1 patient").click()
    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_role("heading", name="Undo this import")).to_be_visible()
    look(page, "go-live-undo")
    page.get_by_label("Reason").fill("A rehearsal")
    page.get_by_role("button", name="Take 1 patient back").click()
    expect(page.get_by_role("heading", name="undone")).to_be_visible()
    look(page, "go-live-result")
