"""A patient whose drips are planned, run and ended by the rows alone, and the clock that looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.actions import expect
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, InfusionState
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.outcomes import ticking
from slowdrip.clinic.outcomes.models import Ask, Response, Score
from slowdrip.clinic.outcomes.tests.asked import patient_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast

# Tuesday, 10:00 in New York.
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Asking:
    """One patient at Harbor, and what the clock does for them."""

    cast: Cast
    patient: Patient
    ended: list[UUID] = field(default_factory=list)

    def expects(self, planned_at: datetime, *, at: datetime = DAY) -> Infusion:
        """A visit that is planned."""
        return expect(self.cast.nurse.acting, self.patient.pk, planned_at=planned_at, at=at)

    def has_run(self, visit: Infusion, ended_at: datetime, *, told_at: datetime | None = None) -> None:
        """The drip ran and is over; the rows say so, and the chain."""
        told_at = told_at or ended_at
        self._tell(visit, "started", ended_at - HOUR, told_at)
        self._tell(visit, "discharged", ended_at, told_at)
        self._stands(visit, "ended")

    def is_off(self, visit: Infusion, at: datetime) -> None:
        """The visit did not take place."""
        self._tell(visit, "not_started", at, at)
        self._stands(visit, "ended")

    def answers(self, ask: Ask, *, at: datetime) -> None:
        """Everything was answered."""
        with act(self.cast.nurse.acting, at=at) as tx:
            for scale in ask.scales:
                self._score(tx, scale, ask, at=at)
            tx.change(Ask.objects.get(pk=ask.pk), answered_at=at)

    def whole(self, scale: str, *, at: datetime) -> None:
        """A whole answer that belongs to no ask."""
        with act(self.cast.nurse.acting, at=at) as tx:
            self._score(tx, scale, None, at=at)

    def asks(self) -> list[Ask]:
        """The asks that stand, by their opening."""
        return list(Ask.objects.filter(patient=self.patient, withdrawn_at=None).order_by("opens_at", "pk"))

    def ask(self, start: str) -> Ask:
        """The ask whose key starts so."""
        found: Ask = Ask.objects.get(patient=self.patient, key__startswith=start)
        return found

    def _score(self, tx: Any, scale: str, ask: Ask | None, *, at: datetime) -> None:
        by = self.cast.nurse.acting.actor_id
        same = {"clinic": self.cast.harbor, "patient": self.patient, "scale": scale, "answered_at": at, "by_id": by}
        response = tx.insert(Response(**same, ask=ask, way="staff", started_at=at, completed_at=at))
        score = Score(
            **same, response=response, version="1", coding="0-3", scorer="1", status="complete", document="{}", at=at
        )
        tx.insert(score)
        tx.wrote("answer.saved", response)

    def _tell(self, visit: Infusion, kind: str, occurred_at: datetime, told_at: datetime) -> None:
        nurse = self.cast.nurse.acting
        with act(nurse, at=told_at) as tx:
            event = InfusionEvent(
                clinic=self.cast.harbor,
                infusion=visit,
                kind=kind,
                payload="{}",
                occurred_at=occurred_at,
                recorded_at=told_at,
                by_id=nurse.actor_id,
            )
            tx.insert(event)
            tx.wrote(f"infusion.{kind}", visit)

    def _stands(self, visit: Infusion, phase: str) -> None:
        InfusionState.objects.update_or_create(
            infusion=visit, defaults={"clinic": self.cast.harbor, "phase": phase, "state": "{}"}
        )


def asking_for(cast: Cast) -> Asking:
    """A patient of a clinic that has its policy."""
    adopt_default(cast.system, at=DAY - timedelta(days=1))
    return Asking(cast, patient_of(cast))


def look(cast: Cast, at: datetime, *, times: int = 1) -> None:
    """The clock looks at the clinic."""
    for _ in range(times):
        ticking.tick(cast.harbor.pk, at)


def after_a_drip(cast: Cast) -> Asking:
    """A patient whose first drip ended on Tuesday at 10:00."""
    found = asking_for(cast)
    found.has_run(found.expects(START - HOUR), START)
    return found


def messages_of(kind: str) -> list[Message]:
    """The messages of a kind, by when they are due."""
    return list(Message.objects.filter(kind=kind).order_by("due_at"))
