"""Corpus messages, damaged in ways that lines, cables and programmers damage them; the seed decides how."""

import random
from collections.abc import Callable

from slowdrip.exchange.hl7.tests.messages import corpus

Damage = Callable[[bytearray, random.Random], None]

TELLING = [
    b"-100",
    b"32767",
    b"8388607",
    b"NaN",
    b"1e3",
    b"---",
    b"\x00",
    b"\xff\xfe",
    b"\\X0D\\",
    b"|",
    b"^",
    b"~",
    b"&",
]
TELLING += [
    b"\r",
    b"\n",
    b"\rOBX",
    b"\rMSH|^~\\&",
    b"\rPID|||X",
    b'""',
    b"266016^MDC_DIM_MMHG^MDC",
    b"262688",
    b"99999999999",
]


def flip_a_bit(data: bytearray, dice: random.Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def change_a_digit(data: bytearray, dice: random.Random) -> None:
    places = [place for place, byte in enumerate(data) if chr(byte).isdigit()]
    if places:
        data[dice.choice(places)] = ord(dice.choice("0123456789.-+eE ,"))


def drop_some(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.randint(1, 40)]


def put_in(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data) + 1)
    data[start:start] = dice.choice(TELLING)


def repeat_some(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.randint(1, 400)]


def cut_off(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(1, len(data)) :]


def swap_fields(data: bytearray, dice: random.Random) -> None:
    parts = bytes(data).split(b"|")
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    data[:] = b"|".join(parts)


def swap_lines(data: bytearray, dice: random.Random) -> None:
    lines = bytes(data).split(b"\r")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"\r".join(lines)


DAMAGES: tuple[Damage, ...] = (
    *(flip_a_bit, change_a_digit, drop_some, put_in, repeat_some),
    *(cut_off, swap_fields, swap_lines),
)
MESSAGES = tuple(corpus())


def mutated(seed: int) -> bytes:
    """One damaged message; one to five damages, so that most of it still reads."""
    dice = random.Random(seed)
    data = bytearray(dice.choice(MESSAGES))
    for _ in range(dice.randint(1, 5)):
        dice.choice(DAMAGES)(data, dice)
        data = data if len(data) > 1 else bytearray(b"??")
    return bytes(data)
