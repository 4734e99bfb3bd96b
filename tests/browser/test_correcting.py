"""It was earlier, and this is why: two taps after a tap mend its time or say its reason, and undo takes each back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import at_chair, happened, key, tap
from tests.browser.house import House
from tests.browser.looks import ALL_PAGES_AT, SIZES, faults_of, picture
from tests.browser.watch import watch_of

STRUCK = "#happened-card .timeline__item--void"


def saved(page: Page) -> Locator:
    return page.locator("#saved")


def clock_in(line: Locator) -> datetime:
    """The time of day that a line shows."""
    found = re.search(r"\b(\d\d):(\d\d)\b", line.inner_text())
    assert found
    return datetime(2026, 1, 1, int(found[1]), int(found[2]), tzinfo=UTC)


def struck(page: Page, text: str) -> Locator:
    return page.locator(STRUCK).filter(has_text=text)


def standing(page: Page, text: str) -> Locator:
    return page.locator("#happened-card .timeline__item:not(.timeline__item--void)").filter(has_text=text)


@pytest.mark.parametrize("size", ALL_PAGES_AT)
def test_a_pause_was_two_minutes_earlier_and_the_stop_had_a_reason(size: str, seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("mended" if size == "tablet" else "mended_too"), size=SIZES[size])
    tap(page, "I paused the pump")
    expect(saved(page)).to_contain_text("Pump paused ·")
    tapped_at = clock_in(saved(page))
    picture(page, f"correcting/{size}-paused")
    assert faults_of(page) == []
    saved(page).get_by_role("button", name="−2 min").click()
    earlier = f"{tapped_at - timedelta(minutes=2):%H:%M}"
    expect(saved(page)).to_contain_text(earlier)
    expect(standing(page, "Pump paused")).to_contain_text(earlier)
    expect(struck(page, "Pump paused")).to_contain_text("time corrected")
    saved(page).get_by_role("button", name="Undo").click()
    expect(saved(page)).to_contain_text(f"{tapped_at:%H:%M}")
    expect(standing(page, "Pump paused")).to_contain_text(f"{tapped_at:%H:%M}")
    page.wait_for_timeout(700)  # a second tap within a moment is a double tap
    saved(page).get_by_role("button", name="Undo").click()
    expect(saved(page)).to_contain_text("Voided.")
    expect(standing(page, "Pump paused")).to_have_count(0)
    _stopped(page, size)


def _stopped(page: Page, size: str) -> None:
    tap(page, "I stopped the pump")
    expect(saved(page)).to_contain_text("Why?")
    picture(page, f"correcting/{size}-stopped")
    assert faults_of(page) == []
    saved(page).get_by_role("button", name="The patient asked").click()
    expect(saved(page)).to_contain_text("the patient asked")
    expect(saved(page)).not_to_contain_text("Why?")
    expect(standing(page, "Pump stopped")).to_contain_text("the patient asked")
    _typed(page, size)


def _typed(page: Page, size: str) -> None:
    saved(page).get_by_text("Other time").click()
    saved(page).get_by_label("Time at which it happened").fill("25:00")
    saved(page).get_by_role("button", name="Set this time").click()
    expect(saved(page)).to_contain_text("Type the time as 14:05.")
    expect(saved(page).get_by_label("Time at which it happened")).to_have_value("25:00")
    picture(page, f"correcting/{size}-typed")
    assert faults_of(page) == []
    then = f"{clock_in(standing(page, 'Pump stopped')) - timedelta(minutes=3):%H:%M}"
    saved(page).get_by_label("Time at which it happened").fill(then)
    saved(page).get_by_role("button", name="Set this time").click()
    expect(standing(page, "Pump stopped")).to_contain_text(then)
    _from_the_list(page, size, then)


def _from_the_list(page: Page, size: str, then: str) -> None:
    standing(page, "Pump stopped").get_by_role("link", name="Time: Pump stopped").click()
    expect(page.get_by_role("heading", name="It was earlier")).to_be_visible()
    picture(page, f"correcting/{size}-page")
    assert faults_of(page) == []
    page.get_by_role("button", name="−1 min").click()
    at_chair(page)
    expect(standing(page, "Pump stopped")).not_to_contain_text(then)
    page.locator("#happened-card").scroll_into_view_if_needed()
    picture(page, f"correcting/{size}-list")


def test_a_symptom_tapped_on_an_old_page_keeps_its_meaning(seat: Seat, house: House) -> None:
    page, other = seat("nurse", house.drip("alarm")), seat("second", house.drip("alarm"))
    page.route("**/live/", lambda route: route.abort())
    with watch_of(page).server_gone():
        key(other, "headache").click()
        expect(happened(other, "Headache")).to_have_count(1)
        key(page, "headache").click()
        expect(saved(page)).to_contain_text("Nothing was entered twice.")
        page.unroute("**/live/")
    page.reload()
    expect(happened(page, "Headache")).to_have_count(1)
    expect(key(page, "headache")).to_have_attribute("aria-pressed", "true")


def test_a_patient_moves_to_another_chair_and_every_screen_says_so(seat: Seat, house: House) -> None:
    page, other = seat("nurse", house.drip("recovering")), seat("second", house.drip("recovering"))
    page.get_by_text("All entries").click()
    page.get_by_role("link", name="Move to another chair").click()
    picture(page, "correcting/tablet-move")
    assert faults_of(page) == []
    free = page.get_by_role("group", name="Free chairs").get_by_role("button").last
    name = free.inner_text().removeprefix("Chair").strip()
    free.click()
    at_chair(page)
    expect(happened(page, f"to chair {name}")).to_have_count(1)
    expect(other.locator("#chair-no")).to_contain_text(name)


def test_a_form_sent_again_after_its_answer_was_lost_is_stored_once(seat: Seat, house: House) -> None:
    page = seat("nurse", f"{house.drip('recovering')}enter/note/")
    with watch_of(page).server_gone():
        page.route("**/enter/note/", lambda route: (route.fetch(), route.abort()), times=1)
        page.get_by_role("textbox", name="Note").fill("Slept a little")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_timeout(500)
    page.goto(f"{house.drip('recovering')}enter/note/")
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Slept a little")
    page.get_by_role("button", name="Save", exact=True).click()
    at_chair(page)
    expect(happened(page, "Slept a little")).to_have_count(1)
