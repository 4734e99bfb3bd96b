"""Senders that are not ours: the MLLP clients of the `hl7` package, over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import hl7
from hl7.client import MLLPClient
from hl7.mllp import open_hl7_connection

from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.framing import Frames, FramingFault, framed
from slowdrip.exchange.hl7.observations import MonitorMessage
from slowdrip.exchange.hl7.tests.messages import NAMES, RECEIVED_AT, message, read
from slowdrip.exchange.hl7.unreadable import Unreadable

UTF8 = [name for name in NAMES if name != "latin1_names"]
Kept = list[MonitorMessage | Unreadable]


def answer_to(raw: bytes | FramingFault, kept: Kept) -> bytes:
    """What a listener says to one frame."""
    if isinstance(raw, FramingFault):
        return acknowledge(None, code="AE", reason=raw.code, at=RECEIVED_AT)
    try:
        kept.append(read(raw))
    except Unreadable as refused:
        kept.append(refused)
        return acknowledge(raw, code=refused.answer, reason=refused.code, at=RECEIVED_AT)
    return acknowledge(raw, code="AA", reason="", at=RECEIVED_AT)


@asynccontextmanager
async def listening(kept: Kept) -> AsyncIterator[int]:
    """A small listener on a free port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = Frames()
        while data := await reader.read(7):  # small on purpose: every message arrives in many pieces
            for each in frames.feed(data):
                writer.write(framed(answer_to(each, kept)))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def with_listener(act: Callable[[int], Awaitable[list[str]]]) -> tuple[list[str], Kept]:
    """The answers that a sender got, and what the listener kept."""
    kept: Kept = []

    async def run() -> list[str]:
        async with listening(kept) as port:
            return await act(port)

    return asyncio.run(run()), kept


async def streamed(port: int) -> list[str]:
    reader, writer = await open_hl7_connection("127.0.0.1", port, encoding="utf-8")
    codes = []
    for name in UTF8:
        writer.writemessage(hl7.parse(message(name).decode()))
        await writer.drain()
        answer = await reader.readmessage()
        codes.append(str(answer.segment("MSA")[1]))
    writer.close()
    await writer.wait_closed()
    return codes


def test_the_packages_stream_client_is_answered_message_by_message() -> None:
    codes, kept = with_listener(streamed)
    assert codes == ["AA"] * len(UTF8)
    assert kept == [read(message(name)) for name in UTF8]


def blocking(port: int) -> list[str]:
    with MLLPClient("127.0.0.1", port) as client:
        answers = [
            client.send_message(message("pcd01_plain")),
            client.send_message(b"MSH|^~\\&|X||||||ADT^A01|9|P|2.6"),
        ]
    return [str(hl7.parse(each.strip(b"\x0b\x1c\r").decode()).segment("MSA")[1]) for each in answers]


async def in_a_thread(port: int) -> list[str]:
    return await asyncio.to_thread(blocking, port)


def test_the_packages_blocking_client_hears_yes_and_no() -> None:
    codes, kept = with_listener(in_a_thread)
    assert codes == ["AA", "AR"]
    assert isinstance(kept[1], Unreadable)
