"""A rude sender: few rows, a hang-up, and nobody beside it waits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from slowdrip.clinic.monitors.heard import Heard
from slowdrip.exchange.hl7.framing import framed
from slowdrip.exchange.listener import server
from slowdrip.exchange.listener.server import MOST_A_TURN, MOST_FAULTS, READ_BYTES, Patience
from slowdrip.exchange.listener.tests.test_server import answers, message, play, sent

EMPTY = b"\x0b\x1c" * (READ_BYTES // 2)
NAMELESS = message().replace(b"MON^0080ABCD^EUI-64", b"GATEWAY").replace(b"||||0080ABCD^^0080ABCD^EUI-64", b"")


async def until_hung_up(port: int, data: bytes) -> None:
    """Sends bytes and reads until the listener hangs up."""
    reader, out = await asyncio.open_connection("127.0.0.1", port)
    out.write(data)
    try:
        while await asyncio.wait_for(reader.read(READ_BYTES), 10):
            continue
    except ConnectionError:
        pass  # hung up on with bytes still on the way
    out.close()


def beside_a_good_one(data: bytes) -> list[Heard]:
    """Plays a rude sender and a good one at once; gives what was kept."""

    async def scene(port: int, kept: list[Heard]) -> None:
        rude = asyncio.create_task(until_hung_up(port, data))
        told = await sent(port, framed(message(7)), 1)
        assert "MSA|AA|C7" in told[0]
        await rude

    return play(scene)


def fault_rows(kept: Sequence[Heard]) -> int:
    return sum(one.answer != "AA" for one in kept)


@pytest.mark.parametrize(
    "data",
    [EMPTY, b"\x0b" * READ_BYTES, framed(b"hello") * 2_000, framed(NAMELESS) * 200, framed(b"MSH|^~\\&|A|B") * 2_000],
)
def test_one_rude_packet_leaves_few_rows_and_a_hang_up_while_a_good_sender_is_answered(data: bytes) -> None:
    kept = beside_a_good_one(data)
    assert fault_rows(kept) == MOST_FAULTS
    assert [one.control_id for one in kept if one.answer == "AA"] == ["C7"]


def test_planted_fault_a_listener_that_counts_only_broken_frames_keeps_every_empty_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "_is_fault", lambda heard: heard.reason in ("junk", "cut_short", "too_large"))

    async def scene(port: int, kept: list[Heard]) -> None:
        await sent(port, EMPTY[: 20 * MOST_FAULTS], 10 * MOST_FAULTS)

    assert fault_rows(play(scene)) > MOST_FAULTS


def test_a_message_without_a_device_is_told_so() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        told = await sent(port, framed(NAMELESS), 1)
        assert ("MSA|AE|C1" in told[0], "no_device" in told[0]) == (True, True)

    assert [(one.device, one.reason) for one in play(scene)] == [("", "no_device")]


def test_what_came_before_the_last_fault_is_kept_and_answered_in_order() -> None:
    bad = framed(b"hello") * (MOST_FAULTS - 1)

    async def scene(port: int, kept: list[Heard]) -> None:
        data = framed(message(1)) + bad + framed(message(2)) + framed(b"hello") + framed(message(3))
        reader, out = await asyncio.open_connection("127.0.0.1", port)
        out.write(data)
        told = await answers(reader, MOST_FAULTS + 2)
        assert ("MSA|AA|C1" in told[0], "MSA|AA|C2" in told[MOST_FAULTS], "MSA|AE" in told[-1]) == (True, True, True)
        assert await reader.read() == b""
        out.close()

    assert [one.control_id for one in play(scene) if one.answer == "AA"] == ["C1", "C2"]


def place_of_the_good_one() -> int:
    """How many messages of a busy sender are kept before one of a good sender that came a moment later."""
    many = b"".join(framed(message(number, value="9")) for number in range(3 * MOST_A_TURN))

    async def scene(port: int, kept: list[Heard]) -> None:
        busy = asyncio.create_task(sent(port, many, 3 * MOST_A_TURN))
        await asyncio.sleep(0.01)
        assert "MSA|AA|C999" in (await sent(port, framed(message(999)), 1))[0]
        assert all(f"MSA|AA|C{number}\r" in one for number, one in enumerate(await busy))

    return [one.control_id for one in play(scene, gather_s=0.1)].index("C999")


def test_a_packet_with_many_messages_waits_its_turn() -> None:
    assert place_of_the_good_one() <= 2 * MOST_A_TURN


def test_planted_fault_a_listener_without_turns_lets_the_good_one_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_A_TURN", 10_000)
    assert place_of_the_good_one() > 2 * MOST_A_TURN


def test_one_address_cannot_take_every_connection_and_gets_its_place_back() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        first = await asyncio.open_connection("127.0.0.1", port)
        first[1].write(framed(message()))
        await answers(first[0], 1)
        assert await asyncio.wait_for(second_reads(port), 5) == b""
        first[1].close()
        await asyncio.sleep(0.1)
        assert "MSA|AA|C2" in (await sent(port, framed(message(2)), 1))[0]

    play(scene, patience=Patience(most_per_address=1))


async def second_reads(port: int) -> bytes:
    """What one more connection hears."""
    reader, out = await asyncio.open_connection("127.0.0.1", port)
    heard = await reader.read()
    out.close()
    return heard


def test_fifty_monitors_of_one_address_are_all_answered() -> None:
    async def scene(port: int, kept: list[Heard]) -> None:
        told = await asyncio.gather(*(sent(port, framed(message(number)), 1) for number in range(50)))
        assert all("MSA|AA" in one for (one,) in told)

    assert len(play(scene)) == 50
