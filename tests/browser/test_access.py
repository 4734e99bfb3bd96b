"""Every page at the sizes it is used at: nothing for axe to find, nothing cut off, no key too small for a finger."""

from __future__ import annotations

import os
from typing import Any, Final

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
# What axe finds hardly depends on the size, and it is the dear part of the walk: the phone has it in the long run.
READ_AT: Final = ALL_PAGES_AT if os.environ.get("SLOWDRIP_LONG") == "1" else ("tablet",)
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


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_fits_and_can_be_used_by_everyone(half: int, seat: Seat, house: House) -> None:
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
    for size, view in SIZES.items():
        page.set_viewport_size(view)
        _picture(page, f"{size}/{name}")
        faults += [f"{size}: {one}" for one in (faults_of(page) if size in READ_AT else cut_off(page))]
    return faults


def _in_a_dim_room(page: Page, name: str) -> list[str]:
    """Only the colours change."""
    if not name.startswith(IN_A_DIM_ROOM):
        return []
    page.set_viewport_size(TABLET)
    page.emulate_media(color_scheme="dark")
    _picture(page, f"dark-{name}")
    faults = _axe(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return [f"dark: {one}" for one in faults]


def _picture(page: Page, name: str) -> None:
    path = ROOT / "test-results" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def test_the_door_can_be_used_by_everyone(seat: Seat) -> None:
    page = seat("nurse", size=SIZES["phone"])
    page.context.clear_cookies()
    page.goto("/account/login/")
    assert faults_of(page) == []


def faults_of(page: Page) -> list[str]:
    """What is cut off, too small for a finger, or found by axe on a page as it stands."""
    return [*cut_off(page), *_axe(page)]


def cut_off(page: Page) -> list[str]:
    """What is cut off, or too small for a finger."""
    return [*_too_wide(page), *_too_small(page)]


def _too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


def _too_small(page: Page) -> list[str]:
    return [f"too small: {one}" for one in page.evaluate(TOO_SMALL, LEAST_PX)]


def _axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    violations = Axe().run(page, options=options).response["violations"]
    return [f"axe {one['id']}: {node['html'][:140]}" for one in violations for node in one["nodes"]]
