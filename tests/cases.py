"""What tests of cases of risk share: somebody on call, a closed day, a safety plan, and one real id of each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety.actions import note_concern
from slowdrip.clinic.safety.models import CaseEvent, OnCallSpan, SafetyPlan
from slowdrip.clinic.safety.plans import STEPS, Planned, write_plan
from slowdrip.clinic.safety.roster_actions import close_day, put_on_call
from tests.cast import Cast, Person

TEXTS = {**{name: f"what she said about {name}" for name in STEPS}, "barriers": "Shame", "kept": "In the wallet"}


def on_call(
    cast: Cast, person: Person, *, since: datetime, until: datetime, place: str = "first", at: datetime | None = None
) -> OnCallSpan:
    """Somebody on call at Harbor."""
    who = person.member.actor_id
    times = [(since, until)]
    (row,) = put_on_call(cast.director.acting, who, place=place, times=times, at=at or since, row_id=uuid7())
    return row


def planned(cast: Cast, patient_id: UUID, *, at: datetime, plan_id: UUID | None = None, **texts: str) -> SafetyPlan:
    """A signed safety plan of a patient."""
    nurse = cast.nurse.acting
    told = Planned(texts={**TEXTS, **texts}, sure=7, review_on=at.date() + timedelta(days=10))
    proof = shown_by(nurse, at=at)
    today = at.date()
    return write_plan(nurse, patient_id, told, today=today, proof=proof, at=at, plan_id=plan_id or uuid7())


def closed_on(cast: Cast, day: date, *, at: datetime) -> UUID:
    """A day on which Harbor is closed."""
    closed: UUID = close_day(cast.director.acting, day, "Thanksgiving", today=day, at=at).pk
    return closed


def case_ids(cast: Cast, patient_id: UUID, *, at: datetime) -> dict[str, UUID]:
    """One real id for each name in the addresses of the roster, of plans and of cases."""
    tomorrow = at + timedelta(days=1)
    case = note_concern(cast.nurse.acting, patient_id, "Said goodbye to us", "review", at=at)
    return {
        "case": case.pk,
        "sign": CaseEvent.objects.filter(case=case)[0].pk,
        "span": on_call(cast, cast.nurse, since=at, until=tomorrow).pk,
        "closed": closed_on(cast, tomorrow.date(), at=at),
        "plan": planned(cast, patient_id, at=at).pk,
    }
