"""One writer for all monitors: gathers for a moment, commits together, and only then lets the answers go.

Its beat is written by the same turn and in the same thread as the messages, after them: a writer that hangs or fails
falls silent, however well its process lives.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from slowdrip.clinic.monitors.heard import Heard

log = logging.getLogger("slowdrip.listener")
GATHER_S = 0.05
MOST_TOGETHER = 500
MOST_WAITING = 5_000
BEAT_S = 1.0

Store = Callable[[Sequence[Heard]], Sequence[Heard]]
"""Keeps messages and gives them back in their order, each with the answer it gets."""
Waiting = tuple[Heard, "asyncio.Future[Heard | None]"]


def _unheard() -> None:
    """The beat of a writer that nobody watches."""


class Writer:
    """Stores what connections heard; `kept` returns after the commit, with None when it could not be stored."""

    def __init__(
        self,
        store: Store,
        *,
        beat: Callable[[], object] = _unheard,
        gather_s: float = GATHER_S,
        beat_s: float = BEAT_S,
    ) -> None:
        self._store = store
        self._beat = beat
        self._gather_s = gather_s
        self._beat_s = beat_s
        self._beat_due_at = 0.0
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue(maxsize=MOST_WAITING)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")

    async def kept(self, heard: Heard) -> Heard | None:
        """Gives the message with its answer once it is on the disk; a full queue makes the sender wait."""
        answer: asyncio.Future[Heard | None] = asyncio.get_running_loop().create_future()
        await self._queue.put((heard, answer))
        return await answer

    async def run(self) -> None:
        """Commits until cancelled."""
        while True:
            batch = await self._gathered()
            if not batch or await self._commit(batch):
                await self._tell_life()
            for _ in batch:
                self._queue.task_done()

    async def finish(self) -> None:
        """Waits until everything heard so far is committed and its answer let go."""
        await self._queue.join()

    async def leave(self, last: Callable[[], object]) -> None:
        """Does one last thing in the thread that stores, and ends it: what that thread opened only it can close."""
        await asyncio.get_running_loop().run_in_executor(self._thread, last)
        self._thread.shutdown()

    async def _gathered(self) -> list[Waiting]:
        """Gives what came together, or nothing when nobody spoke until the next beat: an idle turn."""
        try:
            async with asyncio.timeout(self._beat_s):
                batch = [await self._queue.get()]
        except TimeoutError:
            return []
        await asyncio.sleep(self._gather_s)
        while not self._queue.empty() and len(batch) < MOST_TOGETHER:
            batch.append(self._queue.get_nowait())
        return batch

    async def _tell_life(self) -> None:
        """Beats, once a second at most, in the thread that stores: while that one hangs nobody says it is well."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._beat_due_at:
            return
        self._beat_due_at = loop.time() + self._beat_s
        try:
            await loop.run_in_executor(self._thread, self._beat)
        except Exception:  # one lost beat is no reason to stop; a lasting failure shows as a silent listener
            log.exception("the listener could not beat")

    async def _commit(self, batch: list[Waiting]) -> bool:
        """Says whether anything was stored.

        A group that cannot be stored is tried one by one, so that one bad message does not turn away its neighbours.
        """
        told = await self._stored([heard for heard, _ in batch])
        if told is not None:
            _tell(batch, told)
            return True
        any_stored = False
        for each in batch:
            alone = await self._stored([each[0]]) if len(batch) > 1 else None
            _tell([each], alone or [None])
            any_stored = any_stored or alone is not None
        return any_stored

    async def _stored(self, heard: list[Heard]) -> Sequence[Heard] | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._store, heard)
        except Exception:  # whatever the database says: the sender is told to send again, and the listener goes on
            log.exception("%d messages could not be stored", len(heard))
            return None


def _tell(batch: list[Waiting], told: Sequence[Heard | None]) -> None:
    for (_, answer), kept in zip(batch, told, strict=True):
        if not answer.done():  # a sender that hung up waits for nothing
            answer.set_result(kept)
