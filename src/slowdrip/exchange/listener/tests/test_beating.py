"""The listener's beat says that messages are stored, not that a process lives."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest

from slowdrip.clinic.monitors.heard import Heard
from slowdrip.exchange.listener.tests.test_writer import said
from slowdrip.exchange.listener.writer import Writer

BEAT_S = 0.02
LONG_S = 0.3


class House:
    """A disk that can hang or refuse, and the beats that came."""

    def __init__(self) -> None:
        self.beats = 0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.refuses = False

    def store(self, heard: Sequence[Heard]) -> Sequence[Heard]:
        self.goes_on.wait(10)
        if self.refuses:
            raise OSError("full")
        return heard

    def beat(self) -> None:
        self.beats += 1

    def writer(self, kind: type[Writer] = Writer) -> Writer:
        return kind(self.store, beat=self.beat, gather_s=0, beat_s=BEAT_S)


def beats_in(house: House, scene: Callable[[Writer], object], kind: type[Writer] = Writer) -> int:
    """Gives how many beats came while the scene lasted, after one message was stored."""

    async def played() -> int:
        writer = house.writer(kind)
        running = asyncio.create_task(writer.run())
        assert await writer.kept(said("first")) is not None
        await asyncio.sleep(2 * BEAT_S)
        asked = scene(writer)
        before = house.beats
        await asyncio.sleep(LONG_S)
        found = house.beats - before
        house.goes_on.set()
        if isinstance(asked, asyncio.Task):
            asked.cancel()
        running.cancel()
        return found

    return asyncio.run(played())


def nothing(_writer: Writer) -> None:
    """Nobody speaks."""


def a_hanging_disk(house: House) -> Callable[[Writer], object]:
    def scene(writer: Writer) -> object:
        house.goes_on.clear()
        return asyncio.get_running_loop().create_task(writer.kept(said("hangs")))

    return scene


def a_full_disk(house: House) -> Callable[[Writer], object]:
    async def speaks(writer: Writer) -> None:
        while True:
            await writer.kept(said("again"))

    def scene(writer: Writer) -> object:
        house.refuses = True
        return asyncio.get_running_loop().create_task(speaks(writer))

    return scene


def test_a_listener_to_which_nobody_speaks_beats() -> None:
    assert beats_in(House(), nothing) > 3


def test_a_busy_listener_beats_no_more_often_than_an_idle_one() -> None:
    house = House()

    async def speaks(writer: Writer) -> None:
        while True:
            assert await writer.kept(said("again")) is not None

    found = beats_in(house, lambda writer: asyncio.get_running_loop().create_task(speaks(writer)))
    assert 3 < found <= LONG_S / BEAT_S + 1


@pytest.mark.parametrize("trouble", [a_hanging_disk, a_full_disk])
def test_a_listener_that_cannot_store_is_silent(trouble: Callable[[House], Callable[[Writer], object]]) -> None:
    house = House()
    assert beats_in(house, trouble(house)) <= 1


class Breathless(House):
    """Stores, and cannot say so."""

    def beat(self) -> None:
        super().beat()
        raise OSError("full")


def test_a_beat_that_fails_does_not_stop_the_writer() -> None:
    assert beats_in(Breathless(), nothing) > 3


class BeatsBeside(Writer):
    """The planted fault: a beat of its own, beside the writing."""

    async def run(self) -> None:
        beside = asyncio.create_task(self._beats())
        try:
            await super().run()
        finally:
            beside.cancel()

    async def _beats(self) -> None:
        while True:
            await asyncio.to_thread(self._beat)
            await asyncio.sleep(BEAT_S)


def test_planted_fault_a_beat_beside_the_writing_hides_a_hanging_disk() -> None:
    house = House()
    assert beats_in(house, a_hanging_disk(house), BeatsBeside) > 3
