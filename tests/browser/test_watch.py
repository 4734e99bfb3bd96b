"""The watch over pages finds what a person would not see: each kind of fault is planted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.house import House
from tests.browser.watch import Watch

PLANTED = {
    "console error": "console.error('planted')",
    "console warning": "console.warn('planted')",
    "uncaught": "setTimeout(() => { throw new Error('planted'); })",
    "Content Security Policy": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">planted</p>')",
    "another origin": "new Image().src = 'http://127.0.0.1:9/planted.png'",
}


@pytest.mark.parametrize("fault", list(PLANTED))
def test_a_planted_fault_is_found(fault: str, context_of: Callable[..., BrowserContext], house: House) -> None:
    page = context_of("nurse").new_page()
    watch = Watch(page, house.url)
    page.goto("/harbor/day/")
    expect(page.get_by_role("heading", name="The day")).to_be_visible()
    assert watch.faults == []
    page.evaluate(PLANTED[fault])
    for _ in range(100):  # a console message comes after the deed
        if any(fault in found for found in watch.faults):
            break
        page.wait_for_timeout(200)
    assert any(fault in found for found in watch.faults)
