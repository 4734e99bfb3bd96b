"""A patient's medicines as a dated list: never asked, asked and none, or listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from slowdrip.clinic.people.models import Medicine, MedicineWord, Patient
from slowdrip.clinic.record.models import Void

NOT_ASKED, NONE_TAKEN, LISTED = "not_asked", "none_taken", "listed"


@dataclass(frozen=True, slots=True)
class Taken:
    """One medicine that the patient takes, and the latest word about it: taken, not taken, or nobody asked (None)."""

    medicine: Medicine
    word: MedicineWord | None

    @property
    def was_taken(self) -> bool | None:
        """Whether it was taken on the day of the latest word, or None."""
        return None if self.word is None else self.word.what == MedicineWord.What.TAKEN


@dataclass(frozen=True, slots=True)
class MedicineList:
    """Medicines as they stand, by name: state (not_asked, none_taken, listed), and when the whole list was asked.

    `changed` says whether something was added, stopped or voided after that.
    """

    state: str
    asked_at: datetime | None
    rows: list[Taken]
    changed: bool = False


def medicines(of: Patient) -> MedicineList:
    """Gives what the patient takes; an empty list is "none" only if someone asked for the whole list."""
    asked_at = of.medicines_asked_at
    told = list(_told(of).select_related("by").order_by("substance", "pk"))
    rows = [row for row in told if not _went(row)]
    changed = asked_at is not None and _changed(told, asked_at)
    if rows:
        words = _latest_words(of.clinic_id, [row.pk for row in rows])
        return MedicineList(LISTED, asked_at, [Taken(row, words.get(row.pk)) for row in rows], changed)
    return MedicineList(NONE_TAKEN if asked_at else NOT_ASKED, asked_at, [], changed)


def taking(of: Patient) -> QuerySet[Medicine]:
    """Gives the medicines that are neither voided nor stopped, of a patient whom the actor may see."""
    rows: QuerySet[Medicine] = Medicine.objects.filter(clinic_id=of.clinic_id, patient=of).current()
    return rows.filter(~Exists(_stops()))


def _told(of: Patient) -> QuerySet[Medicine]:
    """Every medicine ever told, with the instants at which it was stopped and voided."""
    voids = Void.objects.filter(clinic_id=OuterRef("clinic_id"), target_id=OuterRef("pk"))
    rows: QuerySet[Medicine] = Medicine.objects.filter(clinic_id=of.clinic_id, patient=of)
    return rows.annotate(
        stopped_at=Subquery(_stops().order_by("at").values("at")[:1]), voided_at=Subquery(voids.values("at")[:1])
    )


def _stops() -> QuerySet[MedicineWord]:
    stopped: QuerySet[MedicineWord] = MedicineWord.objects.filter(
        clinic_id=OuterRef("clinic_id"), medicine=OuterRef("pk"), what=MedicineWord.What.STOPPED
    )
    return stopped


def _went(row: Any) -> datetime | None:
    """When a medicine left the list, or nothing while it is on it."""
    return min(filter(None, (row.stopped_at, row.voided_at)), default=None)


def _changed(told: Iterable[Medicine], asked_at: datetime) -> bool:
    return any(_is_on(row, asked_at) != (_went(row) is None) for row in told)


def _is_on(row: Medicine, at: datetime) -> bool:
    """Says whether it was on the list at that instant."""
    went = _went(row)
    return row.at <= at and (went is None or went > at)


def _latest_words(clinic_id: UUID, medicine_ids: list[UUID]) -> dict[UUID, MedicineWord]:
    words = MedicineWord.objects.filter(clinic_id=clinic_id, medicine__in=medicine_ids).order_by("at", "pk")
    return {word.medicine_id: word for word in words}
