"""The panel as a page shows it: readings with their words and units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.queries import Paired, Reading, panel_of
from slowdrip.clinic.monitors.words import CHANNEL_WORDS, HELD_WORDS, UNITS
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.lasting import return_at

WITH_KEY = ("nibp", "heart_rate", "spo2", "resp_rate")
SLOW = ("nibp", "temperature")
SLOW_OLD_AFTER_S = 600
"""A cuff or a thermometer speaks when it is asked: after so long its number is shown as old (engineering default)."""


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One reading with its words."""

    reading: Reading
    label: str
    unit: str
    why_held: str
    old_after_s: int

    @property
    def taken_at(self) -> str:
        """Gives when it was measured, for the page's running age."""
        return self.reading.at.isoformat()


@dataclass(frozen=True, slots=True)
class Key:
    """The key that charts one channel alone."""

    channel: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The panel: paired monitors, readings, and what could be paired."""

    paired: list[Paired]
    readings: list[ShownReading]
    free: list[Monitor]
    is_off: bool = False
    back_at: datetime | None = None
    due_s: int = 0
    """How many seconds until the return time; none once it has passed."""

    @property
    def chartable(self) -> list[ShownReading]:
        """Gives the readings that may be accepted."""
        return [one for one in self.readings if not one.reading.held]

    @property
    def keys(self) -> list[Key]:
        """Gives the channels with a key of their own, spoken or not yet: keys stay where the finger is."""
        return [Key(channel, str(CHANNEL_WORDS[channel])) for channel in WITH_KEY]

    @property
    def why_held(self) -> list[str]:
        """Gives each reason once why a reading may not be charted."""
        return list(dict.fromkeys(one.why_held for one in self.readings if one.why_held))

    @property
    def heard_at(self) -> datetime | None:
        """Gives when a paired monitor last spoke."""
        return max((one.heard_at for one in self.paired if one.heard_at), default=None)


def shown(actor: Acting, infusion: Infusion, state: InfusionState, *, at: datetime) -> Shown:
    """Gives the panel of a drip; it says when the patient is charted as off the monitor, because then nothing calls."""
    panel = panel_of(actor, infusion, state.phase, at=at)
    off = state.observed.monitored is False
    back_at = return_at(state.observed.off, pinned_policy(infusion)) if off and state.observed.off else None
    due_s = max(0, ceil((back_at - at).total_seconds())) if back_at is not None else 0
    silent_s = pinned_policy(infusion).alarms.channel_silent_s.value
    return Shown(panel.paired, [_shown(one, silent_s) for one in panel.readings], panel.free, off, back_at, due_s)


def _shown(reading: Reading, silent_s: int) -> ShownReading:
    channel = reading.channel
    old_s = SLOW_OLD_AFTER_S if channel in SLOW else silent_s
    why = str(HELD_WORDS.get(reading.held, reading.held)) if reading.held else ""
    return ShownReading(reading, str(CHANNEL_WORDS[channel]), UNITS[channel], why, old_s)
