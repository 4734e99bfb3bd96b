"""What was done for the person: checks, line, symptoms, medicines, help, alarms, and how the visit ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """The newest event of a check, with its answers; a pre-check in several parts is one check with all answers."""

    at: datetime
    by: str
    event_id: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """One IV site and its life."""

    site: str
    side: str
    gauge: str
    placed_at: datetime
    checked_at: datetime | None = None
    finding: str = ""
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Symptom:
    """One symptom and its course; open until `ended_at`."""

    symptom: str
    started_at: datetime
    by: str
    event_id: str
    grade: str = ""
    worst_grade: str = ""
    relation: str = ""
    action: str = ""
    seriousness: str = ""
    changed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Medication:
    """One medicine given; `dose` is decimal text in `unit`, or empty where a standing order's own words tell it."""

    drug: str
    dose: str
    unit: str
    route: str
    indication: str
    at: datetime
    by: str
    event_id: str
    recheck_due: datetime | None = None
    dose_as_written: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Help called, on the way once somebody answered, and arrived once there.

    A `late` call was written down too long after it was made: it is told, and it does not ring.
    """

    who: str
    called_at: datetime | None
    arrived_at: datetime | None = None
    coming_at: datetime | None = None
    late: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.arrived_at is None and self.coming_at is None

    @property
    def rings(self) -> bool:
        """Whether it calls somebody now."""
        return self.is_waiting and not self.late


@dataclass(frozen=True, slots=True)
class Emergency:
    """One emergency; open until `over_at`. `ended_by` names the ending of the visit that closed it, if one did."""

    began_at: datetime
    by: str
    event_id: str
    over_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm and its life; keyed by the id of the event that raised it. `calls_at_level` counts the calls there.

    `to_person` is whom the latest escalation called by name; empty when it called everybody.
    """

    rule: str = ""
    tier: str = ""
    trigger: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    policy_version: str = ""
    source: str = ""
    raised_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    silent_until: datetime | None = None
    escalated_at: datetime | None = None
    level: int = 0
    calls_at_level: int = 0
    to_person: str = ""
    resolved_at: datetime | None = None
    resolved_by: str = ""
    reason: str = ""

    @property
    def stage(self) -> str:
        """resolved, acknowledged, escalated or raised. An escalation after the acknowledgement asks again."""
        if self.resolved_at is not None:
            return "resolved"
        if self.escalated_at is None:
            return "raised" if self.acknowledged_at is None else "acknowledged"
        seen = self.acknowledged_at is not None and self.acknowledged_at >= self.escalated_at
        return "acknowledged" if seen else "escalated"


@dataclass(frozen=True, slots=True)
class Waste:
    """Drug thrown away, with who saw it."""

    volume_ul: int
    container: str
    witness: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The true ending of the visit."""

    code: str
    at: datetime
    by: str
    event_id: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that happened out of its place: stored, never refused, to be reviewed."""

    code: str
    at: datetime
    event_id: str
    times: int = 1
