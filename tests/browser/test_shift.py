"""A shift in a browser: opened on the page of the day, a chair handed to the second nurse, closed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.hands import PEOPLE, at_chair, happened, place, signed
from tests.browser.house import House
from tests.browser.looks import SIZES, look

NOTE = "Likes it quiet; the left arm is sore."
TRIES = 4
TICKED_OFF = "The station's loudspeaker is at the repair"


def part(page: Page, code: str) -> str:
    """The address of one part of a shift on the page."""
    return f".shift-parts [data-part={code}]"


def test_a_shift_is_opened_handed_over_and_closed(seat: Seat, house: House) -> None:
    page = seat("nurse", "/harbor/day/")
    opens(page)
    hands_over(page, house)
    closes(page)


def opens(page: Page) -> None:
    """What is not whole is shown, said yes to with a reason, and shown on the open shift."""
    expect(page.get_by_role("heading", name="No shift is open")).to_be_visible()
    expect(page.locator(part(page, "kit"))).to_contain_text("Checked today and complete")
    expect(page.locator(part(page, "sound"))).to_contain_text("Not tested today on this screen")
    look(page, "shift-opening")
    signed(page, "nurse", by="Open the shift")
    expect(page.locator(part(page, "sound"))).to_contain_text("Say in a few words why it goes on like this")
    look(page, "shift-opening-refused")
    page.locator("[name=because_sound]").fill(TICKED_OFF)
    signed(page, "nurse", by="Open the shift", pin="0001")
    expect(page.locator("[name=because_sound]")).to_have_value(TICKED_OFF)
    signed(page, "nurse", by="Open the shift")
    expect(page.get_by_role("heading", name="Shift 1 is open")).to_be_visible()
    expect(page.locator("#shift-card")).to_contain_text(TICKED_OFF)
    look(page, "shift-open")


def hands_over(page: Page, house: House) -> None:
    """The second nurse reads the summary and takes the chair with their own PIN; a wrong one loses nothing typed."""
    page.goto(house.drip("paused"))
    expect(page.locator("#nurse")).to_contain_text(PEOPLE["nurse"].name)
    page.goto(f"{house.drip('paused')}hand-over/")
    expect(page.get_by_role("heading", name="Hand over to ...")).to_be_visible()
    expect(page.locator(".handover")).to_contain_text("Nausea")
    look(page, "hand-over", at=("tablet", "portrait", "phone"))
    page.set_viewport_size(SIZES["phone"])
    page.locator("[name=note]").fill(NOTE)
    signed(page, "second", by="Sign and take the chair", pin="0001")
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    look(page, "hand-over-refused")
    signed(page, "second", by="Sign and take the chair")
    at_chair(page)
    expect(page.locator("#nurse")).to_contain_text(PEOPLE["second"].name)
    handed = re.compile(r"Handed over from Nia Okafor RN to Sam Lindqvist RN.*Likes it quiet")
    expect(happened(page, handed)).to_be_visible()
    look(page, "chair-handed-over")
    page.goto("/harbor/")
    expect(place(page, "8")).to_contain_text("nurse: Sam")
    look(page, "board-with-nurses", at=("tablet", "phone", "wall"))


def closes(page: Page) -> None:
    """Nobody who stays may hold nothing: the chairs are named until their nurses are marked as staying."""
    page.goto("/harbor/day/")
    page.get_by_role("link", name="Close the shift").click()
    expect(page.get_by_role("heading", name="Close shift 1")).to_be_visible()
    says_what_waits_once_it_was_read(page)
    look(page, "shift-closing")
    page.locator("label.choice", has_text=PEOPLE["nurse"].name).click()
    for field in page.locator(".shift-parts__because input").all():
        field.fill("The late shift knows")
    signed(page, "nurse", by="Close the shift")
    expect(page.locator("main")).to_contain_text("Nobody who stays holds chair 8")
    look(page, "shift-closing-refused")
    page.locator("label.choice", has_text=PEOPLE["second"].name).click()
    closes_as_it_stands(page)
    expect(page.locator("main")).to_contain_text("Nia Okafor RN, Sam Lindqvist RN")
    expect(page.locator("main")).to_contain_text(TICKED_OFF)
    look(page, "shift-closed")
    page.get_by_role("link", name="All shifts").click()
    expect(page.get_by_role("heading", name="Shifts")).to_be_visible()
    look(page, "shifts")


def says_what_waits_once_it_was_read(page: Page) -> None:
    """A close is signed with the number that was read from this tablet's disk; unread is not none."""
    expect(page.locator("[data-unsent]")).to_have_value("0")
    unread = page.context.new_page()
    unread.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no disk'); };")
    unread.goto(page.url)
    expect(unread.get_by_role("heading", name="Close shift 1")).to_be_visible()
    expect(unread.locator("[data-unsent]")).to_have_value("")
    unread.close()


def closes_as_it_stands(page: Page) -> None:
    """An alarm may come while somebody types: then what is shown is read again, and signed again."""
    closed = page.get_by_role("heading", name="Shift 1", exact=True)
    changed = page.get_by_text("Something changed while you read")
    for _ in range(TRIES):
        signed(page, "nurse", by="Close the shift")
        expect(closed.or_(changed)).to_be_visible()
        if closed.is_visible():
            return
    raise AssertionError("the house never stood still")


def test_a_chair_is_taken_over_without_its_nurse_and_leaving_names_the_chairs(seat: Seat, house: House) -> None:
    page = seat("second", f"{house.drip('tired')}hand-over/")
    expect(page.get_by_role("heading", name="Take over")).to_be_visible()
    signed(page, "second", by="Sign and take over")
    expect(page.locator("main")).to_contain_text("Say in a few words why the chair is taken over")
    page.locator("[name=reason]").fill("Nia is with the patient in chair 2")
    look(page, "take-over")
    signed(page, "second", by="Sign and take over")
    at_chair(page)
    expect(page.locator("#nurse")).to_contain_text(PEOPLE["second"].name)
    page.goto("/harbor/day/")
    leaving = page.locator(".people-list li", has_text=PEOPLE["second"].name)
    expect(leaving).to_contain_text("holds chair 1")
    leaving.get_by_role("button", name="Left").click()
    expect(page.get_by_text(re.compile(r"Without a nurse now: chair 1"))).to_be_visible()
    look(page, "day-left-without-nurse")
    page.goto("/harbor/tasks/")
    expect(page.get_by_text("This chair has no nurse in the building").first).to_be_visible()
    page.goto("/harbor/")
    expect(place(page, "1")).to_contain_text("no nurse: Sam left")
