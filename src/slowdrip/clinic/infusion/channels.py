"""What a drip's monitors said last, and when: asked of whoever keeps the monitors, who stands right of here."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.science.rules.shift import MonitorSeen
from slowdrip.science.rules.silence import ChannelHeard
from slowdrip.science.rules.streamed import Sample, StreamedLimits

Source = Callable[[Infusion], Sequence[ChannelHeard]]
Numbers = Callable[[Infusion, StreamedLimits, Collection[str], datetime], Sequence[Sample]]
Monitors = Callable[[UUID], Sequence[MonitorSeen]]
_SOURCES: list[Source] = []
_NUMBERS: list[Numbers] = []
_MONITORS: list[Monitors] = []


def register(source: Source) -> None:
    """Adds somebody who knows; once."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_numbers(source: Numbers) -> None:
    """Adds somebody who knows the numbers themselves; once."""
    if source not in _NUMBERS:
        _NUMBERS.append(source)


def register_monitors(source: Monitors) -> None:
    """Adds somebody who knows which monitors a clinic uses; once."""
    if source not in _MONITORS:
        _MONITORS.append(source)


def monitors_in_use(clinic_id: UUID) -> tuple[MonitorSeen, ...]:
    """Gives the clinic's monitors in use, where each stands and when it last spoke."""
    return tuple(each for source in _MONITORS for each in source(clinic_id))


def heard_at(infusion: Infusion) -> tuple[ChannelHeard, ...]:
    """Gives every expected channel of the drip with its last number; nothing where no monitor is paired."""
    return tuple(each for source in _SOURCES for each in source(infusion))


def numbers_of(
    infusion: Infusion, limits: StreamedLimits, *, wanted: Collection[str], at: datetime
) -> tuple[Sample, ...]:
    """Gives the numbers of the last minutes that the rules may need: all of a drip, unless none can matter.

    A drip whose numbers are all in range gives only its cuff's, and those of `wanted` channels.
    """
    return tuple(each for source in _NUMBERS for each in source(infusion, limits, wanted, at))
