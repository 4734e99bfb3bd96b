"""Gives what the silent-channel rule reads: when each channel last spoke, and how long silence may last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.science.rules.alarm import LimitSource, Plain

MONITOR = "monitor"
"""Stands for the monitor as a whole: paired, and not one number came since."""


@dataclass(frozen=True, slots=True)
class ChannelHeard:
    """One channel of a paired monitor and when its newest number was measured; for `MONITOR`, when it was paired."""

    channel: str
    last_at: datetime

    @property
    def trigger(self) -> str:
        """Names this silence: the channel and its last word, so the next silence is another alarm."""
        return f"{self.channel}@{self.last_at.isoformat()}"

    def silent_for(self, at: datetime) -> timedelta:
        """How long it has said nothing; never below zero, whatever the clocks say."""
        return max(timedelta(0), at - self.last_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceLimits:
    """Seconds of silence after which a channel is pointed out, and after which it calls."""

    advisory_after_s: int
    urgent_after_s: int
    sources: tuple[LimitSource, ...] = ()

    def plain(self) -> dict[str, Plain]:
        """The limits as they are kept in an alarm."""
        return {"advisory_after_s": self.advisory_after_s, "urgent_after_s": self.urgent_after_s}
