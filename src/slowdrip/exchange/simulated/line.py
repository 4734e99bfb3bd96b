"""A monitor's connection to a listener: one message out, its answer in, again on a new connection when one breaks."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Final

from slowdrip.exchange.hl7.charsets import decoded
from slowdrip.exchange.hl7.framing import Frames, framed
from slowdrip.exchange.hl7.segments import named, read_segments
from slowdrip.exchange.hl7.unreadable import Unreadable
from slowdrip.exchange.simulated.tally import Tally

ANSWER_WITHIN_S: Final = 10.0
PAUSES_S: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
READ_BYTES: Final = 65_536


@dataclass(slots=True)
class Line:
    """Sends messages in order and waits for each answer, as monitors do."""

    host: str
    port: int
    tally: Tally
    answer_within_s: float = ANSWER_WITHIN_S
    tries: int = 4
    _frames: Frames = field(default_factory=Frames)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _has_been_open: bool = False

    async def send(self, message: bytes, control_id: str) -> bool:
        """Says whether the message was answered; sends it again, as it was, when the connection breaks."""
        self.tally.sent += 1
        for pause_s in (*PAUSES_S, *[PAUSES_S[-1]] * self.tries)[: self.tries]:
            with contextlib.suppress(OSError, EOFError, TimeoutError):
                code = await asyncio.wait_for(self._exchanged(message, control_id), self.answer_within_s)
                self.tally.note(code)
                return True
            await self.close()
            await asyncio.sleep(pause_s)
        self.tally.unanswered += 1
        return False

    async def close(self) -> None:
        """Hangs up."""
        writer, self._writer, self._reader = self._writer, None, None
        if writer is None:
            return
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _exchanged(self, message: bytes, control_id: str) -> str:
        reader, writer = await self._open()
        writer.write(framed(message))
        await writer.drain()
        while True:
            data = await reader.read(READ_BYTES)
            if not data:
                raise EOFError
            for frame in self._frames.feed(data):
                code = answer_in(frame, control_id) if isinstance(frame, bytes) else ""
                if code:
                    return code

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
            self._frames = Frames()
            self.tally.reconnects += self._has_been_open
            self._has_been_open = True
        return self._reader, self._writer


def answer_in(frame: bytes, control_id: str) -> str:
    """The acknowledgment code of an answer to this message, or nothing when it answers another one."""
    try:
        answers = named(read_segments(decoded(frame)), "MSA")
    except Unreadable:
        return ""
    return answers[0].component(1, 1) if answers and answers[0].component(2, 1) == control_id else ""
