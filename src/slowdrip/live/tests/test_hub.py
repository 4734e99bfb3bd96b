"""The hub: news reach every open screen, a slow one is dropped, a failed read is survived and heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError

from slowdrip.clinic.record.models import Outbox
from slowdrip.live import hub as hub_module
from slowdrip.live.hub import QUEUE, Hub, Message, clock_word
from slowdrip.live.reading import Look

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
CLINIC = uuid4()
Reader = Callable[[UUID, int], Look]


def looked(*seqs: int, clock_at: datetime | None = AT) -> Look:
    rows = [Outbox(clinic_id=CLINIC, seq=seq, topic="infusion", subject_id=uuid4(), at=AT) for seq in seqs]
    return Look(at=AT, news=rows, clock_at=clock_at)


def run(
    scene: Callable[[Hub], Coroutine[Any, Any, None]],
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    again_s: float = 0.01,
) -> None:
    monkeypatch.setattr(hub_module, "look", reader)
    monkeypatch.setattr(hub_module, "POLL_S", 0.01)
    monkeypatch.setattr(hub_module, "AGAIN_AFTER_S", 0.01)
    asyncio.run(scene(Hub()))


async def heard(queue: asyncio.Queue[Message | None], wanted: int) -> list[int]:
    """Gives the sequence numbers of the first news."""
    found: list[int] = []
    while len(found) < wanted:
        message = await asyncio.wait_for(queue.get(), 5)
        if message is not None and message.seq is not None:
            found.append(message.seq)
    return found


def test_each_open_screen_hears_each_piece_of_news_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {0: looked(1, 2), 2: looked(3)}

    async def scene(hub: Hub) -> None:
        one, two = hub.join(CLINIC, seq=0), hub.join(CLINIC, seq=0)
        assert await heard(one, 3) == [1, 2, 3]
        assert await heard(two, 3) == [1, 2, 3]

    run(scene, lambda clinic, seq: told.get(seq, looked()), monkeypatch)


def test_a_failed_read_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Look | OperationalError] = [looked(1), OperationalError("database is locked")]

    def reader(clinic: UUID, seq: int) -> Look:
        answer = answers.pop() if answers else looked()
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    async def scene(hub: Hub) -> None:
        assert await heard(hub.join(CLINIC, seq=0), 1) == [1]

    run(scene, reader, monkeypatch)


def test_a_screen_too_slow_is_dropped_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(hub: Hub) -> None:
        slow, quick = hub.join(CLINIC, seq=0), hub.join(CLINIC, seq=0)
        assert len(await heard(quick, QUEUE + 5)) == QUEUE + 5
        assert slow.get_nowait() is None

    def reader(clinic: UUID, seq: int) -> Look:
        return looked(seq + 1)

    run(scene, reader, monkeypatch)


def test_a_hub_nobody_watches_stops_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []

    def reader(clinic: UUID, seq: int) -> Look:
        reads.append(seq)
        return looked()

    async def scene(hub: Hub) -> None:
        queue = hub.join(CLINIC, seq=0)
        await asyncio.wait_for(queue.get(), 5)
        hub.leave(CLINIC, queue)
        await asyncio.sleep(0.1)
        before = len(reads)
        await asyncio.sleep(0.1)
        assert len(reads) == before

    run(scene, reader, monkeypatch)


@pytest.mark.parametrize(
    ("age_s", "word"), [(0, "ok"), (5, "ok"), (5.1, "silent"), (3600, "silent"), (-5, "ok"), (-5.1, "silent")]
)
def test_a_clock_is_silent_when_its_beat_is_far_from_now(age_s: float, word: str) -> None:
    assert clock_word(looked(clock_at=AT - timedelta(seconds=age_s))) == word


def test_a_clock_that_never_beat_is_silent() -> None:
    assert clock_word(looked(clock_at=None)) == "silent"
