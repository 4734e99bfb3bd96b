"""What happened to imported patients after the import: whoever has anything of it cannot be taken back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model

from slowdrip.clinic.golive.models import PriorTreatment
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry, Void
from slowdrip.clinic.record.tables import LogModel, RegisterModel

CHANGED: Final = "changed"
NO_ACTIVITY: Final = frozenset({"asks.planned"})
"""What the clock does by itself about a patient to whom nothing happened."""
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """One imported patient: their treatment from before, and the ids of all rows that came with it, by table."""

    treatment: PriorTreatment
    made: Mapping[str, Sequence[UUID]]

    @property
    def patient(self) -> Patient:
        """Whose it is."""
        patient: Patient = self.treatment.patient
        return patient

    @property
    def ids(self) -> frozenset[UUID]:
        """Every row that an undo takes back."""
        others = (row for rows in self.made.values() for row in rows)
        return frozenset({self.treatment.pk, self.treatment.patient_id, *others})


def imported(treatments: Iterable[PriorTreatment]) -> list[Imported]:
    """Gives what each treatment came with."""
    return [Imported(row, _made(row)) for row in treatments]


def _made(row: PriorTreatment) -> dict[str, list[UUID]]:
    return {table: [UUID(each) for each in ids] for table, ids in json.loads(row.made).items()}


def happened_since(clinic_id: UUID, found: Sequence[Imported], *, seq: int) -> dict[UUID, list[str]]:
    """Gives for each patient what was recorded after the import, as names of tables, and `changed` for an edit.

    `seq` is the last link of the import. A few queries for each table however many patients there are; a table of an
    app that does not exist yet counts as soon as it points at a patient.
    """
    whys: dict[UUID, list[str]] = {}
    for patient_id, why in (*_rows(clinic_id, found), *_edits(clinic_id, found, seq=seq)):
        held = whys.setdefault(patient_id, [])
        if why not in held:
            held.append(why)
    return whys


def tables_of_patients() -> list[tuple[type[Model], str]]:
    """Gives every log and register that points at a patient, with the name of its column."""
    return [
        (model, field.attname)
        for model in apps.get_models()
        if issubclass(model, LogModel | RegisterModel)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Patient
    ]


def _rows(clinic_id: UUID, found: Sequence[Imported]) -> Iterator[tuple[UUID, str]]:
    own = {each.patient.pk: each.ids for each in found}
    for model, column in tables_of_patients():
        for part in _parts(list(own)):
            for pk, patient_id in _pointing(model, column, clinic_id, part):
                if pk not in own[patient_id]:
                    yield patient_id, model._meta.label_lower


def _pointing(model: type[Model], column: str, clinic_id: UUID, patients: Sequence[UUID]) -> list[Any]:
    """An ask that nobody was told of is a plan, and no more."""
    by: dict[str, Any] = {"clinic_id": clinic_id, f"{column}__in": patients}
    rows = model._default_manager.filter(**by)
    if model is Ask:
        rows = rows.exclude(told_at=None, answered_at=None)
    return list(rows.values_list("pk", column))


def _edits(clinic_id: UUID, found: Sequence[Imported], *, seq: int) -> Iterator[tuple[UUID, str]]:
    """A row that came with the import was changed, voided, re-read or answered since."""
    owners = {row: each.patient.pk for each in found for row in each.ids}
    for part in _parts(list(owners)):
        entries = AuditEntry.objects.filter(clinic_id=clinic_id, seq__gt=seq, subject_id__in=part)
        for subject_id in entries.exclude(action__in=NO_ACTIVITY).values_list("subject_id", flat=True):
            yield owners[subject_id], CHANGED
        voids = Void.objects.filter(clinic_id=clinic_id, target_id__in=part)
        for target_id in voids.values_list("target_id", flat=True):
            yield owners[target_id], CHANGED


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
