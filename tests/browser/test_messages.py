"""Messages in a browser: the outbox at every size, what to say, and what stands on a colleague's screen."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.house import ROOT, House, environment
from tests.browser.looks import SIZES, TABLET, cut_off, faults_of, picture

OUTBOX = "/harbor/messages/"


@pytest.fixture
def with_letters(house: House) -> House:
    """The house, with messages in every state that a person has to see."""
    command = [sys.executable, "-m", "tests.browser.letters", house.ids["patients"]["finished"]]
    subprocess.run(command, cwd=ROOT, env=environment(house.place), check=True, capture_output=True)
    return house


def faults_at_every_size(page: Page, name: str) -> list[str]:
    page.set_viewport_size(TABLET)
    found = faults_of(page)
    for size in ("tablet", "phone"):
        page.set_viewport_size(SIZES[size])
        picture(page, f"{size}/{name}")
        found += [f"{size}: {one}" for one in cut_off(page)]
    page.set_viewport_size(TABLET)
    return found


def test_a_message_is_said_told_and_seen_and_every_page_can_be_used(seat: Seat, with_letters: House) -> None:
    page, found = seat("nurse"), {}
    page.goto(OUTBOX)
    main, own = page.locator("main"), page.locator("#own-messages")
    expect(own).to_contain_text("For you:")
    expect(page.locator("#messages-waiting")).to_contain_text("5")
    for told in ("No gateway is set up", "Nobody knows whether it arrived", "did not accept SLOWDRIP_TEXT_TOKEN"):
        expect(main).to_contain_text(told)
    found["outbox"] = faults_at_every_size(page, "messages")
    page.goto(f"/harbor/people/{with_letters.ids['patients']['finished']}/")
    found["panel"] = faults_at_every_size(page, "messages-panel")
    page.goto(OUTBOX)
    colleague = main.locator("#by-hand ~ ul li").filter(has_text="colleague")
    colleague.get_by_role("button", name="What to say").click()
    expect(main).to_contain_text("It stands here once")
    found["words"] = faults_at_every_size(page, "message-words")
    page.goto(OUTBOX)
    own.get_by_role("button", name="Seen").click()
    expect(own).not_to_contain_text("For you:")
    page.goto(OUTBOX)
    main.get_by_role("button", name="It arrived").click()
    main.get_by_role("button", name="Told").click()
    expect(page.locator("#messages-waiting")).to_contain_text("2")
    expect(main).to_contain_text("Nothing waits to be handed over.")
    assert {name: faults for name, faults in found.items() if faults} == {}
