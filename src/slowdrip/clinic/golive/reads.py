"""Reads of what was before Slowdrip: one patient's, which baselines were told, and whether a screen is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from slowdrip.clinic.golive.boosters import standing_booster
from slowdrip.clinic.golive.models import NextBooster, PriorTreatment
from slowdrip.clinic.golive.totals import GAD7, ITEM9, PHQ9
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress.told import Earlier, register_earlier
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.safety.hearing import is_history

ASKS_ABOUT_RISK: Final = (PHQ9, "asq", "cssrs_screener", "cssrs_since_last")


class Screen(StrEnum):
    """Why a screen is due although somebody answered once; NONE where none is."""

    NONE = ""
    UNKNOWN = "unknown"
    POSITIVE = "positive"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Before:
    """What was so before Slowdrip, as imported; `screen` says why somebody has to ask about suicide, if so."""

    treatment: PriorTreatment
    booster: NextBooster | None
    screen: Screen

    @property
    def told_baselines(self) -> str:
        """Gives the scales of which the score from before the first infusion was told; empty for none."""
        told = (("PHQ-9", self.treatment.baseline_id), ("GAD-7", self.treatment.baseline_gad7_id))
        return ", ".join(name for name, response in told if response is not None)

    @property
    def screen_is_due(self) -> bool:
        """Whether somebody has to ask about suicide, because nobody did since the import."""
        return self.screen is not Screen.NONE


def before(actor: Acting, patient: Patient, *, at: datetime) -> Before | None:
    """Gives what was imported about a patient and stands; None for everybody else, after one query."""
    rows = PriorTreatment.objects.visible_to(actor).filter(patient=patient).current()
    found: PriorTreatment | None = rows.select_related("batch").order_by("-at", "-pk").first()
    if found is None:
        return None
    return Before(found, standing_booster(actor, patient.pk), _screen(actor, patient, at=at))


def _screen(actor: Acting, patient: Patient, *, at: datetime) -> Screen:
    """While the newest word about suicide was imported, only a 0 of the last two weeks says that none is due.

    A positive one stays a positive one however old it is: it opens no case of its own, so the page has to say it.
    """
    own = Response.objects.visible_to(actor).filter(patient=patient, completed_at__isnull=False)
    newest = own.filter(scale__in=ASKS_ABOUT_RISK).order_by("-answered_at", "-started_at", "-pk").first()
    if newest is None or newest.way != Response.Way.IMPORT:
        return Screen.NONE
    told = Answer.objects.visible_to(actor).filter(response=newest, item=ITEM9).current().order_by("-at", "-pk")
    value = told.values_list("value", flat=True).first()
    if value is None:
        return Screen.UNKNOWN
    if int(value) > 0:
        return Screen.POSITIVE
    return Screen.OLD if is_history(newest, at=at) else Screen.NONE


def earlier(clinic_id: UUID, patient_ids: Iterable[UUID] | None) -> dict[UUID, Earlier]:
    """Gives for each of the patients, else all, what was told of their treatment from before Slowdrip, if any was."""
    rows = PriorTreatment.objects.filter(clinic_id=clinic_id, lifetime_infusions__gt=0)
    if patient_ids is not None:
        rows = rows.filter(patient_id__in=patient_ids)
    return {
        row.patient_id: Earlier(
            told_at=row.at,
            series_infusions=row.series_infusions,
            baselines={
                scale: pk for scale, pk in ((PHQ9, row.baseline_id), (GAD7, row.baseline_gad7_id)) if pk is not None
            },
        )
        for row in rows.current().order_by("at", "pk")
    }


def register_all() -> None:
    """Says whose treatment began before Slowdrip."""
    register_earlier(earlier)
