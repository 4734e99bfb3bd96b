"""The server on a real socket: rude, slow, huge and foreign senders, and every message answered in order."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import hl7
from hl7.client import MLLPClient

from slowdrip.clinic.monitors.heard import Heard
from slowdrip.exchange.hl7.framing import MAX_MESSAGE_BYTES, framed
from slowdrip.exchange.listener.server import MOST_FAULTS, Listener, Patience
from slowdrip.exchange.listener.writer import Writer

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
Scene = Callable[[int, list[Heard]], Awaitable[None]]


def message(number: int = 1, value: str = "97") -> bytes:
    """A message of a monitor, with one saturation."""
    return (
        f"MSH|^~\\&|MON^0080ABCD^EUI-64||||20260310140000+0000||ORU^R01^ORU_R01|C{number}|P|2.6\r"
        "PID|||H-1001\rOBR|1|||182777000^monitoring of patient^SCT|||20260310140000+0000\r"
        f"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.1.1.1|{value}|262688^MDC_DIM_PERCENT^MDC|||||R|||20260310140000+0000"
        "||||0080ABCD^^0080ABCD^EUI-64\r"
    ).encode()


def as_read(heard: Heard) -> Heard:
    """A house that has room for everybody."""
    return heard


def play(
    scene: Scene,
    *,
    patience: Patience | None = None,
    gather_s: float = 0.0,
    refuse: Callable[[Heard], Heard] = as_read,
) -> list[Heard]:
    """Runs a scene against a listener whose disk is a list; gives the list."""
    kept: list[Heard] = []

    def store(heard: Sequence[Heard]) -> Sequence[Heard]:
        told = [refuse(one) for one in heard]
        kept.extend(told)
        return told

    async def house() -> None:
        writer = Writer(store, gather_s=gather_s)
        running = asyncio.create_task(writer.run())
        listener = Listener(writer, zone=UTC, now=lambda: AT, patience=patience)
        server = await listener.start("127.0.0.1", 0)
        async with server:
            await asyncio.wait_for(scene(server.sockets[0].getsockname()[1], kept), 30)
        running.cancel()

    asyncio.run(house())
    return kept


async def answers(reader: asyncio.StreamReader, count: int) -> list[str]:
    """The acknowledgements as text, one per message."""
    return [(await asyncio.wait_for(reader.readuntil(b"\x1c\r"), 5)).decode() for _ in range(count)]


async def sent(port: int, data: bytes, count: int) -> list[str]:
    """Sends bytes and gives that many answers."""
    reader, out = await asyncio.open_connection("127.0.0.1", port)
    out.write(data)
    await out.drain()
    told = await answers(reader, count)
    out.close()
    return told


def test_several_messages_in_one_packet_are_answered_in_order() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        told = await sent(port, b"".join(framed(message(n)) for n in range(5)), 5)
        assert [f"MSA|AA|C{n}" in one for n, one in enumerate(told)] == [True] * 5

    kept = play(scene)
    assert [(one.control_id, one.numbers[0].value_thousandths) for one in kept] == [(f"C{n}", 97_000) for n in range(5)]


def test_a_message_that_comes_byte_by_byte_is_one_message() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        reader, out = await asyncio.open_connection("127.0.0.1", port)
        for byte in framed(message()):
            out.write(bytes([byte]))
            await out.drain()
        assert "MSA|AA|C1" in (await answers(reader, 1))[0]
        out.close()

    assert len(play(scene)) == 1


def test_what_is_no_message_is_answered_kept_and_in_the_end_hung_up_on() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        reader, out = await asyncio.open_connection("127.0.0.1", port)
        for number in range(MOST_FAULTS):
            out.write(b"GET / HTTP/1.1" + framed(message(number)))
        await out.drain()
        await answers(reader, MOST_FAULTS)
        out.close()

    kept = play(scene)
    assert sum(one.reason == "junk" for one in kept) == MOST_FAULTS
    assert all(one.answer == "AE" for one in kept if one.reason == "junk")


def test_a_huge_message_is_refused_in_bounded_memory_and_the_next_one_is_taken() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        told = await sent(port, framed(b"x" * (2 * MAX_MESSAGE_BYTES)) + framed(message()), 2)
        assert "MSA|AE" in told[0]
        assert "MSA|AA|C1" in told[1]

    kept = play(scene)
    assert [one.reason for one in kept] == ["too_large", ""]
    assert len(kept[0].raw) < 100


def test_a_message_that_is_not_ours_to_read_is_rejected_with_the_reason_and_kept() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        told = await sent(port, framed(message().replace(b"ORU^R01^ORU_R01", b"ADT^A01")), 1)
        assert "MSA|AR|C1" in told[0]

    assert [(one.answer, one.reason) for one in play(scene)] == [("AR", "unsupported_type")]


def test_a_number_that_is_none_is_acknowledged_and_listed_as_unread() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        assert "MSA|AA" in (await sent(port, framed(message(value="-100")), 1))[0]

    (heard,) = play(scene)
    assert heard.numbers == ()
    assert [one.reason for one in heard.unread] == ["sentinel"]


def test_what_the_house_turns_away_is_answered_so_and_in_the_end_hung_up_on() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        reader, out = await asyncio.open_connection("127.0.0.1", port)
        out.write(b"".join(framed(message(number)) for number in range(MOST_FAULTS + 1)))
        told = await answers(reader, MOST_FAULTS + 1)
        assert all("MSA|AR|C" in one and "too_many_monitors" in one for one in told)
        assert await reader.read() == b""
        out.close()

    play(scene, refuse=lambda heard: replace(heard, answer="AR", reason="too_many_monitors"))


def test_a_silent_peer_is_hung_up_on_and_others_are_not() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        reader, out = await asyncio.open_connection("127.0.0.1", port)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        out.close()
        assert "MSA|AA" in (await sent(port, framed(message()), 1))[0]

    play(scene, patience=Patience(idle_s=0.2))


def test_more_connections_than_allowed_are_hung_up_on() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        first = await asyncio.open_connection("127.0.0.1", port)
        first[1].write(framed(message()))
        await answers(first[0], 1)
        second = await asyncio.open_connection("127.0.0.1", port)
        assert await asyncio.wait_for(second[0].read(), 5) == b""
        for _, out in (first, second):
            out.close()

    play(scene, patience=Patience(most_connections=1))


def test_a_sender_that_is_not_ours_is_understood_and_understands_the_answer() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        def foreign() -> bytes:
            with MLLPClient("127.0.0.1", port) as client:
                return bytes(client.send_message(hl7.parse(message().decode())))

        answer = await asyncio.to_thread(foreign)
        told = hl7.parse(answer.strip(b"\x0b\x1c\r").decode())
        assert (str(told["MSA"][0][1]), str(told["MSA"][0][2])) == ("AA", "C1")

    assert len(play(scene)) == 1


def test_a_sender_that_breaks_off_harms_nobody() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        rude = socket.create_connection(("127.0.0.1", port))
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        rude.sendall(framed(message())[:40])
        rude.close()
        assert "MSA|AA" in (await sent(port, framed(message(2)), 1))[0]

    assert [one.control_id for one in play(scene) if one.answer == "AA"] == ["C2"]


def test_a_disk_that_fails_is_told_to_the_sender() -> None:
    async def house() -> str:
        def store(heard: Sequence[Heard]) -> Sequence[Heard]:
            raise OSError("full")

        writer = Writer(store, gather_s=0)
        running = asyncio.create_task(writer.run())
        server = await Listener(writer, zone=UTC, now=lambda: AT).start("127.0.0.1", 0)
        async with server:
            told = await sent(server.sockets[0].getsockname()[1], framed(message()), 1)
        running.cancel()
        return told[0]

    assert "MSA|AE|C1" in asyncio.run(house())
