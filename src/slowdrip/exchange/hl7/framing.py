"""Whole messages out of a stream of bytes (MLLP), however the network cuts it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

START: Final = b"\x0b"
END: Final = b"\x1c"
CARRIAGE_RETURN: Final = b"\x0d"
MAX_MESSAGE_BYTES: Final = 1 << 20  # a monitor's message has a few kB; a megabyte is a fault or an attack
JUNK_STEP_BYTES: Final = 4096  # endless junk is reported in steps, so that nobody has to wait for its end
PIECES: Final = re.compile(rb"[\x0b\x1c]|[^\x0b\x1c]+")


class Fault(StrEnum):
    """What can be wrong with the frames of a stream."""

    JUNK = "junk"  # bytes between two frames
    CUT_SHORT = "cut_short"  # a frame began before this one ended, or the stream ended inside it
    TOO_LARGE = "too_large"  # the frame is skipped to its end


@dataclass(frozen=True, slots=True)
class FramingFault:
    """Bytes that are no message, and how many; of a frame too large, how many were read until it was given up."""

    code: Fault
    size_bytes: int


class Frames:
    """Takes a stream in pieces of any size and gives its messages and faults in order, in bounded memory.

    A message ends at the end byte. The carriage return after it is swallowed when it comes and not missed when not.
    """

    def __init__(self, *, max_message_bytes: int = MAX_MESSAGE_BYTES) -> None:
        self._max_message_bytes = max_message_bytes
        self._message: bytearray | None = None
        self._skipping = False
        self._junk_bytes = 0

    def feed(self, data: bytes) -> list[bytes | FramingFault]:
        """The messages and faults that these bytes complete."""
        found: list[bytes | FramingFault] = []
        for piece in PIECES.findall(data):
            if piece == START:
                self._start(found)
            elif piece == END:
                self._end(found)
            else:
                self._take(piece, found)
        return found

    def close(self) -> list[bytes | FramingFault]:
        """What the end of the stream leaves unfinished."""
        found: list[bytes | FramingFault] = []
        self._start(found)
        self._message = None
        return found

    def _start(self, found: list[bytes | FramingFault]) -> None:
        if self._message is not None:
            found.append(FramingFault(Fault.CUT_SHORT, len(self._message)))
        if self._junk_bytes:
            found.append(FramingFault(Fault.JUNK, self._junk_bytes))
        self._message, self._skipping, self._junk_bytes = bytearray(), False, 0

    def _end(self, found: list[bytes | FramingFault]) -> None:
        if self._message is not None:
            found.append(bytes(self._message))
        elif not self._skipping:
            self._add_junk(1, found)
        self._message, self._skipping = None, False

    def _take(self, piece: bytes, found: list[bytes | FramingFault]) -> None:
        if self._skipping:
            return
        if self._message is None:
            # Line ends between frames are habit, not junk.
            self._add_junk(len(piece) - piece.count(b"\r") - piece.count(b"\n"), found)
            return
        if len(self._message) + len(piece) > self._max_message_bytes:
            found.append(FramingFault(Fault.TOO_LARGE, self._max_message_bytes + 1))
            self._message, self._skipping = None, True
            return
        self._message += piece

    def _add_junk(self, count: int, found: list[bytes | FramingFault]) -> None:
        self._junk_bytes += count
        while self._junk_bytes >= JUNK_STEP_BYTES:
            found.append(FramingFault(Fault.JUNK, JUNK_STEP_BYTES))
            self._junk_bytes -= JUNK_STEP_BYTES


def framed(message: bytes) -> bytes:
    """One message as it travels."""
    return START + message + END + CARRIAGE_RETURN
