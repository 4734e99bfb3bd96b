"""One number says when a clock, a lease and a line count as dead, on the server and on the page."""

import re
from datetime import timedelta
from pathlib import Path

import slowdrip.site
from slowdrip.clinic.record.lease import LEASE
from slowdrip.clinic.record.queries import SILENT_AFTER

LIVE_JS = Path(slowdrip.site.__path__[0], "static", "slowdrip", "js", "live.js")


def stale_after(script: str) -> timedelta:
    """After how long without a beat the page turns loud."""
    found = re.search(r"STALE_AFTER_MS = (\d+);", script)
    assert found is not None
    return timedelta(milliseconds=int(found[1]))


def test_server_lease_and_page_know_the_same_five_seconds() -> None:
    assert LEASE == SILENT_AFTER == stale_after(LIVE_JS.read_text("utf-8")) == timedelta(seconds=5)


def test_planted_fault_a_page_that_waits_longer_is_noticed() -> None:
    assert stale_after("export const STALE_AFTER_MS = 60000;") != SILENT_AFTER
