"""Kills a server at random moments while entries are written, and asks afterwards what became of each."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from slowdrip.cli.chains import chain_faults
from slowdrip.clinic.infusion.projecting import drifted
from slowdrip.clinic.record.tenancy import tenant
from tests.crash.hands import Book, Crowd, Hand
from tests.crash.processes import Server
from tests.crash.stage import Stage

HANDS = 3
LATEST_S = 0.25
SHORT, LONG = 10, 200


def kills(is_long: bool) -> int:
    """How often: SLOWDRIP_KILLS says it, else 10, in a long run 200."""
    return int(os.environ.get("SLOWDRIP_KILLS", LONG if is_long else SHORT))


@dataclass(frozen=True, slots=True)
class Killed:
    """What was sent in all rounds, and how often each of it was found afterwards."""

    book: Book
    found: Counter[str]

    @property
    def lost(self) -> set[str]:
        """Acknowledged, and not there."""
        return {name for name in self.book.acknowledged if not self.found[name]}

    @property
    def doubled(self) -> set[str]:
        """There more than once."""
        return {name for name in self.book.sent if self.found[name] > 1}


def rounds(server: Server, hand: Callable[[], Hand], *, label: str, times: int) -> Book:
    """Writes and kills that often; what has no answer is sent again once the server is up, as tablets and monitors do.

    The label names the entries and is the seed.
    """
    book, moments = Book(), random.Random(label)
    for number in range(times):
        crowd = Crowd(f"{label}{number}", book)
        crowd.start([hand() for _ in range(HANDS)])
        crowd.began.wait(timeout=30)
        time.sleep(moments.uniform(0, LATEST_S))
        server.kill()
        crowd.leave()
        server.start()
        _send_again(book, hand())
    return book


def _send_again(book: Book, hand: Hand) -> None:
    for name in sorted(book.unanswered):
        assert book.sends(name, hand)
    hand.close()
    assert not book.unanswered


def found(stage: Stage, names: Callable[[], Iterable[str]]) -> Counter[str]:
    """How often each name stands in the record."""
    with stage.opened(), tenant(stage.clinic_id):
        return Counter(names())


def assert_whole(stage: Stage) -> None:
    """What `slowdrip verify` and `slowdrip check` look at: the chain holds and projections equal their logs."""
    with stage.opened():
        assert chain_faults() == []
        with tenant(stage.clinic_id):
            assert drifted(stage.clinic_id) == []


def assert_kept(killed: Killed) -> None:
    """Nothing acknowledged is lost, nothing stands twice, and entries were acknowledged and cut off at all."""
    assert killed.book.acknowledged
    assert (killed.lost, killed.doubled) == (set(), set())


@pytest.fixture
def times(is_long_run: bool) -> int:
    """How often the server is killed in this run."""
    return kills(is_long_run)
