"""The header of a message: what it is, and whether it is for us."""

import re
from dataclasses import dataclass
from typing import Final

from slowdrip.exchange.hl7.segments import Segment
from slowdrip.exchange.hl7.unreadable import Unreadable

VERSION: Final = re.compile(r"2(?:\.\d){0,2}", re.ASCII)
MAX_CONTROL_ID_CHARS: Final = 199


@dataclass(frozen=True, slots=True)
class Header:
    """What the rest of the reading needs from MSH."""

    control_id: str
    version: str
    stamp: str


def read_header(header: Segment) -> Header:
    """The header of an observation message; raises Unreadable for any other."""
    control_id = control_id_of(header)
    if not control_id:
        raise Unreadable("no_control_id")
    kind = (header.component(9, 1), header.component(9, 2))
    if kind != ("ORU", "R01"):
        raise Unreadable("unsupported_type", found="^".join(kind)[:20])
    version = header.component(12, 1)
    if not VERSION.fullmatch(version):
        raise Unreadable("unsupported_version", found=version[:20])
    # T is training and D debugging: numbers of nobody.
    if header.component(11, 1) not in ("P", ""):
        raise Unreadable("not_production", found=header.component(11, 1)[:20])
    return Header(control_id, version, header.component(7, 1))


def control_id_of(header: Segment) -> str:
    """The sender's id of the message, or nothing when it has none that can be sent back."""
    found = header.component(10, 1)
    return found if header.raw(10).isprintable() and len(found) <= MAX_CONTROL_ID_CHARS else ""
