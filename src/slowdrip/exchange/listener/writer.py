"""One writer for all monitors: gathers for a moment, commits together, and only then lets the answers go."""

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

Store = Callable[[Sequence[Heard]], object]
Waiting = tuple[Heard, "asyncio.Future[bool]"]


class Writer:
    """Stores what connections heard; `kept` returns after the commit, with False when it could not be stored."""

    def __init__(self, store: Store, *, gather_s: float = GATHER_S) -> None:
        self._store = store
        self._gather_s = gather_s
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue(maxsize=MOST_WAITING)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")

    async def kept(self, heard: Heard) -> bool:
        """Says whether the message is on the disk; a full queue makes the sender wait."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        await self._queue.put((heard, answer))
        return await answer

    async def run(self) -> None:
        """Commits until cancelled."""
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(self._gather_s)
            while not self._queue.empty() and len(batch) < MOST_TOGETHER:
                batch.append(self._queue.get_nowait())
            await self._commit(batch)
            for _ in batch:
                self._queue.task_done()

    async def finish(self) -> None:
        """Waits until everything heard so far is committed and its answer let go."""
        await self._queue.join()

    async def _commit(self, batch: list[Waiting]) -> None:
        """Tries a group that cannot be stored one by one, so that one bad message does not turn away its neighbours."""
        if await self._stored([heard for heard, _ in batch]):
            _tell(batch, kept=True)
            return
        for each in batch:
            _tell([each], kept=len(batch) > 1 and await self._stored([each[0]]))

    async def _stored(self, heard: list[Heard]) -> bool:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store, heard)
        except Exception:  # whatever the database says: the sender is told to send again, and the listener goes on
            log.exception("%d messages could not be stored", len(heard))
            return False
        return True


def _tell(batch: list[Waiting], *, kept: bool) -> None:
    for _, answer in batch:
        if not answer.done():  # a sender that hung up waits for nothing
            answer.set_result(kept)
