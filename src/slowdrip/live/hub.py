"""One poller per process: reads each watched clinic's outbox and hands the news to every open screen's queue."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError

from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.queries import shows_life
from slowdrip.live.reading import Look, look, missed

log = logging.getLogger("slowdrip.live")
POLL_S = 0.2
AGAIN_AFTER_S = 1.0
BEAT_S = 1.0
QUEUE = 256


@dataclass(frozen=True, slots=True)
class Message:
    """One server-sent event: name, data and, for news, the sequence number that is its id."""

    event: str
    data: dict[str, str]
    seq: int | None = None


@dataclass(slots=True)
class Watch:
    """A clinic that at least one screen looks at."""

    seq: int
    queues: set[asyncio.Queue[Message | None]] = field(default_factory=set)
    next_beat: float = 0.0


class Hub:
    """Feeds open screens; a screen too slow to keep up is dropped and comes back with its last event id."""

    def __init__(self) -> None:
        self._watches: dict[UUID, Watch] = {}
        self._task: asyncio.Task[None] | None = None
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")

    def join(self, clinic_id: UUID, *, seq: int) -> asyncio.Queue[Message | None]:
        """Gives a queue of news; `seq` is the clinic's head when the screen joined."""
        queue: asyncio.Queue[Message | None] = asyncio.Queue(maxsize=QUEUE)
        self._watches.setdefault(clinic_id, Watch(seq=seq)).queues.add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._poll())
        return queue

    def leave(self, clinic_id: UUID, queue: asyncio.Queue[Message | None]) -> None:
        """Forgets a closed screen, and the clinic when it was the last one."""
        watch = self._watches.get(clinic_id)
        if watch is None:
            return
        watch.queues.discard(queue)
        if not watch.queues:
            del self._watches[clinic_id]

    async def backlog(self, clinic_id: UUID, last_seen: int) -> list[Message]:
        """Gives what a screen missed since `last_seen`, or the one message that tells it to start anew."""
        rows = await asyncio.get_running_loop().run_in_executor(self._reader, missed, clinic_id, last_seen)
        return [Message("reset", {})] if rows is None else [_news(row) for row in rows]

    async def _poll(self) -> None:
        while self._watches:
            for clinic_id, watch in list(self._watches.items()):
                await self._look(clinic_id, watch)
            await asyncio.sleep(POLL_S)

    async def _look(self, clinic_id: UUID, watch: Watch) -> None:
        """Reads one clinic; a failed read leaves its screens without a beat, so they turn loud, and is tried again."""
        loop = asyncio.get_running_loop()
        try:
            seen = await loop.run_in_executor(self._reader, look, clinic_id, watch.seq)
        except DatabaseError:
            log.exception("the outbox could not be read")
            await asyncio.sleep(AGAIN_AFTER_S)
            return
        self._hand_out(watch, seen, beat=loop.time())

    def _hand_out(self, watch: Watch, seen: Look, *, beat: float) -> None:
        for row in seen.news:
            watch.seq = row.seq
            self._put(watch, _news(row))
        if beat >= watch.next_beat:
            watch.next_beat = beat + BEAT_S
            self._put(watch, Message("beat", {**life_words(seen), "now": seen.at.isoformat()}))

    def _put(self, watch: Watch, message: Message) -> None:
        for queue in list(watch.queues):
            try:
                queue.put_nowait(message)
            except asyncio.QueueFull:
                _drop(queue)
                watch.queues.discard(queue)


def life_words(seen: Look) -> dict[str, str]:
    """Says of the clock, and of the listener where monitors are relied on, whether they live: ok or silent."""
    return {"clock": clock_word(seen), "listener": "ok" if seen.numbers_arrive else "silent"}


def clock_word(seen: Look) -> str:
    """Says whether the clock process showed life within five seconds of now: ok or silent. A beat ahead is no life."""
    return "ok" if shows_life(seen.clock_at, seen.at) else "silent"


def _news(row: Outbox) -> Message:
    return Message(row.topic, {"topic": row.topic, "id": str(row.subject_id or "")}, seq=row.seq)


def _drop(queue: asyncio.Queue[Message | None]) -> None:
    """Empties a slow screen's queue and ends it; the browser reconnects by itself and catches up."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


_HUBS: defaultdict[int, Hub] = defaultdict(Hub)


def hub() -> Hub:
    """Gives the hub of the running event loop."""
    return _HUBS[id(asyncio.get_running_loop())]
