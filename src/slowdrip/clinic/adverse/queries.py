"""Reads: what is open in the clinic, all of one patient, one matter with its story, and whether the bladder waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from slowdrip.clinic.adverse.history import as_entry
from slowdrip.clinic.adverse.models import EVENT, Matter, MatterEntry
from slowdrip.clinic.adverse.models import MatterState as StateRow
from slowdrip.clinic.adverse.projecting import state_of
from slowdrip.clinic.adverse.texts import REPORT, SEE
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Actor, Signature, Void
from slowdrip.clinic.record.tables import ClinicQuerySet
from slowdrip.science.rules.adverse import Entry, State
from slowdrip.science.rules.adverse.codes import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One matter and how it stands: until when somebody has to look, and how old it is."""

    matter: Matter
    state: State
    due_at: datetime | None
    late: bool
    age: timedelta
    is_voided: bool

    @property
    def patient(self) -> Patient:
        """Gives the patient."""
        patient: Patient = self.matter.patient
        return patient

    @property
    def is_event(self) -> bool:
        """Says whether it is an adverse event; else it is a task."""
        return bool(self.matter.kind == EVENT)

    @property
    def is_open(self) -> bool:
        """Says whether somebody has still to look."""
        return self.state.is_open and not self.is_voided


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One matter with everything a page or a report shows of it."""

    standing: Standing
    story: tuple[tuple[Entry, datetime], ...]
    names: Mapping[str, str]
    signed: tuple[Signature, ...]
    void: Void | None


def on_list(actor: Acting, at: datetime) -> list[Standing]:
    """Gives everything that is open in the clinic, what is due first on top."""
    actor.must(SEE)
    rows = StateRow.objects.visible_to(actor).filter(is_open=True)
    return _standing(rows.order_by(F("due_at").asc(nulls_first=True), "id"), at=at)


def of_patient(actor: Acting, patient_id: UUID, at: datetime) -> list[Standing]:
    """Gives all of one patient: what is open first, then the newest."""
    actor.must(SEE)
    rows = StateRow.objects.visible_to(actor).filter(patient_id=patient_id)
    return _standing(rows.order_by("-is_open", F("due_at").asc(nulls_last=True), "-matter__at"), at=at)


def whole(actor: Acting, matter_id: UUID, at: datetime) -> Whole:
    """Gives one matter with its story, or raises StateRow.DoesNotExist."""
    actor.must(SEE)
    rows = StateRow.objects.visible_to(actor).select_related("matter__patient", "matter__infusion")
    row: StateRow = rows.get(matter_id=matter_id)
    entries = MatterEntry.objects.visible_to(actor).filter(matter_id=matter_id).order_by("at", "id")
    story = tuple((as_entry(entry), entry.recorded_at) for entry in entries)
    people = Actor.objects.visible_to(actor).filter(pk__in={entry.by for entry, _recorded_at in story})
    signed = Signature.objects.visible_to(actor).filter(subject_id=matter_id, meaning=REPORT).order_by("at")
    return Whole(
        standing=_one(row, at=at),
        story=story,
        names={str(pk): label for pk, label in people.values_list("pk", "label")},
        signed=tuple(signed),
        void=Void.objects.visible_to(actor).filter(target_id=matter_id).select_related("by").first(),
    )


def must_be_here(actor: Acting, matter_id: UUID) -> None:
    """Raises StateRow.DoesNotExist where the actor's clinic has no such matter."""
    actor.must(SEE)
    if not StateRow.objects.visible_to(actor).filter(matter_id=matter_id).exists():
        raise StateRow.DoesNotExist


def open_bladder(clinic_id: UUID, patient_id: UUID) -> State | None:
    """Gives the open question whether to go on with a bladder whose symptoms persist; None while there is none."""
    rows = StateRow.objects.filter(clinic_id=clinic_id, patient_id=patient_id, kind=Task.BLADDER_PERSISTS)
    row = rows.filter(is_open=True).first()
    return None if row is None else state_of(row)


def _standing(rows: ClinicQuerySet, *, at: datetime) -> list[Standing]:
    return [_one(row, at=at) for row in rows.select_related("matter__patient", "matter__infusion")]


def _one(row: StateRow, *, at: datetime) -> Standing:
    state = state_of(row)
    return Standing(
        matter=row.matter,
        state=state,
        due_at=row.due_at,
        late=row.due_at is not None and row.due_at <= at,
        age=at - (state.opened_at or at),
        is_voided=row.is_voided,
    )
