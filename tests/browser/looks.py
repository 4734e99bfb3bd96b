"""How a page looks: its pictures at the sizes it is used at, and what is cut off, too small, or found by axe."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.house import ROOT

TABLET: Final = ViewportSize(width=1180, height=820)
SIZES: Final = {
    "tablet": TABLET,
    "portrait": ViewportSize(width=820, height=1180),
    "phone": ViewportSize(width=390, height=844),
    "wall": ViewportSize(width=1920, height=1080),
}
IN_HAND: Final = ("tablet", "portrait", "phone")
ALL_PAGES_AT: Final = ("tablet", "phone")
# What axe finds hardly depends on the size, and it is the dear part of the walk: the phone has it in the long run.
IS_LONG: Final = os.environ.get("SLOWDRIP_LONG") == "1"
READ_AT: Final = ALL_PAGES_AT if IS_LONG else ("tablet",)
# A picture of each page costs as much as a fifth of its test, and nobody opens those of a run that passed.
PICTURES: Final = IS_LONG or os.environ.get("SLOWDRIP_PICTURES") == "1"
LEAST_PX: Final = 44
BEGINS_MS: Final = 200
"""By then a browser has begun to go where a tap leads."""
TOO_SMALL: Final = """least => {
  const inText = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline"
    && Boolean(one.closest("p, td, th, li, dd"));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden")
    .filter((one) => !one.matches(".skip, .chair__link, label.choice input, label.check input") && !inText(one))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 110)}`);
}"""


def picture(page: Page, name: str) -> None:
    """Keeps a picture of the page where pictures were asked for, with SLOWDRIP_PICTURES=1."""
    if PICTURES:
        kept(page, name)


def kept(page: Page, name: str) -> None:
    """Keeps the whole page as `test-results/NAME.png`; the name may begin with the size."""
    path = ROOT / "test-results" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def look(page: Page, name: str, *, at: Iterable[str] = ALL_PAGES_AT) -> None:
    """Turns the page to each size: a picture of each, nothing cut off or too small, and nothing found by axe."""
    arrived(page)
    for size in at:
        page.set_viewport_size(SIZES[size])
        picture(page, f"{size}/{name}")
        faults = faults_of(page) if size in READ_AT else cut_off(page)
        assert faults == [], f"{name} {size}: {faults}"
    page.set_viewport_size(TABLET)


def arrived(page: Page) -> None:
    """Waits for the page that a tap a moment ago leads to."""
    page.wait_for_timeout(BEGINS_MS)
    page.wait_for_load_state()


def faults_of(page: Page) -> list[str]:
    """What is cut off, too small for a finger, or found by axe on a page as it stands."""
    return [*cut_off(page), *axe(page)]


def cut_off(page: Page) -> list[str]:
    """What is cut off, or too small for a finger, once the page and its styles are there: words come before them."""
    page.wait_for_load_state()
    return [*_too_wide(page), *_too_small(page)]


def axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, by its rule."""
    violations = Axe().run(page, options=options).response["violations"]
    return [f"axe {one['id']}: {node['html'][:140]}" for one in violations for node in one["nodes"]]


def _too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


def _too_small(page: Page) -> list[str]:
    return [f"too small: {one}" for one in page.evaluate(TOO_SMALL, LEAST_PX)]
