"""What one check of an installation found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """ok: as it should be; note: works, and you should know; off: must be mended."""

    OK = "ok"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `slowdrip check`: what was looked at, what was found, and how to mend it."""

    state: State
    what: str
    found: str
    mend: str = ""
