"""Frames: the same messages and faults wherever the network cuts the stream."""

import random

import pytest

from slowdrip.exchange.hl7.framing import (
    JUNK_STEP_BYTES,
    MAX_MESSAGE_BYTES,
    Fault,
    Frames,
    FramingFault,
    framed,
)
from slowdrip.exchange.hl7.tests.messages import corpus

MESSAGES = list(corpus())
STREAM = b"".join(
    [
        framed(MESSAGES[0]),
        framed(MESSAGES[1]).removesuffix(b"\r"),
        b"junk between",
        framed(MESSAGES[2]) + b"\r\n\r\n",
        framed(b""),
        b"\x0bcut short" + framed(MESSAGES[3]),
        b"\x0b" + b"x" * 30_000 + b"\x1c\r",
        b"\x1c",
        framed(MESSAGES[4]),
        b"y" * (2 * JUNK_STEP_BYTES + 7),
        framed(MESSAGES[5]),
        b"\x0bnever ended",
    ]
)
TOLD = [
    MESSAGES[0],
    MESSAGES[1],
    FramingFault(Fault.JUNK, 12),
    MESSAGES[2],
    b"",
    FramingFault(Fault.CUT_SHORT, 9),
    MESSAGES[3],
    FramingFault(Fault.TOO_LARGE, 20_001),
    FramingFault(Fault.JUNK, 1),
    MESSAGES[4],
    FramingFault(Fault.JUNK, JUNK_STEP_BYTES),
    FramingFault(Fault.JUNK, JUNK_STEP_BYTES),
    FramingFault(Fault.JUNK, 7),
    MESSAGES[5],
    FramingFault(Fault.CUT_SHORT, 11),
]


def told(packets: list[bytes]) -> list[bytes | FramingFault]:
    frames = Frames(max_message_bytes=20_000)
    return [each for packet in packets for each in frames.feed(packet)] + frames.close()


def cut(stream: bytes, dice: random.Random, most: int) -> list[bytes]:
    places = sorted(dice.sample(range(1, len(stream)), dice.randint(0, most)))
    return [stream[start:end] for start, end in zip([0, *places], [*places, len(stream)], strict=True)]


def test_a_whole_stream_in_one_packet_is_told_in_order() -> None:
    assert told([STREAM]) == TOLD


def test_a_stream_byte_by_byte_is_the_same() -> None:
    assert told([bytes([each]) for each in STREAM]) == TOLD


@pytest.mark.parametrize("seed", range(200))
def test_a_stream_cut_anywhere_is_the_same(seed: int) -> None:
    dice = random.Random(seed)
    assert told(cut(STREAM, dice, 2 ** dice.randint(0, 8))) == TOLD


def test_every_frame_is_given_at_its_end_byte() -> None:
    frames = Frames()
    assert frames.feed(b"\x0bMSH") == []
    assert frames.feed(b"\x1c") == [b"MSH"]
    assert frames.feed(b"\r") == []


def test_an_endless_message_costs_no_memory_and_is_told_once() -> None:
    frames = Frames()
    frames.feed(b"\x0b")
    packets = [frames.feed(b"z" * 65_536) for _ in range(64)]
    assert [each for packet in packets for each in packet] == [FramingFault(Fault.TOO_LARGE, MAX_MESSAGE_BYTES + 1)]
    assert frames.feed(b"\x1c\r" + framed(b"next")) == [b"next"]


def test_endless_junk_is_told_in_steps() -> None:
    frames = Frames()
    assert len(frames.feed(b"q" * 10 * JUNK_STEP_BYTES)) == 10
    assert frames.close() == []


def test_a_message_of_exactly_the_largest_size_passes() -> None:
    assert Frames().feed(framed(b"m" * MAX_MESSAGE_BYTES)) == [b"m" * MAX_MESSAGE_BYTES]


@pytest.mark.parametrize("seed", range(50))
def test_noise_is_survived_whatever_it_is(seed: int) -> None:
    dice = random.Random(seed)
    noise = bytes(dice.choice(b"\x0b\x1c\rMSH|") for _ in range(3000))
    assert told(cut(noise, dice, 40)) == told([noise])
