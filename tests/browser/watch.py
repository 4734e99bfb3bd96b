"""Watches a page while a test uses it: what a person would not see must still be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# The browser notes every answer that is not 2xx; a form sent back with its problems is a good answer.
SENT_BACK = re.compile(r"the server responded with a status of 422|Response Status Error Code 422")
# A page that is left while it asks for something gives the question up; htmx reports that as an error, and twice.
LEFT = re.compile(r"htmx:(afterRequest|sendAbort)")
# Sound waits for the first tap on a page; the browser says so each time.
NOT_TAPPED_YET = re.compile("AudioContext was not allowed to start")
# The browser asks for the chair's worker again by itself; where nobody is signed in it is sent away, the old one stays.
DOOR_FOR_WORKER = re.compile("script resource is behind a redirect")
# The checker of accessibility leaves empty style attributes behind; a live swap that copies one is refused by the
# page's policy, which names the hash of nothing at all. Any style that says something has another hash.
STYLE_OF_NOTHING = re.compile(
    r"Applying inline style violates.*'sha256-47DEQpj8HBSa\+/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU='", re.S
)
SERVER_GONE = re.compile(
    r"net::ERR_|Failed to fetch|htmx:(sendError|timeout)|Failed to load resource"
    r"|unknown error occurred when fetching the script"
)


_WATCHES: WeakKeyDictionary[Page, Watch] = WeakKeyDictionary()


def watched(page: Page, origin: str) -> Watch:
    """Begins to watch a page of that origin."""
    _WATCHES[page] = Watch(page, origin)
    return _WATCHES[page]


def watch_of(page: Page) -> Watch:
    """Gives the watch of a page: a test that stops the server says so to it."""
    return _WATCHES[page]


class Watch:
    """What went wrong unseen on a page: console, policy, foreign requests, uncaught errors, broken answers."""

    def __init__(self, page: Page, origin: str) -> None:
        self.faults: list[str] = []
        self.allowed: list[re.Pattern[str]] = [SENT_BACK, LEFT, NOT_TAPPED_YET, DOOR_FOR_WORKER, STYLE_OF_NOTHING]
        self.origin = urlsplit(origin).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    @contextmanager
    def server_gone(self) -> Iterator[None]:
        """While the test keeps the server away, failing requests are no fault of the page."""
        self.allowed.append(SERVER_GONE)
        yield

    def _note(self, fault: str) -> None:
        if not any(pattern.search(fault) for pattern in self.allowed):
            self.faults.append(fault)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.origin:
            self._note(f"request to another origin: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.status} from {response.url}")
