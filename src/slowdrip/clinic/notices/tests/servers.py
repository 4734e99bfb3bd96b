"""Two little servers on this machine, one for mail and one for texts: they note what came, and answer as told."""

import contextlib
import json
import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANG_S = 2.0
DRIP_EVERY_S = 0.02


@dataclass(slots=True)
class Came:
    """What a server got, and what it answers: by step for mail, a status for texts; or never, or without an end."""

    port: int = 0
    mails: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[Mapping[str, str], Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    hangs: bool = False
    drips: bool = False
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def mail_server() -> Iterator[Came]:
    """A mail server that speaks as much SMTP as one message needs."""
    came = Came()

    class Speaks(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _converse(self, came)

    with _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaks), came):
        yield came


def _converse(line: socketserver.StreamRequestHandler, came: Came) -> None:
    def say(step: str, usual: str) -> None:
        line.wfile.write(f"{came.answers.get(step, usual)}\r\n".encode())

    say("hello", "220 here")
    recipient = ""
    while raw := line.rfile.readline():
        words = raw.decode().strip()
        step = words.split(":")[0].split(" ")[0].upper()
        if step == "RCPT":
            recipient = words.partition("<")[2].rstrip(">")
        if step == "DATA" and "DATA" not in came.answers:
            line.wfile.write(b"354 go on\r\n")
            came.mails.append((recipient, _content(line)))
            if came.hangs:
                return
            say("content", "250 taken")
            continue
        say(step, "221 bye" if step == "QUIT" else "250 ok")
        if step == "QUIT":
            return


def _content(line: socketserver.StreamRequestHandler) -> str:
    lines: list[str] = []
    while (raw := line.rfile.readline()) not in (b".\r\n", b""):
        lines.append(raw.decode())
    return "".join(lines)


@contextmanager
def text_server() -> Iterator[Came]:
    """A text gateway: takes JSON by POST."""
    came = Came()

    class Takes(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            came.texts.append(({**self.headers, "path": self.path}, json.loads(content)))
            if came.hangs:
                came.over.wait(HANG_S)
                return
            if came.drips:
                _drip(self, came)
                return
            self.send_response(came.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Takes), came):
        yield came


def _drip(line: BaseHTTPRequestHandler, came: Came) -> None:
    """One byte at a time, each sooner than a socket's own time-out."""
    line.close_connection = True
    with contextlib.suppress(OSError):
        while not came.over.wait(DRIP_EVERY_S):
            line.wfile.write(b"H")


@contextmanager
def _running(server: socketserver.TCPServer, came: Came) -> Iterator[None]:
    came.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        came.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])
