"""A screen knows what it should sound: louder before quieter, silent once somebody is on it, silent on a tablet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import happened, tap
from tests.browser.house import ROOT, House
from tests.browser.looks import look

MODULE = Path("src/slowdrip/site/static/slowdrip/js/sound.js")
ANSWERED = 'document.querySelector(".alarm--urgent[data-open]")'
HAS_LOOKED = "() => new Promise(done => setTimeout(done, 1100))"
"""The page's own time, in which it looked at its marks at least once: its timers run in order."""


def looked_at(page: Page, name: str) -> None:
    look(page, name)
    page.reload()


def sounding(page: Page, name: str) -> None:
    """The page would sound this now; an empty name means silence."""
    body = page.locator("body")
    if name:
        expect(body).to_have_attribute("data-sounding", name)
    else:
        expect(body).not_to_have_attribute("data-sounding", re.compile(".*"))


def with_module(page: Page, text: str) -> None:
    """Serves another sound module to this page."""
    page.route(
        re.compile(r"/js/sound(\.[0-9a-f]+)?\.js$"),
        lambda route: route.fulfill(body=text, content_type="text/javascript"),
    )


def stage(page: Page, house: House, marks: str) -> None:
    """Opens a calm page and puts marks on it, as the server would."""
    page.goto("/harbor/people/")
    expect(page.locator("[data-sound-now]")).to_have_count(1)
    page.evaluate(
        """(marks) => { document.getElementById("open-calls").remove();
           document.querySelector("main").insertAdjacentHTML("beforebegin", marks); }""",
        marks,
    )


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        ('<span hidden data-calls="urgent"></span>', "urgent"),
        ('<span hidden data-calls="urgent"></span><span hidden data-calls="emergency"></span>', "emergency"),
        ('<span hidden data-calls="urgent"></span><span hidden data-calls="help"></span>', "help"),
        ('<span hidden data-calls="lost"></span><span hidden data-calls="urgent"></span>', "lost"),
        ('<section class="alarm alarm--urgent" data-open></section>', "urgent"),
        ('<section class="alarm alarm--urgent"></section>', ""),
        ('<section class="alarm alarm--advisory" data-open></section>', ""),
        ('<span hidden data-sound-now="off"></span><span hidden data-calls="emergency"></span>', ""),
    ],
)
def test_the_loudest_mark_on_the_page_is_what_it_sounds(seat: Seat, house: House, marks: str, name: str) -> None:
    page = seat("nurse")
    stage(page, house, marks)
    page.evaluate(HAS_LOOKED)
    sounding(page, name)


def an_answered_alarm_is_silent(page: Page, house: House) -> None:
    stage(page, house, '<section class="alarm alarm--urgent"></section>')
    page.evaluate(HAS_LOOKED)
    sounding(page, "")


def test_planted_fault_an_answered_alarm_that_still_sounds_is_noticed(seat: Seat, house: House) -> None:
    page = seat("nurse")
    text = (ROOT / MODULE).read_text("utf-8")
    assert ANSWERED in text
    with_module(page, text.replace(ANSWERED, ANSWERED.replace("[data-open]", "")))
    with pytest.raises(AssertionError):
        an_answered_alarm_is_silent(page, house)


def enrolled(seat: Seat, kind: str, name: str) -> Page:
    page = seat("nurse", "/harbor/devices/", fresh=False)
    page.get_by_label("Name").fill(name)
    page.locator("label.choice", has_text=kind).click()
    page.get_by_role("button", name="Enrol this device").click()
    expect(page.get_by_role("heading", name=f"This is “{name}”")).to_be_visible()
    return page


def test_a_tablet_is_silent_until_somebody_says_otherwise(seat: Seat, house: House) -> None:
    page = enrolled(seat, "Tablet", "Tablet, room 9")
    expect(page.locator("body")).to_have_attribute("data-sound", "off")
    expect(page.locator("[data-sound-chip]")).to_have_count(0)
    looked_at(page, "devices-sound")
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforebegin", '<i data-calls="urgent"></i>')""")
    page.evaluate(HAS_LOOKED)
    sounding(page, "")
    page.get_by_role("button", name="Turn on the sound of Tablet, room 9").click()
    expect(page.locator("#saved")).to_contain_text("sounds from now on")
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforebegin", '<i data-calls="urgent"></i>')""")
    sounding(page, "urgent")


def test_help_is_heard_on_another_screen_until_somebody_comes(seat: Seat, house: House) -> None:
    chair, other = seat("nurse", house.drip("paused")), seat("second", "/harbor/people/")
    tap(chair, "Help to chair 8")
    line = other.locator("#open-calls")
    expect(line).to_contain_text("Help to chair 8")
    expect(line).to_contain_text("called by Nia")
    expect(line.locator("[data-elapsed]").first).to_have_text(re.compile(r"^\d+:\d\d$"))
    sounding(other, "help")
    expect(chair.locator("#open-calls")).to_contain_text("Help is here")
    looked_at(other, "help-elsewhere")
    other.goto("/harbor/")
    expect(line).to_contain_text("Help to chair 8")
    looked_at(other, "help-board")
    other.get_by_role("button", name="I am coming to chair 8").click()
    expect(other.locator("#saved")).to_contain_text("You are on your way")
    expect(line).not_to_contain_text("Help to chair 8")
    expect(chair.locator("#open-calls")).not_to_contain_text("Help to chair 8")
    expect(happened(chair, "Help on the way").first).to_be_visible()


def test_the_first_tap_wakes_the_sound_and_moves_nothing(seat: Seat, house: House) -> None:
    page = seat("nurse", "/harbor/day/")
    chip = page.locator("[data-sound-chip]")
    expect(chip).to_have_text("Sound is off until you tap here")
    bar = page.locator(
        ":has(> [data-sound-chip])"
    ).last  # main may move: a banner of another chair can come at any time
    before = bar.bounding_box()
    looked_at(page, "sound-asleep")
    page.locator("main h1").click()
    expect(page.locator("[data-sound-chip]")).to_have_text("Sound is on")
    assert bar.bounding_box() == before


def test_the_sound_is_tested_on_the_day_page(seat: Seat, house: House) -> None:
    page = seat("second", "/harbor/day/")
    page.get_by_role("button", name="Test the sound").click()
    played: list[Any] = []
    for name in ("emergency", "urgent", "patient", "lost"):
        expect(page.locator("[data-sound-pattern][aria-current]")).to_have_attribute("data-sound-pattern", name)
        played.append(name)
    expect(page.get_by_text("Heard all four?")).to_be_visible()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text(re.compile("Sound tested at .* on a screen that is not enrolled by Sam"))).to_be_visible()
    looked_at(page, "day-sound")
    assert len(played) == 4
