"""Who writes while servers die: hands that chart notes over HTTP, and monitors that send over MLLP.

Each entry has an id and words of its own, made before it is sent, so that it can be looked for and sent again.
"""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid5

from slowdrip.exchange.hl7.framing import framed
from slowdrip.exchange.listener.tests.test_server import message
from tests.crash.processes import HOST
from tests.crash.stage import DEVICE, Stage

ANSWER_WITHIN_S = 20.0
TOKEN = "t" * 32


@dataclass(frozen=True, slots=True)
class Hand:
    """Sends the entry of a name: returns when it was acknowledged, raises when the line broke before."""

    send: Callable[[str], None]
    close: Callable[[], None]


@dataclass(slots=True)
class Book:
    """What was acknowledged, and what was sent without an answer."""

    acknowledged: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)

    def sends(self, name: str, hand: Hand) -> bool:
        """Says whether the entry was acknowledged."""
        self.unanswered.add(name)
        try:
            hand.send(name)
        except (OSError, http.client.HTTPException, EOFError):
            return False
        self.acknowledged.add(name)
        self.unanswered.discard(name)
        return True

    @property
    def sent(self) -> set[str]:
        """Everything that was ever sent."""
        return self.acknowledged | self.unanswered


class Refused(AssertionError):
    """The server answered, but not with a yes."""


def notes(stage: Stage, port: int) -> Hand:
    """Gives a hand at the chair page: it keeps one connection, as a browser does."""
    line = http.client.HTTPConnection(HOST, port, timeout=ANSWER_WITHIN_S)
    there = f"/harbor/drips/{stage.infusion_id}/enter/note/"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{stage.cookies}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }

    def send(name: str) -> None:
        typed = urlencode({"event_id": str(event_id(stage, name)), "note": name})
        line.request("POST", there, typed, headers)
        answer = line.getresponse()
        answer.read()
        led_to = answer.getheader("Location") or ""
        if answer.status != 302 or led_to.startswith(("/harbor/locked/", "/account/")):
            raise Refused(f"{name}: {answer.status} {led_to}")

    return Hand(send, line.close)


def event_id(stage: Stage, name: str) -> UUID:
    """The id that the entry of that name was made with."""
    return uuid5(stage.infusion_id, name)


def numbers(port: int, told: dict[str, bytes]) -> Hand:
    """Gives a monitor at the drip: one message out, its acknowledgement in; what was told is sent again as it was."""
    line = socket.create_connection((HOST, port), timeout=ANSWER_WITHIN_S)

    def send(name: str) -> None:
        line.sendall(framed(told.setdefault(name, _number(name))))
        answer = b""
        while not answer.endswith(b"\x1c\r"):
            data = line.recv(4096)
            if not data:
                raise EOFError
            answer += data
        if f"MSA|AA|{name}".encode() not in answer:
            raise Refused(answer.decode())

    return Hand(send, line.close)


def _number(name: str) -> bytes:
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S").encode()
    made = message(0).replace(b"20260310140000", stamp).replace(b"|C0|", f"|{name}|".encode())
    assert DEVICE.encode() in made
    return made


@dataclass(slots=True)
class Crowd:
    """Several hands at once, each writing one entry after the other until its line breaks or it is told to stop."""

    round: str
    book: Book
    stop: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, hands: list[Hand]) -> None:
        """Lets every hand begin."""
        for number, hand in enumerate(hands):
            thread = threading.Thread(target=self._write, args=(f"{self.round}-{number}", hand))
            self.threads.append(thread)
            thread.start()

    def _write(self, name: str, hand: Hand) -> None:
        number = 0
        try:
            while not self.stop.is_set() and self.book.sends(f"{name}-{number}", hand):
                number += 1
                self.began.set()
        finally:
            hand.close()

    def leave(self) -> None:
        """Waits until every hand has let go."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=2 * ANSWER_WITHIN_S)
            assert not thread.is_alive()
