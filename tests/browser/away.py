"""A tablet without its server: what it keeps, what it says, and what the server holds afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.hands import at_chair, kept
from tests.browser.house import House

SHELVED: Final = """() => new Promise((resolve) => {
  const opening = indexedDB.open("slowdrip-shelf", 1);
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve(false);
  opening.onsuccess = () => {
    const page = opening.result.transaction("pages").objectStore("pages").get(location.pathname);
    page.onsuccess = () => { opening.result.close(); resolve(page.result !== undefined); };
  };
})"""


def stored(house: House, kind: str) -> list[dict[str, Any]]:
    """What the server holds of that kind for the visit, with the time at which it happened."""
    visit = house.ids["visits"]["cut_off"].replace("-", "")
    asked = "SELECT payload, occurred_at, recorded_at FROM infusion_infusionevent WHERE infusion_id = ? AND kind = ?"
    with closing(sqlite3.connect(f"file:{house.place / 'slowdrip.sqlite3'}?mode=ro", uri=True)) as database:
        rows = database.execute(asked, (visit, kind)).fetchall()
    return [{**json.loads(payload), "occurred": occurred, "recorded": recorded} for payload, occurred, recorded in rows]


def notes(house: House) -> list[str]:
    return [str(row["note"]) for row in stored(house, "note")]


def is_loud(page: Page) -> None:
    """Waits until the page says that it cannot be trusted."""
    expect(page.get_by_text("No alarms from here: watch the monitor.")).to_be_visible()


def page_is_kept(page: Page) -> None:
    """Waits until the browser could show the page without the server."""
    for _ in range(100):
        if page.evaluate(SHELVED):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the page was not kept")


@contextmanager
def server_away(house: House, *, for_s: int = 0) -> Iterator[None]:
    """Takes the server away, and brings it back as it will be after that time."""
    house.stop("web")
    try:
        yield
    finally:
        house.start("web", later_s=for_s)


def write_note(page: Page, text: str) -> None:
    if page.locator("#write-note").get_attribute("open") is None:
        page.locator("#write-note summary").click()
    page.locator("#note-form textarea").fill(text)
    page.locator("#note-form button").click()


def open_chair(page: Page, house: House) -> None:
    page.goto(f"{house.url}{house.drip('cut_off')}")
    at_chair(page)


def shown_as_kept(page: Page, text: str) -> str:
    """Writes a note and waits until the page says that it is kept."""
    write_note(page, text)
    expect(kept(page, text)).to_have_count(1)
    return text
