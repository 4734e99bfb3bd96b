"""Gives one charted number of one measure."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.alarm import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredReading:
    """One charted number; `id` is the event that charted it. Zero is a number: no breath, no beat."""

    id: str
    at: datetime
    value: int

    def plain(self, number: int, measure: str) -> dict[str, Plain]:
        """The reading as it is kept in an alarm, under its number and the name of its measure."""
        named: dict[str, Plain] = {"event": self.id, "at": self.at.isoformat(), measure: self.value}
        return {f"reading_{number}_{name}": value for name, value in named.items()}
