"""Gives the shapes of an alarm's life: where it stands, how long it waits, who is called, what the clock writes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.outcome import Reason


class AlarmState(StrEnum):
    """Where an alarm stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an alarm waits: unanswered before it goes up, answered but unresolved before it calls again."""

    unacknowledged_s: int
    unresolved_s: int

    def __post_init__(self) -> None:
        if min(self.unacknowledged_s, self.unresolved_s) <= 0:
            raise ValueError("patience_not_positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLimits:
    """The patience of each calling tier, the ladder of roles up to the ceiling, and how often the ceiling is called.

    After `ceiling_calls` the record gets no more rows: one more call to the same person says nothing new, and the alarm
    stays open and loud on every screen, for ever.
    """

    urgent: Patience
    emergency: Patience
    ladder: tuple[str, ...]
    ceiling_calls: int

    def __post_init__(self) -> None:
        if not self.ladder:
            raise ValueError("ladder_empty")
        if self.ceiling_calls < 1:
            raise ValueError("ceiling_never_called")

    def of(self, tier: Tier) -> Patience:
        """The patience of a calling tier."""
        return self.emergency if tier is Tier.EMERGENCY else self.urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLife:
    """One stored alarm with what happened to it; the times are those of the latest acknowledgement and escalation.

    `level` counts from 0, where it was raised; `calls_at_level` counts the escalations that ended there. `silent_until`
    may shorten the silence after an answer, never more.
    """

    id: UUID
    rule: str
    tier: Tier
    raised_at: datetime
    acknowledged_at: datetime | None = None
    silent_until: datetime | None = None
    escalated_at: datetime | None = None
    level: int = 0
    calls_at_level: int = 0
    resolved_at: datetime | None = None

    @property
    def called_at(self) -> datetime:
        """When it last called."""
        return self.raised_at if self.escalated_at is None else max(self.raised_at, self.escalated_at)

    @property
    def state(self) -> AlarmState:
        """Where it stands: an escalation after the acknowledgement asks again.

        An acknowledgement dated before the raising still counts: a tablet's clock may run behind the server's.
        """
        if self.resolved_at is not None:
            return AlarmState.RESOLVED
        if self.escalated_at is None:
            return AlarmState.RAISED if self.acknowledged_at is None else AlarmState.ACKNOWLEDGED
        answered = self.acknowledged_at is not None and self.acknowledged_at >= self.escalated_at
        return AlarmState.ACKNOWLEDGED if answered else AlarmState.ESCALATED

    @property
    def calls(self) -> bool:
        """True when somebody has to answer it."""
        return self.tier is not Tier.ADVISORY and self.resolved_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An event for the clock to write: this alarm calls `role`, at that step of the ladder, for that reason.

    `number` counts this alarm's escalations from 1, whatever the length of the ladder.
    """

    id: UUID
    alarm_id: UUID
    level: int
    role: str
    at: datetime
    reason: Reason
    number: int = 1
