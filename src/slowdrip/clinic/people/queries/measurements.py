"""Weights and heights: the latest with its age and how it came to be, and all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.people.plausibility import Known, cm, kg, lb
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature

REREAD = "measurement.reread"
WEIGHT, HEIGHT = Measurement.Kind.WEIGHT_G, Measurement.Kind.HEIGHT_MM


@dataclass(frozen=True, slots=True)
class Taken:
    """One measurement: value in grams or millimetres, how, when, by whom, and who re-read it (None when nobody did)."""

    id: UUID
    kind: str
    value: int
    how: str
    at: datetime
    by_id: UUID
    by_name: str
    reread_by: str | None
    reread_at: datetime | None

    @property
    def is_measured(self) -> bool:
        """Whether it was measured here; a stated value cannot dose."""
        return self.how == Measurement.How.MEASURED

    @property
    def kg(self) -> Decimal | None:
        """A weight in kilograms to a tenth."""
        return kg(self.value) if self.kind == WEIGHT else None

    @property
    def lb(self) -> Decimal | None:
        """A weight in pounds to a tenth."""
        return lb(self.value) if self.kind == WEIGHT else None

    @property
    def cm(self) -> Decimal | None:
        """A height in centimetres to a tenth."""
        return cm(self.value) if self.kind == HEIGHT else None

    def age(self, at: datetime) -> timedelta:
        """How long ago it was taken."""
        return at - self.at


def measurements(actor: Acting, patient_id: UUID, *, most: int = 50) -> list[Taken]:
    """Gives the current measurements of a patient, newest first."""
    return _taken(actor, _current(actor, patient_id)[:most])


def latest(actor: Acting, patient_id: UUID, kind: str) -> Taken | None:
    """Gives the newest current weight (`weight_g`) or height (`height_mm`), measured or stated, or None."""
    return next(iter(_taken(actor, _current(actor, patient_id).filter(kind=kind)[:1])), None)


def latest_measured(actor: Acting, patient_id: UUID, kind: str) -> Taken | None:
    """Gives the newest current weight or height that was measured, or None; this one may dose."""
    rows = _current(actor, patient_id).filter(kind=kind, how=Measurement.How.MEASURED)
    return next(iter(_taken(actor, rows[:1])), None)


def known_before(actor: Acting, patient_id: UUID) -> Known:
    """Gives the newest weight and height that stand, for comparison with new ones."""
    weight, height = latest(actor, patient_id, WEIGHT), latest(actor, patient_id, HEIGHT)
    return Known(weight.value if weight else None, height.value if height else None)


def rereads_of(actor: Acting, measurement_ids: Iterable[UUID]) -> dict[UUID, Signature]:
    """Gives the second person's signature of each measurement that has one."""
    signed = Signature.objects.visible_to(actor).filter(meaning=REREAD, subject_id__in=list(measurement_ids))
    return {each.subject_id: each for each in signed}


def _current(actor: Acting, patient_id: UUID) -> QuerySet[Any]:
    rows = Measurement.objects.visible_to(actor).current().filter(patient_id=patient_id)
    return rows.select_related("by").order_by("-at", "-recorded_at", "-pk")


def _taken(actor: Acting, rows: Iterable[Measurement]) -> list[Taken]:
    found = list(rows)
    rereads = rereads_of(actor, [row.pk for row in found])
    return [_one(row, rereads.get(row.pk)) for row in found]


def _one(row: Measurement, reread: Signature | None) -> Taken:
    return Taken(
        id=row.pk,
        kind=row.kind,
        value=row.value,
        how=row.how,
        at=row.at,
        by_id=row.by_id,
        by_name=row.by.label,
        reread_by=reread.signer_name if reread else None,
        reread_at=reread.at if reread else None,
    )
