"""Gives the shapes that every alarm rule shares: tier, what to raise, what to resolve, and the fixed ids.

An id is derived from the infusion, the rule with its tier, and the trigger, so two processes that see the same
cannot store the same alarm twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID, uuid5

from slowdrip.science.rules.outcome import Reason

Plain: TypeAlias = str | int | None

SYSTEM_REASONS = frozenset(
    {
        "back_in_range",
        "superseded",
        "check_charted",
        "no_longer_due",
        "infusion_ended",
        "channel_back",
        "no_longer_expected",
        "patient_back_on",
        "return_time_moved",
        "pump_no_longer_runs",
        "staffing_met",
        "withdrawal_voided",
    }
)
"""Reasons with which alarms resolve themselves. A person may also give some; then too the record has to bear them out.
"""


class Tier(StrEnum):
    """How loud an alarm is; compare with `rank`."""

    ADVISORY = "advisory"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for the quietest tier."""
        return _RANKS[self.value]


_RANKS = {tier.value: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class LimitSource:
    """Where one limit comes from: the policy key, its source, its confidence code."""

    key: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaise:
    """An alarm to store. `inputs` and `limits` are flat and plain, and stay as they were when it was raised."""

    id: UUID
    rule: str
    tier: Tier
    trigger: str
    trigger_at: datetime
    inputs: Mapping[str, Plain]
    limits: Mapping[str, Plain]
    sources: tuple[LimitSource, ...]


@dataclass(frozen=True, slots=True)
class AlarmResolve:
    """An alarm that ends by itself; stored as an event under `id`."""

    id: UUID
    alarm_id: UUID
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAlarm:
    """What a rule needs to know about an alarm that is already stored.

    `evidence` are the events it was raised on, as far as the record still keeps them; empty when none can be checked.
    """

    id: UUID
    rule: str
    tier: Tier
    trigger: str
    trigger_at: datetime
    resolved_at: datetime | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """True until it is resolved."""
        return self.resolved_at is None

    @property
    def ended_by_itself(self) -> bool:
        """True when no person's word ended it: what the record says now decides whether it comes again."""
        return not self.is_open and self.reason in SYSTEM_REASONS

    def covers(self, moment: datetime) -> bool:
        """True when it stood at that moment."""
        return self.trigger_at <= moment and (self.resolved_at is None or moment <= self.resolved_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRequest:
    """A measurement to take again: not before `from_at`, due at `due_at`. `trigger` is the reading's event id."""

    trigger: str
    because: str
    asked_at: datetime
    from_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule wants written now, and the repeat that it is waiting for."""

    raise_: tuple[AlarmRaise, ...] = ()
    resolve: tuple[AlarmResolve, ...] = ()
    repeat: RepeatRequest | None = None


def alarm_id(infusion_id: UUID, rule: str, *, tier: Tier, trigger: str) -> UUID:
    """The one id under which this alarm comes for the first time."""
    return uuid5(infusion_id, f"{rule}.{tier}:{trigger}")


def resolve_id(infusion_id: UUID, alarm: UUID) -> UUID:
    """The one id of the event with which an alarm resolves itself."""
    return uuid5(infusion_id, f"resolved:{alarm}")


def resolving(infusion_id: UUID, alarm: StoredAlarm, *, reason: Reason) -> AlarmResolve:
    """The event that ends this alarm for that reason."""
    return AlarmResolve(resolve_id(infusion_id, alarm.id), alarm.id, reason)
