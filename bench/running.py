"""An installation's real processes beside a benchmark, and what a browser asks of them."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.clinic import House  # it needs Django, which is not there yet when this is imported

HOST = "127.0.0.1"


@contextmanager
def process(name: str, command: list[str], place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One process of the installation; it is gone afterwards."""
    with (place / f"{name}.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)


def until_up(port: int) -> None:
    """Waits until something listens there."""
    for _ in range(600):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing listens on {port}")


def cookie_of(house: House) -> str:
    """The cookies of the nurse after signing in."""
    from bench.board import signed_in

    client = signed_in(house.team.nurse.user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


async def news(port: int, cookie: str) -> asyncio.Queue[tuple[str, str]]:
    """Opens the clinic's event stream as a page does, and again when it ends; gives each topic with what it tells."""
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    is_open = asyncio.Event()
    _LISTENING.add(asyncio.create_task(_listen(port, cookie, told, is_open)))
    await is_open.wait()
    return told


_LISTENING: set[asyncio.Task[None]] = set()


async def _listen(port: int, cookie: str, told: asyncio.Queue[tuple[str, str]], is_open: asyncio.Event) -> None:
    last = ""
    while True:
        reader, out = await asyncio.open_connection(HOST, port)
        again = f"Last-Event-ID: {last}\r\n" if last else ""
        out.write(f"GET /harbor/stream HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{again}\r\n".encode())
        topic = ""
        while line := (await reader.readline()).decode():
            name, _, value = line.strip().partition(": ")
            last = value if name == "id" else last
            topic = value if name == "event" else topic
            is_open.set()
            if name == "data":
                told.put_nowait((topic, value))
        out.close()


async def fetched(port: int, method: str, path: str, cookie: str, form: str = "") -> tuple[str, str]:
    """One request over a connection of its own; gives the head and the body of the answer."""
    reader, out = await asyncio.open_connection(HOST, port)
    body = form.encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"Cookie: {cookie}",
        "X-Slowdrip-Live: 1",
        "HX-Request: true",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    out.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    head, _, answer = (await reader.read()).decode().partition("\r\n\r\n")
    out.close()
    return head, answer


def status_of(head: str) -> int:
    """The status of an answer, by its head."""
    return int(head.split(" ", 2)[1])
