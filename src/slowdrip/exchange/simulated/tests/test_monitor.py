"""Simulated monitors over real sockets: answered, refused, cut off, left without an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count

from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.framing import Frames, framed
from slowdrip.exchange.hl7.observations import MonitorMessage
from slowdrip.exchange.hl7.parsing import read_message
from slowdrip.exchange.hl7.unreadable import Answer
from slowdrip.exchange.simulated.artifacts import Mess
from slowdrip.exchange.simulated.line import Line
from slowdrip.exchange.simulated.monitor import Setting, run_monitors
from slowdrip.exchange.simulated.tally import Tally

Answering = Callable[[bytes], bytes | None]


def now() -> datetime:
    return datetime.now(UTC)


def read(raw: bytes) -> MonitorMessage:
    return read_message(raw, received_at=now(), default_zone=UTC)


def yes(raw: bytes, code: Answer = "AA") -> bytes:
    return framed(acknowledge(raw, code=code, reason="" if code == "AA" else "not_hl7", at=now()))


def beside(answering: Answering, act: Callable[[int], Awaitable[Tally]]) -> tuple[Tally, list[bytes]]:
    """What the sender counted, and every message the listener heard; None from `answering` hangs up."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = Frames()
        while data := await reader.read(4096):
            for raw in (each for each in frames.feed(data) if isinstance(each, bytes)):
                heard.append(raw)
                answer = answering(raw)
                if answer is None:
                    writer.close()
                    return
                writer.write(answer)
        writer.close()

    async def run() -> Tally:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            return await act(server.sockets[0].getsockname()[1])

    return asyncio.run(run()), heard


WILD = Mess(drop_outs_per_h=120, sentinels_per_h=600, repeats_per_h=300)


def monitors(*devices: str, minutes: float = 0.5, mess: Mess | None = None) -> Callable[[int], Awaitable[Tally]]:
    def act(port: int) -> Awaitable[Tally]:
        return run_monitors(Setting("127.0.0.1", port, devices, minutes, speed=2000, mess=mess), now=now)

    return act


def test_every_message_of_every_monitor_is_answered() -> None:
    tally, heard = beside(yes, monitors("A", "B", "C"))
    assert tally == Tally(sent=90, accepted=90)
    assert {read(raw).sending_device for raw in heard} == {"A", "B", "C"}
    assert len({read(raw).control_id for raw in heard}) == 90


def test_what_it_sends_is_all_read_and_of_this_moment() -> None:
    _, heard = beside(yes, monitors("A"))
    found = [read(raw) for raw in heard]
    assert [each.rejected for each in found] == [()] * 30
    assert {each.code for each in found[0].observations} >= {"heart_rate", "spo2", "nibp_sys", "temperature"}
    assert all(abs((now() - each.at).total_seconds()) < 60 for one in found for each in one.observations)


def test_a_messy_monitor_sends_what_is_refused_and_nothing_that_cannot_be_read() -> None:
    _, heard = beside(yes, monitors("A", minutes=4, mess=WILD))
    assert {str(each.reason) for raw in heard for each in read(raw).rejected} >= {"not_final", "sentinel"}
    assert len(heard) > len({read(raw).control_id for raw in heard})


def test_refusals_are_counted_and_not_sent_again() -> None:
    turns = count()
    tally, heard = beside(lambda raw: yes(raw, "AE" if next(turns) % 2 else "AR"), monitors("A"))
    assert (tally.sent, tally.errors, tally.refused, tally.is_clean) == (30, 15, 15, False)
    assert len(heard) == 30


def test_a_broken_connection_is_made_again_and_the_message_sent_again() -> None:
    turns = count()
    tally, heard = beside(lambda raw: None if next(turns) == 3 else yes(raw), monitors("A"))
    assert (tally.accepted, tally.unanswered, tally.reconnects) == (30, 0, 1)
    assert heard[3] == heard[4]


def test_an_answer_to_another_message_is_no_answer() -> None:
    stale = yes(b"MSH|^~\\&|X||||||ORU^R01|other|P|2.6")
    turns = count()

    async def act(port: int) -> Tally:
        line = Line("127.0.0.1", port, Tally(), answer_within_s=0.3)
        raw = b"MSH|^~\\&|X||||||ORU^R01|mine|P|2.6"
        assert await line.send(raw, "mine")
        await line.close()
        return line.tally

    tally, heard = beside(lambda raw: stale if next(turns) == 0 else stale + yes(raw), act)
    assert (tally.accepted, tally.reconnects, len(heard)) == (1, 1, 2)


def test_nobody_listening_ends_in_a_count_and_not_in_a_crash() -> None:
    async def act(port: int) -> Tally:
        line = Line("127.0.0.1", 1, Tally(), tries=2)
        assert not await line.send(b"MSH", "1")
        await line.close()
        return line.tally

    tally, _ = beside(yes, act)
    assert tally == Tally(sent=1, unanswered=1)
