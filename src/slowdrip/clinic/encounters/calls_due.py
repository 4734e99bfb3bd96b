"""Whom to call after a drip: symptoms that had not gone, and nobody called yet; read anew each time, stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.infusion.state import Symptom

LOOKED_BACK: Final = timedelta(days=30)
"""How long after the planned day an open symptom keeps a visit on the list; the page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCall:
    """One drip after which the patient is to be called."""

    infusion: Infusion
    ended_at: datetime
    until: datetime
    symptoms: tuple[Symptom, ...]
    last_call_at: datetime | None
    contacts: tuple[Contact, ...] = ()


def calls_due(actor: Acting, *, at: datetime) -> list[DueCall]:
    """Gives the calls that are due: those with open symptoms first, then those whose time runs out first."""
    rows = _ended_lately(actor, at=at)
    called = _last_calls(actor, rows)
    found = [due for row in rows if (due := _due(row, state_of(row.state), called.get(row.patient_id), at=at))]
    phones = _phones(actor, found)
    told = [_with_phones(due, phones) for due in found]
    return sorted(told, key=lambda due: (not due.symptoms, due.until, str(due.infusion.pk)))


def _ended_lately(actor: Acting, *, at: datetime) -> list[Infusion]:
    rows = Infusion.objects.visible_to(actor).filter(state__phase=Phase.ENDED.value, planned_at__gte=at - LOOKED_BACK)
    return list(rows.select_related("state", "patient", "policy", "chair").order_by("planned_at", "pk"))


def _last_calls(actor: Acting, rows: Sequence[Infusion]) -> dict[UUID, datetime]:
    """The last call in which the patient was reached; an attempt is written down, and the call stays due."""
    patients = {row.patient_id for row in rows}
    calls = Note.objects.visible_to(actor).current().filter(kind=Note.Kind.PHONE, patient_id__in=patients)
    reached = calls.filter(document__contains='"reached":true')
    return dict(reached.values("patient_id").annotate(last=Max("happened_at")).values_list("patient_id", "last"))


def _due(row: Infusion, state: InfusionState, called_at: datetime | None, *, at: datetime) -> DueCall | None:
    if state.drip.started_at is None or state.ending is None:
        return None
    ended_at, policy = state.ending.at, pinned_policy(row).followup
    since = called_at if called_at is not None and called_at >= ended_at else None
    until = ended_at + timedelta(hours=policy.call_until_h.value)
    if not state.open_symptoms and (since is not None or not _in_time(ended_at, until, row, at=at)):
        return None
    return DueCall(infusion=row, ended_at=ended_at, until=until, symptoms=state.open_symptoms, last_call_at=since)


def _in_time(ended_at: datetime, until: datetime, row: Infusion, *, at: datetime) -> bool:
    first = ended_at + timedelta(hours=pinned_policy(row).followup.call_from_h.value)
    return first <= at <= until


def _phones(actor: Acting, found: Sequence[DueCall]) -> dict[UUID, list[Contact]]:
    patients = {due.infusion.patient_id for due in found}
    rows = Contact.objects.visible_to(actor).filter(
        patient_id__in=patients, kind=Contact.Kind.PHONE, ended_at__isnull=True
    )
    by_patient: dict[UUID, list[Contact]] = {key: [] for key in patients}
    for row in rows.order_by("-safe", "pk"):
        by_patient[row.patient_id].append(row)
    return by_patient


def _with_phones(due: DueCall, phones: dict[UUID, list[Contact]]) -> DueCall:
    return DueCall(
        infusion=due.infusion,
        ended_at=due.ended_at,
        until=due.until,
        symptoms=due.symptoms,
        last_call_at=due.last_call_at,
        contacts=tuple(phones[due.infusion.patient_id]),
    )
