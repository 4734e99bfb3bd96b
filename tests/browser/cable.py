"""A cable between a browser and the house that a test can pull: the server lives on, and nothing of it arrives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"
CHUNK = 65_536


class Cable:
    """Passes bytes on while it is plugged in; pulled, it drops every line and takes no new one."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._plugged = True
        self._lines: list[socket.socket] = []
        self._door = socket.create_server((HOST, 0))
        self.url = f"http://{HOST}:{self._door.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def pull(self) -> None:
        """Drops every line."""
        self._plugged = False
        for line in self._lines:
            _close(line)
        self._lines.clear()

    def plug_in(self) -> None:
        """Takes lines again."""
        self._plugged = True

    def remove(self) -> None:
        """Ends it."""
        self.pull()
        _close(self._door)

    def _take(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            if self._plugged:
                self._join(line)
            else:
                _close(line)

    def _join(self, line: socket.socket) -> None:
        try:
            other = socket.create_connection((HOST, self._to_port))
        except OSError:
            _close(line)
            return
        self._lines += [line, other]
        for one, two in ((line, other), (other, line)):
            threading.Thread(target=_pass_on, args=(one, two), daemon=True).start()


def _pass_on(one: socket.socket, two: socket.socket) -> None:
    with suppress(OSError):
        while chunk := one.recv(CHUNK):
            two.sendall(chunk)
    _close(one)
    _close(two)


def _close(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@contextmanager
def cable(to_port: int) -> Iterator[Cable]:
    """Gives a cable to that port of this machine, plugged in."""
    one = Cable(to_port)
    try:
        yield one
    finally:
        one.remove()
