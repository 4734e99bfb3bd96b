"""What is acknowledged is on the disk before the answer leaves: traced, because no kill can show it."""

from __future__ import annotations

import pytest

from tests.crash.hands import Hand, notes, numbers
from tests.crash.processes import USUAL, server, warmed
from tests.crash.stage import DATABASE, Stage
from tests.crash.tracing import calls_in, durable_before, strace

pytestmark = [pytest.mark.sqlite_only, pytest.mark.needs("strace")]
UNSYNCED = "tests.crash.settings_unsynced"
ENTRY, NUMBER = "HTTP/1.1 302", "MSA|AA|"


def missing_when_answered(stage: Stage, label: str, *, synchronous: str = "FULL") -> tuple[str, str]:
    """Charts one entry and sends one number to traced processes; gives what was missing when each answer left."""
    told = stage.place / f"{label}.strace"
    by = USUAL if synchronous == "FULL" else UNSYNCED
    with warmed(stage, by=by, under=strace(told), told={"PLANTED_SYNCHRONOUS": synchronous}) as warm:
        sent(notes(stage, server(warm, "web").port), f"{label}-entry")
        sent(numbers(server(warm, "listen").port, {}), f"{label}-number")
    calls, database = list(calls_in(told.read_text(errors="replace").splitlines())), stage.place / DATABASE
    entry = durable_before(calls, words=f"{label}-entry", answer=ENTRY, database=database)
    return entry, durable_before(calls, words=f"{label}-number", answer=f"{NUMBER}{label}-number", database=database)


def sent(hand: Hand, name: str) -> None:
    """Sends one entry and lets go."""
    hand.send(name)
    hand.close()


def test_an_entry_and_a_number_are_on_the_disk_before_their_answers_leave(stage: Stage) -> None:
    assert missing_when_answered(stage, "full") == ("", "")


@pytest.mark.parametrize(("synchronous", "missing"), [("OFF", "not_synced"), ("NORMAL", "commit_not_synced")])
def test_planted_fault_a_database_that_does_not_wait_for_the_disk_is_caught(
    stage: Stage, synchronous: str, missing: str
) -> None:
    assert missing_when_answered(stage, synchronous.lower(), synchronous=synchronous) == (missing, missing)
