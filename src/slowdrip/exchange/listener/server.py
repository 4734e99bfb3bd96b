"""The MLLP server: many connections, bounded in memory and patience, every message answered after its commit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import cast

from slowdrip.clinic.monitors.heard import Heard
from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.framing import Frames, FramingFault, framed
from slowdrip.exchange.hl7.unreadable import Answer
from slowdrip.exchange.listener.reading import heard_fault, heard_in
from slowdrip.exchange.listener.writer import Writer

log = logging.getLogger("slowdrip.listener")
READ_BYTES = 65_536
MOST_FAULTS = 20
"""A peer that sends this much that is no message is no monitor; it is hung up on, and may come again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the listener waits: for a silent peer, and for one that does not take its answers."""

    idle_s: float = 600.0
    drain_s: float = 10.0
    most_connections: int = 256


class Listener:
    """Accepts monitors of one clinic."""

    def __init__(
        self, writer: Writer, *, zone: tzinfo, now: Callable[[], datetime], patience: Patience | None = None
    ) -> None:
        self._writer = writer
        self._zone = zone
        self._now = now
        self._patience = patience or Patience()
        self._open = 0

    async def start(self, host: str, port: int) -> asyncio.Server:
        """Starts to accept; the port is free or OSError is raised."""
        return await asyncio.start_server(self._accept, host, port, limit=READ_BYTES)

    async def _accept(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        peer = _peer(out)
        if self._open >= self._patience.most_connections:
            log.warning("too many connections: %s was hung up on", peer)
            out.close()
            return
        self._open += 1
        try:
            await self._talk(reader, out, peer)
        except (ConnectionError, TimeoutError) as why:
            log.info("%s went away: %r", peer, why)
        finally:
            self._open -= 1
            out.close()
            with suppress(ConnectionError):
                await out.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter, peer: str) -> None:
        frames, faults = Frames(), 0
        while faults < MOST_FAULTS:
            data = await asyncio.wait_for(reader.read(READ_BYTES), self._patience.idle_s)
            if not data:
                await self._answers(frames.close(), peer)
                return
            found = frames.feed(data)
            faults += sum(isinstance(one, FramingFault) for one in found)
            for answer in await self._answers(found, peer):
                out.write(framed(answer))
            await asyncio.wait_for(out.drain(), self._patience.drain_s)
        log.warning("%s sent %d pieces that are no message and was hung up on", peer, faults)

    async def _answers(self, found: list[bytes | FramingFault], peer: str) -> list[bytes]:
        """Stores all of one packet together and gives the answers in the order of the messages."""
        return list(await asyncio.gather(*(self._answer(one, peer) for one in found)))

    async def _answer(self, one: bytes | FramingFault, peer: str) -> bytes:
        at = self._now()
        heard = self._read(one, at, peer)
        kept = await self._writer.kept(heard)
        code, reason = (heard.answer, heard.reason) if kept else ("AE", "busy")
        raw = one if isinstance(one, bytes) else None
        return acknowledge(raw, code=cast("Answer", code), reason=reason, at=at)

    def _read(self, one: bytes | FramingFault, at: datetime, peer: str) -> Heard:
        if isinstance(one, FramingFault):
            return heard_fault(one, received_at=at, peer=peer)
        return heard_in(one, received_at=at, zone=self._zone, peer=peer)


def _peer(out: asyncio.StreamWriter) -> str:
    address = out.get_extra_info("peername")
    return f"{address[0]}:{address[1]}"[:60] if address else ""
