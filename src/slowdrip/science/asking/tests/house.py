"""A clinic on paper: visits that are planned, moved, called off, begun and ended, asks that are planned and answered.

What has to hold is computed here a second time, by the wall clock of the patient, without a look at the code.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slowdrip.science.asking import (
    Answered,
    Changes,
    Followed,
    Limits,
    PlannedAsk,
    Settled,
    Standing,
    Visit,
    VisitState,
    is_settled,
    plan,
    planning,
    reconcile,
    settled,
)

LIMITS = Limits(
    first_mood_after_h=4,
    second_mood_after_h=24,
    diary_after_h=72,
    weekly_scales=("phq9", "gad7"),
    ptsd_scales=("pcl5",),
    phq9_every_days=7,
    weekly_every_days=7,
    maintenance_every_days=28,
    later_after_days=(30, 91, 182),
    bladder_every_days=30,
    quiet_from_hour=21,
    quiet_until_hour=8,
    asks_per_day_at_most=2,
    mood_open_h=12,
    scales_open_days=3,
)


@dataclass(slots=True)
class House:
    """One patient's visits, answers and asks, and the instant it is."""

    at: datetime
    zone: ZoneInfo
    limits: Limits = LIMITS
    following: Followed = field(default_factory=Followed)
    visits: dict[str, Visit] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    rows: dict[str, Standing] = field(default_factory=dict)

    @property
    def states(self) -> dict[str, VisitState]:
        return {key: visit.state for key, visit in self.visits.items()}

    def settled(self) -> tuple[Settled, ...]:
        return settled(self.rows.values(), self.states, at=self.at)

    def planned(self) -> tuple[PlannedAsk, ...]:
        return planning.plan(
            self.visits.values(),
            self.answers,
            self.limits,
            zone=self.zone,
            at=self.at,
            following=self.following,
            settled=self.settled(),
        )

    def replan(self) -> Changes:
        """Plans anew and puts the difference on record."""
        changes = reconcile(self.rows.values(), self.planned(), self.states, at=self.at)
        for ask in (*changes.added, *changes.moved):
            self.rows[ask.key] = standing(ask)
        for key, _ in changes.withdrawn:
            self.rows[key] = replace(self.rows[key], withdrawn=True)
        return changes

    def asks(self) -> list[Standing]:
        """The asks that stand, by their opening."""
        return sorted((row for row in self.rows.values() if not row.withdrawn), key=lambda row: (row.opens_at, row.key))

    def ahead(self) -> list[Standing]:
        return [row for row in self.asks() if row.opens_at > self.at]

    def fixed(self) -> dict[str, Standing]:
        return {key: row for key, row in self.rows.items() if is_settled(row, self.states, at=self.at)}

    def plan_visit(self, key: str, planned_at: datetime) -> None:
        self.visits[key] = Visit(key=key, planned_at=planned_at)

    def end(self, key: str, ended_at: datetime) -> None:
        self.visits[key] = replace(self.visits[key], ended_at=ended_at, state=VisitState.ENDED)

    def answer(self, key: str) -> None:
        """Everything that this ask holds is answered now."""
        row = self.rows[key]
        self.answers += [Answered(scale, self.at) for scale in row.scales]
        self.rows[key] = replace(row, answered=True)

    def after(self, **more: float) -> House:
        """Time goes by; nobody plans anything meanwhile."""
        self.at += timedelta(**more)
        return self


def standing(ask: PlannedAsk) -> Standing:
    return Standing(
        key=ask.key,
        serves=ask.serves,
        point=ask.point.value,
        visit=ask.visit,
        phase=ask.phase.value,
        scales=ask.scales,
        opens_at=ask.opens_at,
        closes_at=ask.closes_at,
    )


def by_key(asks: tuple[PlannedAsk, ...]) -> dict[str, PlannedAsk]:
    return {ask.key: ask for ask in asks}


def is_quiet(at: datetime, zone: ZoneInfo, limits: Limits) -> bool:
    """By the hour on the patient's wall, counted on from the evening."""
    hour, night = at.astimezone(zone).hour, (limits.quiet_until_hour - limits.quiet_from_hour) % 24
    return (hour - limits.quiet_from_hour) % 24 < night


def only_plan(house: House) -> tuple[PlannedAsk, ...]:
    return plan(
        house.visits.values(), house.answers, house.limits, zone=house.zone, at=house.at, following=house.following
    )
