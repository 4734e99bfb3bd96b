"""All kinds of event by their code, gathered from the file of each activity."""

from collections.abc import Mapping
from types import MappingProxyType

from slowdrip.science.infusion.events import (
    alarms,
    arrival,
    closing,
    drip,
    emergency,
    help_and_medication,
    limits,
    observations,
    preparation,
    symptoms,
)
from slowdrip.science.infusion.events.kinds import Kind

_FILES = (
    arrival,
    preparation,
    drip,
    observations,
    symptoms,
    help_and_medication,
    emergency,
    alarms,
    limits,
    closing,
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for file in _FILES for kind in file.KINDS})
ENDINGS: tuple[str, ...] = tuple(code for code, kind in KINDS.items() if kind.ends)
