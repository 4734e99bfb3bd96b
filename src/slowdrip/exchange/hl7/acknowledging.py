"""The answer to a message: AA when it is kept, AE or AR with the reason when it is not."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from slowdrip.exchange.hl7.charsets import decoded
from slowdrip.exchange.hl7.header import control_id_of
from slowdrip.exchange.hl7.segments import Segment, escaped, read_segments
from slowdrip.exchange.hl7.unreadable import Answer, Unreadable, condition_of

OWN_APPLICATION: Final = "SLOWDRIP"
VERSION: Final = "2.6"


def acknowledge(raw: bytes | None, *, code: Answer, reason: str, at: datetime) -> bytes:
    """The acknowledgment of a message; None is for a frame that was never read, such as one too large.

    `reason` is a code; it goes into the ERR segment, and is left out with AA.
    """
    header = readable_header(raw)
    segments = [_header(header, raw, at), f"MSA|{code}|{escaped(control_id_of(header)) if header else ''}"]
    if code != "AA":
        segments.append(f"ERR|||{condition_of(reason)}^^HL70357|E||||{escaped(reason)}")
    return "".join(f"{segment}\r" for segment in segments).encode()


def readable_header(raw: bytes | None) -> Segment | None:
    """The header of a message as far as it can be read, however little else can be."""
    try:
        return read_segments(decoded(raw or b""))[0]
    except Unreadable:
        return _plain_header(raw or b"")


def _plain_header(raw: bytes) -> Segment | None:
    """The header when the character set is the trouble: what is ASCII of it."""
    try:
        return read_segments(raw.decode("ascii", errors="replace"))[0]
    except Unreadable:
        return None


def _header(header: Segment | None, raw: bytes | None, at: datetime) -> str:
    receiver = "|".join(_copied(header, field) for field in (3, 4)) if header else "|"
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S+0000")
    own_id = sha256((raw or b"") + at.isoformat().encode()).hexdigest()[:20]
    return f"MSH|^~\\&|{OWN_APPLICATION}||{receiver}|{stamp}||ACK^R01^ACK|{own_id}|P|{VERSION}||||||UNICODE UTF-8"


def _copied(header: Segment, field: int) -> str:
    """A field of the sender's header, written with our separators."""
    return "^".join(escaped(each) for each in header.components(field))[:227]
