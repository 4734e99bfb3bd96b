"""A tablet dies with what it kept, another one takes over at once, and what the first one knew still arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.away import is_loud, notes, page_is_kept, shown_as_kept, stored, write_note
from tests.browser.cable import Cable, cable
from tests.browser.conftest import Seat
from tests.browser.hands import at_chair, happened, kept, tap, vitals
from tests.browser.house import House
from tests.browser.looks import look
from tests.browser.tablet import Tablet


@pytest.fixture
def line(house: House) -> Iterator[Cable]:
    """The cable of the tablet that will die."""
    with cable(house.port) as one:
        yield one


@pytest.fixture
def dying(browser: Browser, line: Cable, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet at that cable."""
    made = Tablet(browser.browser_type, tmp_path / "dying", url=line.url)
    yield made
    made.kill()


def _opened(page: Page, line: Cable, house: House) -> Page:
    page.goto(f"{line.url}{house.drip('cut_off')}")
    at_chair(page)
    return page


def test_a_tablet_dies_and_another_takes_over(
    dying: Tablet, line: Cable, cookies: list[Any], seat: Seat, house: House
) -> None:
    first = _opened(dying.start(cookies), line, house)
    page_is_kept(first)
    line.pull()
    is_loud(first)
    shown_as_kept(first, "the first tablet saw a rash")
    tap(first, "I paused the pump")
    expect(kept(first, "Paused")).to_have_count(1)
    dying.kill()
    _takes_over(other := seat("second", house.drip("cut_off")))
    line.plug_in()
    first = _opened(dying.start(cookies), line, house)
    expect(first.locator("[data-queued-list=here] li")).to_have_count(0, timeout=60_000)
    expect(happened(other, "the first tablet saw a rash")).to_have_count(1, timeout=60_000)
    expect(happened(other, "the second tablet is here now")).to_have_count(1)
    expect(happened(other, "Paused")).to_have_count(2, timeout=60_000)
    expect(other.get_by_text("does not fit:").first).to_be_visible()
    look(other, "chair-two-tablets")
    assert [row["note"] for row in stored(house, "note")].count("the first tablet saw a rash") == 1
    assert len(stored(house, "paused")) == 2
    assert notes(house).count("the second tablet is here now") == 1


def _takes_over(page: Page) -> None:
    """The second tablet knows nothing of what the first one kept, and goes on."""
    at_chair(page)
    expect(happened(page, "rash")).to_have_count(0)
    write_note(page, "the second tablet is here now")
    expect(happened(page, "the second tablet is here now")).to_have_count(1)
    vitals(page, "131/82")
    tap(page, "I paused the pump")
    expect(happened(page, "Paused")).to_have_count(1)
