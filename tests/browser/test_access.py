"""Every page at the sizes it is used at: nothing for axe to find, nothing cut off, no key too small for a finger."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.house import House
from tests.browser.looks import IN_HAND, READ_AT, SIZES, TABLET, axe, cut_off, faults_of, picture
from tests.browser.scores import scored

CHAIRS: Final = ("alarm", "paused", "preparing", "recovering", "finished", "later")
FORMS: Final = {
    "preparing": ("precheck", "drawn_up", "go_no_go", "bedside_check", "vitals"),
    "recovering": ("discharged", "wasted", "instructions_given", "transferred_ems"),
    "alarm": ("medication_given", "symptom_started", "note"),
}
IN_A_DIM_ROOM: Final = (
    *("board", "chair-", "form-pre", "form-dis", "day", "record", "patient", "policy", "monitors", "scores"),
)


def pages(house: House) -> dict[str, str]:
    """Every page of a nurse's day, by the name of its picture."""
    patient = house.ids["patients"]["alarm"]
    chairs = {f"chair-{key}": house.drip(key) for key in CHAIRS}
    forms = {f"form-{kind}": f"{house.drip(key)}enter/{kind}/" for key, kinds in FORMS.items() for kind in kinds}
    return {
        "board": "/harbor/",
        **chairs,
        **forms,
        "day": "/harbor/day/",
        "tasks": "/harbor/tasks/",
        "plan": f"/harbor/people/{patient}/plan/",
        "record": f"{house.drip('finished')}record/",
        "people": "/harbor/people/",
        "patient": f"/harbor/people/{patient}/",
        "orders": "/harbor/orders/",
        "policy": "/harbor/policy/",
        "staff": "/harbor/staff/",
        "devices": "/harbor/devices/",
        "monitors": "/harbor/monitors/",
        "switch": "/harbor/switch/",
        "scores": f"/harbor/people/{house.ids['patients']['finished']}/progress/",
        "outcomes": "/harbor/outcomes/",
        "questions": "/harbor/questions/",
        "thinking": f"/harbor/people/{patient}/thinking/",
        "thinking-hand-out": f"/harbor/people/{patient}/thinking/hand-out/",
        "boosters": "/harbor/go-live/boosters/",
        "cases-none": "/harbor/cases/",
        "adverse": "/harbor/adverse/",
        "adverse-of": f"/harbor/people/{patient}/adverse/",
        "messages-none": "/harbor/messages/",
    }


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_fits_and_can_be_used_by_everyone(half: int, seat: Seat, house: House) -> None:
    scored(house, "finished")
    page, found = seat("nurse"), {}
    for name, path in list(pages(house).items())[half::2]:
        page.set_viewport_size(TABLET)
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        found[name] = [*_at_every_size(page, name), *_in_a_dim_room(page, name)]
    assert {name: faults for name, faults in found.items() if faults} == {}


def _at_every_size(page: Page, name: str) -> list[str]:
    """Turned and made small as a hand does it, without a new page in between."""
    faults = []
    for size in IN_HAND:
        page.set_viewport_size(SIZES[size])
        picture(page, f"{size}/{name}")
        faults += [f"{size}: {one}" for one in (faults_of(page) if size in READ_AT else cut_off(page))]
    return faults


def _in_a_dim_room(page: Page, name: str) -> list[str]:
    """Only the colours change."""
    if not name.startswith(IN_A_DIM_ROOM):
        return []
    page.set_viewport_size(TABLET)
    page.emulate_media(color_scheme="dark")
    picture(page, f"dark-{name}")
    faults = axe(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return [f"dark: {one}" for one in faults]


def test_the_door_can_be_used_by_everyone(seat: Seat) -> None:
    page = seat("nurse", size=SIZES["phone"])
    page.context.clear_cookies()
    page.goto("/account/login/")
    assert faults_of(page) == []
