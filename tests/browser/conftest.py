"""What browser tests stand on: a house of its own for each file, one sign-in per person in it, watched pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.hands import sign_in
from tests.browser.house import House, built, served
from tests.browser.looks import SIZES, TABLET, kept
from tests.browser.tablet import Tablet
from tests.browser.watch import SERVER_GONE, Watch, watched
from tests.needs import chromium_program

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
Seat = Callable[..., Page]
Phone = Callable[..., Page]

# How soon a screen must follow is measured by bench/live.py on a quiet machine. Here it must follow by itself, on any.
FOLLOWS_WITHIN_MS = 20_000
expect.set_options(timeout=FOLLOWS_WITHIN_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a browser, and says something about SQLite alone: it serves its own database."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.needs("browser"))
            item.add_marker(pytest.mark.sqlite_only)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which there is nobody yet."""
    return built(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def house(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, loaded in a process of its own and served by the real ones; no file meets what another one did."""
    with served(tmp_path_factory.mktemp("house"), on=empty) as one:
        yield one


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    """A browser per file: while it is open this thread has an event loop, which other tests must not meet."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_program(), args=ARGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """Each person's cookies after the one sign-in at the house of this file."""
    return {}


@pytest.fixture
def context_of(browser: Browser, house: House, signed_in: dict[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a tablet (or another screen) at which a person has signed in through the real pages."""
    opened: list[BrowserContext] = []

    def make(who: str, *, size: ViewportSize | None = None, fresh: bool = False, **more: Any) -> BrowserContext:
        kept = None if fresh else signed_in.get(who)
        options = {"viewport": size or TABLET, "has_touch": True, "base_url": house.url, "storage_state": kept, **more}
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        opened.append(context)
        if kept is None:
            page = context.new_page()
            sign_in(page, who)
            page.close()
            if not fresh:
                signed_in[who] = context.storage_state()
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def seat(context_of: Callable[..., BrowserContext], house: House, request: pytest.FixtureRequest) -> Iterator[Seat]:
    """Opens a watched page for a person; what a watched page did wrong fails the test at its end."""
    watches: list[Watch] = []
    pages: list[Page] = []

    def sit(who: str, path: str = "", **more: Any) -> Page:
        page = context_of(who, **more).new_page()
        watches.append(watched(page, more.get("base_url", house.url)))
        pages.append(page)
        if path:
            page.goto(path)
        return page

    yield sit
    if any(report.failed for report in getattr(request.node, "reports", [])):
        _last_pictures(pages, request.node.name)
    faults = [fault for watch in watches for fault in watch.faults]
    assert faults == []


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    """Opens a phone at which nobody of the staff ever signed in."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def take(path: str, *, opens: bool = True, **more: object) -> Page:
        options = {"viewport": SIZES["phone"], "has_touch": True, "base_url": house.url, **more}
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]  # plain options of a context
        page = contexts[-1].new_page()
        watches.append(watched(page, house.url))
        if not opens:
            watches[-1].allowed.append(SERVER_GONE)  # the browser notes an answer that is not 2xx
        page.goto(path)
        return page

    yield take
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def tablet(browser: Browser, house: House, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet that can be killed."""
    made = Tablet(browser.browser_type, tmp_path / "tablet", url=house.url)
    yield made
    made.kill()


@pytest.fixture
def cookies(context_of: Callable[..., BrowserContext]) -> list[Any]:
    """What a browser holds after the nurse has signed in."""
    return list(context_of("nurse").storage_state()["cookies"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keeps the report at hand, so that a failed test leaves a picture of its pages."""
    report = yield
    item.reports = [*getattr(item, "reports", []), report]  # type: ignore[attr-defined]  # read by `seat` above
    return report


def _last_pictures(pages: list[Page], name: str) -> None:
    for number, page in enumerate(pages):
        with suppress(Exception):  # a page may be gone; the test has failed already
            kept(page, f"failed/{name}-{number}")
