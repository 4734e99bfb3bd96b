"""What a process asked the kernel for, in order: read from strace, to see what was on the disk when an answer left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WRITES: Final = ("pwrite64", "write", "ftruncate")
SYNCS: Final = ("fsync", "fdatasync")
SENDS: Final = ("sendto", "sendmsg", "write")
WHOLE_PAGE: Final = 4_200
"""Characters shown of what is written: a page of the database, so that an entry's own words are found in it."""
LINE: Final = re.compile(r"^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$")
RESUMED: Final = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>")


def strace(told: Path) -> tuple[str, ...]:
    """Gives the command under which a process tells its writes, syncs and sends to a file."""
    calls = ",".join(sorted({*WRITES, *SYNCS, *SENDS}))
    return ("strace", "-f", "-y", "--seccomp-bpf", "-s", str(WHOLE_PAGE), "-e", f"trace={calls}", "-o", str(told))


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the kernel: a write or a send where it begins, a sync where it has returned."""

    name: str
    file: str
    said: str


def calls_in(lines: Sequence[str]) -> Iterator[Call]:
    """Gives the calls in their order."""
    waiting: dict[str, Call] = {}
    for line in lines:
        begun, resumed = LINE.match(line), RESUMED.match(line)
        if resumed and resumed[1] in waiting:
            yield waiting.pop(resumed[1])
        if not begun:
            continue
        call = Call(begun[2], begun[3], begun[4])
        if call.name in SYNCS and "unfinished" in call.said:
            waiting[begun[1]] = call
        else:
            yield call


def durable_before(calls: Sequence[Call], *, words: str, answer: str, database: Path) -> str:
    """Gives what was missing when the answer left, or nothing: the entry's page, its sync, the commit and its sync.

    The commit of a TRUNCATE journal is the moment it is cut to nothing; until that is on the disk, a power cut would
    roll the entry back.
    """
    file, journal = str(database), f"{database}-journal"
    left = next((at for at, call in enumerate(calls) if call.name in SENDS and answer in call.said), None)
    if left is None:
        return "no_answer"
    written = [at for at, call in enumerate(calls[:left]) if call.file == file and words in call.said]
    if not written:
        return "not_written"
    at = written[-1]
    for names, where, missing in ((SYNCS, file, "not_synced"), (("ftruncate",), journal, "not_committed")):
        after = _next(calls, range(at, left), names=names, file=where)
        if after is None:
            return missing
        at = after
    # Another process's transaction may begin before the answer leaves, and syncs the journal for itself: only a sync
    # that comes first is this commit's.
    first = _next(calls, range(at + 1, left), names=(*WRITES, *SYNCS), file=journal)
    return "" if first is not None and calls[first].name in SYNCS else "commit_not_synced"


def _next(calls: Sequence[Call], among: range, *, names: Sequence[str], file: str) -> int | None:
    return next((at for at in among if calls[at].name in names and calls[at].file == file), None)
