"""Every page at the sizes it is used at: nothing for axe to find, nothing cut off, no key too small for a finger."""

from __future__ import annotations

from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET, Seat
from tests.browser.house import ROOT, House

SIZES: Final = {"tablet": TABLET, "portrait": {"width": 820, "height": 1180}, "phone": {"width": 390, "height": 844}}
CHAIRS: Final = ("alarm", "paused", "preparing", "recovering", "finished", "later")
FORMS: Final = {
    "preparing": ("precheck", "drawn_up", "go_no_go", "bedside_check", "vitals"),
    "recovering": ("discharged", "wasted", "instructions_given", "transferred_ems"),
    "alarm": ("medication_given", "symptom_started", "note"),
}
IN_A_DIM_ROOM: Final = ("board", "chair-", "form-pre", "form-dis", "day", "record", "patient", "policy", "monitors")
ALL_PAGES_AT: Final = ("tablet", "phone")
LEAST_PX: Final = 44
TOO_SMALL: Final = """least => {
  const inText = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline"
    && Boolean(one.closest("p, td, th, li, dd"));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden")
    .filter((one) => !one.matches(".skip, .chair__link, label.choice input") && !inText(one))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 110)}`);
}"""


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
    }


@pytest.mark.parametrize("size", list(SIZES))
def test_every_page_fits_and_can_be_used_by_everyone(size: str, seat: Seat, house: House) -> None:
    page = seat("nurse", size=SIZES[size])
    folder = ROOT / "test-results" / size
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[str]] = {}
    for name, path in pages(house).items():
        if size not in ALL_PAGES_AT and not name.startswith(("board", "chair", "form-d")):
            continue
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        found[name] = faults_of(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_dim_room_changes_no_contrast(seat: Seat, house: House) -> None:
    page = seat("nurse", color_scheme="dark")
    for name, path in pages(house).items():
        if not name.startswith(IN_A_DIM_ROOM):
            continue
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        page.screenshot(path=ROOT / "test-results" / f"dark-{name}.png", full_page=True)
        assert _axe(page) == []


def test_the_door_can_be_used_by_everyone(seat: Seat) -> None:
    page = seat("nurse", size=SIZES["phone"])
    page.context.clear_cookies()
    page.goto("/account/login/")
    assert faults_of(page) == []


def faults_of(page: Page) -> list[str]:
    """What is cut off, too small for a finger, or found by axe on a page as it stands."""
    return [*_too_wide(page), *_too_small(page), *_axe(page)]


def _too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


def _too_small(page: Page) -> list[str]:
    return [f"too small: {one}" for one in page.evaluate(TOO_SMALL, LEAST_PX)]


def _axe(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"axe {one['id']}: {node['html'][:140]}" for one in violations for node in one["nodes"]]
