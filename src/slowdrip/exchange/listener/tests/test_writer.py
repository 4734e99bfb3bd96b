"""The writer: nothing is answered before it is on the disk, and one bad message harms no other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from slowdrip.clinic.monitors.heard import Heard
from slowdrip.exchange.listener.writer import Writer

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def said(text: str) -> Heard:
    return Heard(raw=text.encode(), received_at=AT)


class Disk:
    """Stores what it is given once it is let go; refuses what is named `bad`."""

    def __init__(self) -> None:
        self.groups: list[list[bytes]] = []
        self.let_go = threading.Event()

    def __call__(self, heard: Sequence[Heard]) -> Sequence[Heard]:
        self.let_go.wait(5)
        if any(one.raw == b"bad" for one in heard):
            raise ValueError("no such thing can be stored")
        self.groups.append([one.raw for one in heard])
        return heard


async def answered_early(writer_type: type[Writer]) -> bool:
    """Says whether a message was answered while the disk had not finished."""
    disk = Disk()
    writer = writer_type(disk, gather_s=0)
    running = asyncio.create_task(writer.run())
    asked = asyncio.create_task(writer.kept(said("one")))
    done, _ = await asyncio.wait([asked], timeout=0.2)
    early = bool(done)
    disk.let_go.set()
    assert await asked
    running.cancel()
    return early


def test_a_message_is_answered_only_after_it_is_stored() -> None:
    assert not asyncio.run(answered_early(Writer))


def test_planted_fault_an_answer_before_the_commit_is_caught() -> None:
    class Hasty(Writer):
        async def kept(self, heard: Heard) -> Heard | None:
            asyncio.get_running_loop().create_task(super().kept(heard))
            return heard

    assert asyncio.run(answered_early(Hasty))


def test_what_arrives_together_is_committed_together() -> None:
    async def scene() -> Disk:
        disk = Disk()
        disk.let_go.set()
        writer = Writer(disk, gather_s=0.05)
        running = asyncio.create_task(writer.run())
        assert all(await asyncio.gather(*(writer.kept(said(str(n))) for n in range(40))))
        running.cancel()
        return disk

    assert [len(group) for group in asyncio.run(scene()).groups] == [40]


def test_one_message_that_cannot_be_stored_turns_away_no_other() -> None:
    async def scene() -> list[bool]:
        disk = Disk()
        disk.let_go.set()
        writer = Writer(disk, gather_s=0.02)
        running = asyncio.create_task(writer.run())
        told = await asyncio.gather(*(writer.kept(said(text)) for text in ("a", "bad", "b")))
        running.cancel()
        return [one is not None for one in told]

    assert asyncio.run(scene()) == [True, False, True]


def test_a_sender_that_hung_up_does_not_stop_the_writer() -> None:
    async def scene() -> bool:
        disk = Disk()
        writer = Writer(disk, gather_s=0)
        running = asyncio.create_task(writer.run())
        gone = asyncio.create_task(writer.kept(said("gone")))
        await asyncio.sleep(0.05)
        gone.cancel()
        disk.let_go.set()
        kept = await asyncio.wait_for(writer.kept(said("next")), 2)
        await writer.finish()
        running.cancel()
        return kept is not None

    assert asyncio.run(scene())


@pytest.mark.parametrize("count", [1, 700])
def test_everything_heard_is_answered(count: int) -> None:
    async def scene() -> int:
        disk = Disk()
        disk.let_go.set()
        writer = Writer(disk, gather_s=0.01)
        running = asyncio.create_task(writer.run())
        told = await asyncio.gather(*(writer.kept(said(str(n))) for n in range(count)))
        running.cancel()
        return sum(one is not None for one in told)

    assert asyncio.run(scene()) == count
