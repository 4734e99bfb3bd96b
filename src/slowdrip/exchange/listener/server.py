"""The MLLP server: many connections, bounded in memory and patience, every message answered after its commit."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
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
"""A peer that sends so much that cannot be kept as a monitor's message is hung up on, and may come again."""
MOST_A_TURN = 50
"""What one connection may have stored before the others get their turn."""

Piece = bytes | FramingFault


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the listener waits, for a silent peer and for one that does not take its answers; and for how many."""

    idle_s: float = 600.0
    drain_s: float = 10.0
    most_connections: int = 256
    most_per_address: int = 64  # a gateway may open one for each bed; nobody may take them all


class Listener:
    """Accepts monitors of one clinic."""

    def __init__(
        self, writer: Writer, *, zone: tzinfo, now: Callable[[], datetime], patience: Patience | None = None
    ) -> None:
        self._writer = writer
        self._zone = zone
        self._now = now
        self._patience = patience or Patience()
        self._open: Counter[str] = Counter()

    async def start(self, host: str, port: int) -> asyncio.Server:
        """Starts to accept; the port is free or OSError is raised."""
        return await asyncio.start_server(self._accept, host, port, limit=READ_BYTES)

    async def _accept(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        peer = _peer(out)
        address = peer.rpartition(":")[0]
        if self._is_full(address):
            log.warning("too many connections: %s was hung up on", peer)
            out.close()
            return
        self._open[address] += 1
        try:
            await self._talk(reader, out, peer)
        except (ConnectionError, TimeoutError) as why:
            log.info("%s went away: %r", peer, why)
        except asyncio.CancelledError:
            # The listener stops: this is the whole task, and a cancelled one would be told as an error on the way out.
            log.info("%s was hung up on: the listener stops", peer)
        finally:
            self._open -= Counter((address,))  # an address without connections is forgotten
            out.close()
            with suppress(ConnectionError):
                await out.wait_closed()

    def _is_full(self, address: str) -> bool:
        most = self._patience
        return self._open.total() >= most.most_connections or self._open[address] >= most.most_per_address

    async def _talk(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter, peer: str) -> None:
        frames, left = Frames(), MOST_FAULTS
        while left > 0:
            data = await asyncio.wait_for(reader.read(READ_BYTES), self._patience.idle_s)
            if not data:
                await self._answers(self._heard(frames.close(), left, peer=peer))
                return
            left = await self._take(frames.feed(data), left, out=out, peer=peer)
        log.warning("%s sent %d pieces that cannot be kept as messages and was hung up on", peer, MOST_FAULTS)

    async def _take(self, found: list[Piece], left: int, *, out: asyncio.StreamWriter, peer: str) -> int:
        """Stores and answers a packet turn by turn; gives how many faults the peer has left."""
        for start in range(0, len(found), MOST_A_TURN):
            turn = self._heard(found[start : start + MOST_A_TURN], left, peer=peer)
            told = await self._answers(turn)
            for answer, _ in told:
                out.write(framed(answer))
            await asyncio.wait_for(out.drain(), self._patience.drain_s)
            left -= sum(_is_fault(heard) for _, heard in told)
            if left <= 0:
                break
        return left

    def _heard(self, found: list[Piece], left: int, *, peer: str) -> list[tuple[Piece, Heard]]:
        """Reads pieces in their order, up to and with the last fault that the peer has left."""
        heard: list[tuple[Piece, Heard]] = []
        for one in found:
            if left <= 0:
                break
            heard.append((one, self._read(one, self._now(), peer)))
            left -= _is_fault(heard[-1][1])
        return heard

    async def _answers(self, turn: list[tuple[Piece, Heard]]) -> list[tuple[bytes, Heard]]:
        """Stores one turn together and gives the answers in the order of the messages, each with what was kept."""
        return list(await asyncio.gather(*(self._answer(one, heard) for one, heard in turn)))

    async def _answer(self, one: Piece, heard: Heard) -> tuple[bytes, Heard]:
        kept = await self._writer.kept(heard)
        code, reason = (kept.answer, kept.reason) if kept is not None else ("AE", "busy")
        raw = one if isinstance(one, bytes) else None
        return acknowledge(raw, code=cast("Answer", code), reason=reason, at=heard.received_at), kept or heard

    def _read(self, one: Piece, at: datetime, peer: str) -> Heard:
        if isinstance(one, FramingFault):
            return heard_fault(one, received_at=at, peer=peer)
        return heard_in(one, received_at=at, zone=self._zone, peer=peer)


def _is_fault(heard: Heard) -> bool:
    """Whether the peer sent what cannot be kept as a monitor's message; a busy disk is no fault of the peer."""
    return heard.answer != "AA"


def _peer(out: asyncio.StreamWriter) -> str:
    address = out.get_extra_info("peername")
    return f"{address[0]}:{address[1]}"[:60] if address else ""
