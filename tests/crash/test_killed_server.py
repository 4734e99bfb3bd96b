"""The web server is killed while entries are written: what was acknowledged is in the record, once."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from slowdrip.clinic.infusion.models import InfusionEvent
from tests.crash.hands import notes
from tests.crash.killing import Killed, assert_kept, assert_whole, found, rounds
from tests.crash.processes import Server, server, warmed
from tests.crash.stage import Stage

pytestmark = pytest.mark.sqlite_only
HASTY = "tests.crash.settings_hasty"


def noted() -> Iterator[str]:
    """The words of every note."""
    for payload in InfusionEvent.objects.filter(kind="note").values_list("payload", flat=True):
        yield json.loads(payload)["note"]


def killed_while_written(stage: Stage, web: Server, times: int, *, label: str) -> Killed:
    book = rounds(web, lambda: notes(stage, web.port), label=label, times=times)
    return Killed(book, found(stage, noted))


def test_what_was_acknowledged_before_a_kill_is_in_the_record_once(stage: Stage, times: int) -> None:
    with warmed(stage) as warm:
        killed = killed_while_written(stage, server(warm, "web"), times, label="note")
    assert_kept(killed)
    assert_whole(stage)
    print(f"{times} kills, {len(killed.book.acknowledged)} entries acknowledged, none lost, none doubled")


def test_planted_fault_an_answer_before_the_commit_is_caught(stage: Stage) -> None:
    with warmed(stage, by=HASTY) as warm:
        killed = killed_while_written(stage, server(warm, "web"), 2, label="hasty")
    assert killed.lost
