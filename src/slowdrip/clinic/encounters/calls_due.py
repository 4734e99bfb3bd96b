"""Whom to call after a drip: symptoms that had not gone, and nobody called yet; read anew each time, stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.visits import ended_at, had_symptoms, was_started
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import Phase
from slowdrip.science.infusion.state import Symptom

LOOKED_BACK: Final = timedelta(days=30)
"""How long after its end a visit can stand on the list; the page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCall:
    """One drip after which the patient is to be called; `late` means that the hours passed and nobody was reached."""

    infusion: Infusion
    ended_at: datetime
    until: datetime
    late: bool
    symptoms: tuple[Symptom, ...]
    last_call_at: datetime | None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A drip that is over, as its columns tell of it: nothing was decoded yet."""

    infusion: Infusion
    ended_at: datetime
    had_symptoms: bool
    last_call_at: datetime | None = None

    @property
    def first(self) -> datetime:
        """Gives from when on a call counts; one before it says nothing about the day after."""
        return self.ended_at + timedelta(hours=pinned_policy(self.infusion).followup.call_from_h.value)

    @property
    def until(self) -> datetime:
        """Gives until when the clinic has to call."""
        return self.ended_at + timedelta(hours=pinned_policy(self.infusion).followup.call_until_h.value)

    @property
    def was_called(self) -> bool:
        """Says whether somebody reached the patient within the hours or later."""
        return self.last_call_at is not None and self.last_call_at >= self.first


def calls_due(actor: Acting, *, at: datetime) -> list[DueCall]:
    """Gives the calls that are due: open symptoms first, then those whose time runs out first, then the late ones."""
    ended = _with_calls(actor, _ended_lately(actor, at=at))
    found = [due for one in ended if _may_be_due(one, at=at) and (due := _due(one, at=at))]
    phones = _phones(actor, found)
    told = [replace(due, contacts=tuple(phones[due.infusion.patient_id])) for due in found]
    return sorted(told, key=lambda due: (not due.symptoms, due.late, due.until, str(due.infusion.pk)))


def _ended_lately(actor: Acting, *, at: datetime) -> list[Ended]:
    rows = Infusion.objects.visible_to(actor).filter(was_started(), state__phase=Phase.ENDED.value)
    lately = rows.annotate(over_at=ended_at(), felt=had_symptoms()).filter(over_at__gte=at - LOOKED_BACK)
    found = lately.select_related("state", "patient", "policy", "chair").order_by("over_at", "pk")
    return [Ended(infusion=row, ended_at=row.over_at, had_symptoms=row.felt) for row in found]


def _with_calls(actor: Acting, ended: Sequence[Ended]) -> list[Ended]:
    """The last call in which the patient was reached; an attempt is written down, and the call stays due."""
    patients = {one.infusion.patient_id for one in ended}
    calls = Note.objects.visible_to(actor).current().filter(kind=Note.Kind.PHONE, patient_id__in=patients)
    reached = calls.filter(document__contains='"reached":true').values("patient_id")
    last = dict(reached.annotate(last=Max("happened_at")).values_list("patient_id", "last"))
    return [_after(one, last.get(one.infusion.patient_id)) for one in ended]


def _after(one: Ended, called_at: datetime | None) -> Ended:
    return replace(one, last_call_at=called_at) if called_at is not None and called_at >= one.ended_at else one


def _may_be_due(one: Ended, *, at: datetime) -> bool:
    """Whoever felt something may still feel it, which only the decoded state says; the others wait for one call."""
    return one.had_symptoms or _waits(one, at=at)


def _waits(one: Ended, *, at: datetime) -> bool:
    return one.first <= at and not one.was_called


def _due(one: Ended, *, at: datetime) -> DueCall | None:
    symptoms = state_of(one.infusion.state).open_symptoms
    if not symptoms and not _waits(one, at=at):
        return None
    return DueCall(
        infusion=one.infusion,
        ended_at=one.ended_at,
        until=one.until,
        late=at > one.until and not one.was_called,
        symptoms=symptoms,
        last_call_at=one.last_call_at,
    )


def _phones(actor: Acting, found: Sequence[DueCall]) -> dict[UUID, list[Contact]]:
    patients = {due.infusion.patient_id for due in found}
    rows = Contact.objects.visible_to(actor).filter(
        patient_id__in=patients, kind=Contact.Kind.PHONE, ended_at__isnull=True
    )
    by_patient: dict[UUID, list[Contact]] = {key: [] for key in patients}
    for row in rows.order_by("-safe", "pk"):
        by_patient[row.patient_id].append(row)
    return by_patient
