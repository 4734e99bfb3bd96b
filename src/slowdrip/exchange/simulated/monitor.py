"""Simulated bedside monitors that speak to a listener over the network, at any speed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from slowdrip.exchange.hl7.writing import Sent, oru
from slowdrip.exchange.simulated.artifacts import Mess, messy_ticks
from slowdrip.exchange.simulated.course import draw_patient
from slowdrip.exchange.simulated.events import draw_events
from slowdrip.exchange.simulated.line import Line
from slowdrip.exchange.simulated.readings import Plan, Tick, clean_ticks
from slowdrip.exchange.simulated.tally import Tally


@dataclass(frozen=True, slots=True)
class Setting:
    """How a group of monitors runs: where to, how many, how fast, how long, and by which seed."""

    host: str
    port: int
    devices: tuple[str, ...]
    minutes: float
    speed: float = 1.0
    seed: int = 1
    events_per_h: float = 0.0
    mess: Mess | None = None
    patient_id: str = ""


def ticks_of(setting: Setting, device: str) -> Iterator[Tick]:
    """The seconds of one monitor; the same seed and device always give the same."""
    dice = Random(f"{setting.seed}/{device}")  # noqa: S311 - an invented patient must be the same every time
    patient = draw_patient(dice)
    events = draw_events(dice, minutes=setting.minutes, per_h=setting.events_per_h)
    clean = clean_ticks(patient, Plan(setting.minutes, events=events), dice)
    return messy_ticks(clean, setting.mess, dice) if setting.mess else clean


async def run_monitors(setting: Setting, *, now: Callable[[], datetime]) -> Tally:
    """What became of the messages of all monitors, once the last one is through."""
    started_at = now()
    runs = (run_monitor(setting, device, now=now, started_at=started_at) for device in setting.devices)
    return sum(await asyncio.gather(*runs), Tally())


async def run_monitor(setting: Setting, device: str, *, now: Callable[[], datetime], started_at: datetime) -> Tally:
    """What became of one monitor's messages.

    Its clock is right: faster than life, the patient lives faster, and the readings keep the time they are sent at.
    """
    line = Line(setting.host, setting.port, Tally())
    try:
        async for tick in paced(ticks_of(setting, device), setting.speed):
            await _send(line, setting, device, tick, now=now, started_at=started_at)
    finally:
        await line.close()
    return line.tally


async def paced(ticks: Iterable[Tick], speed: float) -> AsyncIterator[Tick]:
    """The ticks, each when it is due; a slow listener makes later ones come at once, never out of order."""
    loop = asyncio.get_running_loop()
    start_s = loop.time()
    for tick in ticks:
        await asyncio.sleep(max(0.0, start_s + tick.at_s / speed - loop.time()))
        yield tick


async def _send(
    line: Line, setting: Setting, device: str, tick: Tick, *, now: Callable[[], datetime], started_at: datetime
) -> None:
    at = now()
    control_id = f"{device}-{started_at:%y%m%d%H%M%S}-{tick.at_s}"
    readings = [Sent(each.channel, each.text, at, each.status) for each in tick.readings]
    message = oru(device, control_id, at, readings, patient_id=setting.patient_id)
    for _ in range(tick.copies):
        await line.send(message, control_id)
