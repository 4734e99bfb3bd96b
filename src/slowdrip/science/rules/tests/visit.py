"""Gives a visit as events with real ids, and a clock that writes its work back into the record."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion.events import KINDS, Event, validated
from slowdrip.science.infusion.fold import replay
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.alarms import escalated_payload, raised_payload, resolved_payload
from slowdrip.science.rules.adapters.clock import ClockWork, clock_work
from slowdrip.science.rules.tests.cases import INFUSION, after

POLICY = default_policy()
ORDER = {
    "order_id": "o1",
    "order_version": 1,
    "dose_ug": 40_000,
    "total_volume_ul": 100_000,
    "rate_ul_per_h": 150_000,
    "vtbi_ul": 100_000,
    "duration_s": 2_400,
    "draw_volume_ul": 800,
}
DRAWN = {
    "product": "ketamine",
    "lot": "L1",
    "expires_on": "2027-01-01",
    "container": "bag",
    "draw_volume_ul": 800,
    "vial_ug_per_ml": 50_000,
    "label": "b1",
    "second_person": "ben",
}
VITALS = {"sbp_mmhg": 120, "dbp_mmhg": 80, "hr_per_min": 70, "spo2_pct": 98, "rr_per_min": 14, "oxygen": "air"}


def event(kind: str, minute: float, payload: dict[str, Any] | None = None, *, by: str = "ann") -> Event:
    """An event at that minute, checked like the record checks it."""
    at = after(minute)
    told = validated(kind, payload or {})
    return Event(str(uuid5(INFUSION, f"{kind}@{minute}")), kind, told, at, at, by)


def check(minute: float, **changes: int | str) -> tuple[Event, ...]:
    """Everything that the policy asks for, charted at that minute."""
    return (
        event("vitals", minute, {**VITALS, **changes}),
        event("moaas", minute, {"score": 5}),
        event("dissociation", minute, {"score": 0}),
        event("nausea", minute, {"score": 0}),
        event("orientation", minute, {"person": True, "place": True, "time": True, "situation": True}),
    )


def before_start() -> list[Event]:
    """From the door to ready; the drip starts at minute 0."""
    return [
        event("checked_in", -60, {"nurse": "ann"}),
        event("identity_confirmed", -58, {"method": "photo_id"}),
        event("consent_seen", -57, {"form": "paper", "version": "v3", "signed_on": "2026-03-01"}),
        event(
            "precheck",
            -55,
            {
                "fasting_solid_since": after(-480),
                "fasting_clear_liquid_since": after(-300),
                "escort_name": "Eve",
                "escort_phone": "555",
                "pregnancy_test": "not_applicable",
                "medicines": "confirmed",
                "allergies": "confirmed",
                "new_illness": False,
                "suicidality_asked": True,
                "suicidality_before": "none",
            },
        ),
        event("order_attached", -50, dict(ORDER)),
        event("iv_site_placed", -30, {"site": "forearm", "side": "left"}),
        event("drawn_up", -20, dict(DRAWN)),
        *check(-8),
        event("bedside_check", -4, {"first_person": "ann", "second_person": "ben", "label": "b1"}),
        event("pump_shows", -3, {"rate_ul_per_h": 150_000, "vtbi_ul": 100_000}),
    ]


def started() -> list[Event]:
    """The same, and the pump runs."""
    return [
        *before_start(),
        event("ready_confirmed", -1, {"acls_clinician": "ann", "second_person": "ben"}),
        event("started", 0, {"rate_ul_per_h": 150_000}),
    ]


def state(events: Iterable[Event], minute: float) -> InfusionState:
    """The drip as it stands at that minute."""
    return replay(events, after(minute))


@dataclass
class Clock:
    """Ticks over a record and writes what the rules decide; an id that is already there is not written again."""

    events: list[Event]
    written: list[Event] = field(default_factory=list)

    def tick(self, minute: float) -> ClockWork:
        """One tick at that minute."""
        at = after(minute)
        return self.write(clock_work(replay(self.events, at), POLICY, infusion_id=INFUSION, at=at), at)

    def write(self, work: ClockWork, at: datetime) -> ClockWork:
        """Writes what the rules decided at that moment."""
        for raised in work.raise_:
            self._write(str(raised.id), "alarm_raised", raised_payload(raised, policy_version="p1"), at=at)
        for over in work.resolve:
            self._write(str(over.id), "alarm_resolved", resolved_payload(over), at=at)
        for step in work.escalate:
            self._write(str(step.id), "alarm_escalated", escalated_payload(step), at=at)
        return work

    def run(self, start: float, end: float, *, step_s: int = 15) -> None:
        """Ticks from one minute to another."""
        at = after(start)
        while at <= after(end):
            self.tick((at - after(0)) / timedelta(minutes=1))
            at += timedelta(seconds=step_s)

    def state(self, minute: float) -> InfusionState:
        """The drip as it stands at that minute."""
        return state(self.events, minute)

    def void(self, *events: Event) -> None:
        """Takes these entries out of the record."""
        ids = {each.id for each in events}
        self.events = [each for each in self.events if each.id not in ids]

    def end(self, alarm_id: str, reason: str, *, minute: float) -> None:
        """A person ends that alarm, and the rules look at once."""
        payload = {"alarm_id": alarm_id, "reason": reason}
        told = event("alarm_resolved", minute, payload)
        self.events.append(replace(told, id=str(uuid5(INFUSION, f"ended:{alarm_id}"))))
        self.tick(minute)

    def kinds(self, kind: str) -> list[Event]:
        """What was written of that kind."""
        return [each for each in self.written if each.kind == kind]

    def _write(self, id: str, kind: str, payload: dict[str, object], *, at: datetime) -> None:
        if any(each.id == id for each in self.events):
            return
        assert kind in KINDS
        one = Event(id, kind, validated(kind, payload), at, at, "clock")
        self.events.append(one)
        self.written.append(one)
