"""`python -m bench.live`: monitors at 1 Hz over the wire, and how long a number takes to an open screen.

Real processes: web, clock and listener as an installation runs them; the monitors and the screen are in this one.
Beside it stands the database's own figure: the same rows in groups of the same size, with nothing around them.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.calling import BETWEEN_S, Calls, calling, given
from bench.running import HOST, cookie_of, news, process, until_up
from slowdrip.cli.demo.command import free_port
from slowdrip.cli.installation import migrate, open_installation

if TYPE_CHECKING:
    from bench.clinic import House  # it needs Django, which is not there yet when this is imported

CHAIRS = int(os.environ.get("BENCH_CHAIRS", "50"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
WARM_UP_S = 5
CHANNELS = ("heart_rate", "pulse_rate", "spo2", "resp_rate", "temperature")
USUAL = {"heart_rate": "72", "pulse_rate": "71", "spo2": "98", "resp_rate": "14", "temperature": "36.8"}


@dataclass(slots=True)
class Told:
    """When each message was sent and answered, and when the screen heard of its drip."""

    sent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    early: dict[str, float] = field(default_factory=dict)
    answers_s: list[float] = field(default_factory=list)
    screen_s: list[float] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def answered(self, drip: str, sent_at: float, code: str) -> None:
        """Notes an answer; what was sent is waited for on the screen, unless the screen was faster than the answer."""
        now = time.monotonic()
        self.codes[code] += 1
        self.answers_s.append(now - sent_at)
        shown_at = self.early.pop(drip, 0.0)
        if shown_at > sent_at:
            self.screen_s.append(shown_at - sent_at)
        else:
            self.sent[drip].append(sent_at)

    def heard(self, drip: str) -> None:
        """Notes news of a drip: everything of it that was on the disk by now has reached the screen."""
        now = time.monotonic()
        waiting = self.sent.pop(drip, [])
        self.screen_s += [now - sent_at for sent_at in waiting]
        if not waiting:
            self.early[drip] = now


async def monitor(address: tuple[str, int], device: str, drip: str, told: Told, *, start: float) -> None:
    """Sends one message a second with five channels, and waits for each answer."""
    from slowdrip.exchange.hl7.framing import framed
    from slowdrip.exchange.hl7.writing import Sent, oru

    reader, out = await asyncio.open_connection(*address)
    for number in range(WARM_UP_S + SECONDS):
        await asyncio.sleep(max(0.0, start + number - time.monotonic()))
        at, sent_at = datetime.now(UTC), time.monotonic()
        readings = [Sent(name, USUAL[name], at) for name in CHANNELS]
        out.write(framed(oru(device, f"{device}-{number}", at, readings)))
        answer = (await reader.readuntil(b"\x1c\r")).decode()
        if number >= WARM_UP_S:
            told.answered(drip, sent_at, answer.split("MSA|")[1][:2])
    out.close()


async def screen(port: int, cookie: str, told: Told, calls: Calls) -> None:
    """One open page: reads the clinic's event stream, and fetches the strip on top of it when a patient calls."""
    coming, fetching = await news(port, cookie), list[asyncio.Task[None]]()
    while True:
        topic, data = await coming.get()
        if topic == "samples":
            told.heard(json.loads(data)["id"])
        if topic == "call":
            fetching.append(asyncio.create_task(calls.heard(port, cookie)))


async def scene(listener: int, web: int, cookie: str, drips: dict[str, str], calls: Calls) -> Told:
    """Lets all monitors speak, spread over the second, and some patients call, while a screen listens."""
    told = Told()
    watching = asyncio.create_task(screen(web, cookie, told, calls))
    dice, start = Random(1), time.monotonic() + 1  # noqa: S311 - the same spread every time
    runs = (monitor((HOST, listener), one, drip, told, start=start + dice.random()) for one, drip in drips.items())
    await asyncio.gather(calling(web, calls, start=start + WARM_UP_S), *runs)
    await asyncio.sleep(2)
    watching.cancel()
    return told


def main() -> None:
    """Builds the clinic, runs the scene, prints the table."""
    place = open_installation()
    migrate()
    from bench.clinic import open_house, unhurried
    from bench.machine import machine

    print(
        f"\n## Live: {CHAIRS} chairs, {len(CHANNELS)} channels each at 1 Hz, {SECONDS} s\n\n{machine(place)}",
        flush=True,
    )
    at = datetime.now(UTC)
    with unhurried():
        house = open_house(running=CHAIRS, at=at)
        drips = _paired(house, at=datetime.now(UTC))
        calls = Calls(given(house, screens=min(CHAIRS, SECONDS // BETWEEN_S), at=datetime.now(UTC)))
    cookie = cookie_of(house)
    web, listener = free_port(), free_port()
    with _running(place, web, listener) as processes:
        until_up(web)
        until_up(listener)
        before = {name: _cpu_s(one.pid) for name, one in processes.items()}
        told = asyncio.run(scene(listener, web, cookie, drips, calls))
        spent = {name: _cpu_s(one.pid) - before[name] for name, one in processes.items()}
        memory = {name: _rss_mib(one.pid) for name, one in processes.items()}
    print(_table(told, calls, spent, memory), flush=True)


@contextmanager
def _running(place: Path, web: int, listener: int) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    from slowdrip.cli.serve import children

    commands = {child.name: list(child.command) for child in children(HOST, web)}
    listen = [sys.executable, "-m", "slowdrip.cli.main", "listen", "--clinic", "harbor", "--port", str(listener)]
    with (
        process("web", commands["web"], place) as one,
        process("clock", commands["clock"], place) as two,
        process("listener", listen, place) as three,
    ):
        yield {"web": one, "clock": two, "listener": three}


def _paired(house: House, *, at: datetime) -> dict[str, str]:
    """Lets each monitor say hello and pairs it; gives the drip of each device."""
    from slowdrip.clinic.monitors.actions import pair, receive
    from slowdrip.clinic.monitors.models import Monitor
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.exchange.hl7.writing import oru
    from slowdrip.exchange.listener.reading import heard_in

    nurse = house.team.nurse.acting()
    before, drips = at - timedelta(seconds=1), {}
    for number, visit in enumerate(house.visits):
        device = f"BENCH-{number}"
        hello = heard_in(oru(device, f"{device}-hello", before, []), received_at=before, zone=UTC, peer="")
        receive(system_of(nurse.clinic_id), [hello], at=before)
        pair(nurse, visit.infusion.pk, Monitor.objects.get(device=device).pk, at=at)
        drips[device] = str(visit.infusion.pk)
    return drips


def _table(told: Told, calls: Calls, spent: dict[str, float], memory: dict[str, float]) -> str:
    rows = [
        ("messages answered", ", ".join(f"{code} {count}" for code, count in sorted(told.codes.items())), ""),
        ("rows stored", f"{told.codes['AA'] * (len(CHANNELS) + 1) / SECONDS:.0f} /s", ""),
        ("message to answer, p50 / p99", _spread(told.answers_s), ""),
        ("message to open screen, p50 / p99", _spread(told.screen_s), "p99 ≤ 1 s"),
        (
            f"patient's call to staff screen, {len(calls.shown_s)} of {len(calls.screens)}",
            _most(calls),
            "all, each ≤ 1 s",
        ),
        ("never reached the screen", str(sum(len(each) for each in told.sent.values())), "0"),
    ]
    rows += [
        (f"{name}: processor, memory", f"{spent[name] / SECONDS:.0%}, {memory[name]:.0f} MiB", "") for name in spent
    ]
    rows.append(("bare: the same rows in groups of the same size", _bare(told), ""))
    return "| what | measured | goal |\n|---|---|---|\n" + "".join(f"| {a} | {b} | {c} |\n" for a, b, c in rows)


def _spread(values: list[float]) -> str:
    if len(values) < 2:
        return "nothing"
    cuts = quantiles(values, n=100)
    return f"{cuts[49] * 1000:.0f} / {cuts[98] * 1000:.0f} ms"


def _most(calls: Calls) -> str:
    times = sorted(calls.shown_s)
    return f"middle {median(times) * 1000:.0f}, longest {times[-1] * 1000:.0f} ms" if times else "nothing"


def _bare(told: Told) -> str:
    """As many commits of as many rows as the listener makes when it gathers for 50 ms."""
    from bench import bare
    from bench.charting import Work
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.infusion.models import Infusion

    nurse = team_of().nurse.acting()
    together = max(1, round(told.codes["AA"] * (len(CHANNELS) + 1) / SECONDS / 20))
    bare.prepare()
    infusions = tuple(Infusion.objects.values_list("pk", flat=True)[:1])
    work = Work(nurse=nurse, infusions=infusions, actions=100, together=together, since=datetime.now(UTC))
    began = time.perf_counter()
    bare.bare_inserts(work)
    return f"{100 * together / (time.perf_counter() - began):.0f} rows/s ({together} together)"


def _cpu_s(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _rss_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
