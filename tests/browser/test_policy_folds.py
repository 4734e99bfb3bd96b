"""The policy folds by section: with and without script, for everyone, and never on paper."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.looks import SIZES, faults_of

POLICY = "/harbor/policy/"


def unfolded(page: Page) -> list[str]:
    """The sections whose values can be seen."""
    seen: list[str] = page.evaluate(
        "[...document.querySelectorAll('.policy-fold')].filter((one) => one.querySelector('table')"
        ".checkVisibility({ contentVisibilityAuto: true })).map((one) => one.id)"
    )
    return seen


def test_a_section_opens_and_everybody_can_use_what_is_in_it(seat: Seat) -> None:
    for size in ("tablet", "phone"):
        page = seat("nurse", POLICY, size=SIZES[size])
        table = page.locator("#section-alarms table").first
        expect(table).not_to_be_visible()
        page.locator("#section-alarms > summary").click()
        expect(table).to_be_visible()
        assert faults_of(page) == []


def test_a_section_opens_without_script(seat: Seat) -> None:
    page = seat("nurse", POLICY, java_script_enabled=False)
    page.locator("#section-alarms > summary").click()
    expect(page.locator("#section-alarms table").first).to_be_visible()


def test_nothing_is_folded_on_paper(seat: Seat) -> None:
    page = seat("nurse", POLICY)
    folded_on_screen = unfolded(page)
    page.emulate_media(media="print")
    for _ in range(200):  # a busy machine draws the paper a little later
        on_paper = unfolded(page)
        if len(on_paper) > len(folded_on_screen):
            break
        page.wait_for_timeout(100)
    assert len(folded_on_screen) < len(on_paper) == page.locator(".policy-fold").count()
