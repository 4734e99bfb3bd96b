"""The listener is killed while monitors send: what got its AA is stored once, the rest comes again and once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from slowdrip.clinic.monitors.models import MonitorMessage
from tests.crash.hands import numbers
from tests.crash.killing import Killed, assert_kept, assert_whole, found, rounds
from tests.crash.processes import Server, server, warmed
from tests.crash.stage import Stage

pytestmark = pytest.mark.sqlite_only


def heard() -> Iterator[str]:
    """The control id of every message that was kept."""
    yield from MonitorMessage.objects.values_list("control_id", flat=True)


def killed_while_sent(stage: Stage, listener: Server, times: int) -> Killed:
    told: dict[str, bytes] = {}
    book = rounds(listener, lambda: numbers(listener.port, told), label="number", times=times)
    return Killed(book, found(stage, heard))


def test_what_got_its_acknowledgement_before_a_kill_is_stored_once(stage: Stage, times: int) -> None:
    with warmed(stage) as warm:
        killed = killed_while_sent(stage, server(warm, "listen"), times)
    assert_kept(killed)
    assert_whole(stage)
    print(f"{times} kills, {len(killed.book.acknowledged)} messages acknowledged, none lost, none doubled")
