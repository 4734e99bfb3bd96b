"""Reads of what was before Slowdrip: one patient's, which baselines were told, and whether a screen is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from slowdrip.clinic.golive.making import ITEM9, PHQ9
from slowdrip.clinic.golive.models import NextBooster, PriorTreatment
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress.told import register_told
from slowdrip.clinic.record.acting import Acting

ASKS_ABOUT_RISK: Final = (PHQ9, "asq", "cssrs_screener", "cssrs_since_last")


@dataclass(frozen=True, slots=True)
class Before:
    """What was so before Slowdrip, as imported; `screen_is_due` while nobody knows what item 9 said."""

    treatment: PriorTreatment
    booster: NextBooster | None
    screen_is_due: bool


def before(actor: Acting, patient: Patient) -> Before | None:
    """Gives what was imported about a patient and stands; None for everybody else, after one query."""
    rows = PriorTreatment.objects.visible_to(actor).filter(patient=patient).current()
    found: PriorTreatment | None = rows.select_related("batch").order_by("-at", "-pk").first()
    if found is None:
        return None
    booster = NextBooster.objects.visible_to(actor).filter(patient=patient, withdrawn_at=None).first()
    return Before(found, booster, _screen_is_due(actor, patient))


def _screen_is_due(actor: Acting, patient: Patient) -> bool:
    """A total without its item 9 says nothing about suicide, until somebody asks here."""
    own = Response.objects.visible_to(actor).filter(patient=patient, completed_at__isnull=False)
    newest = own.filter(scale__in=ASKS_ABOUT_RISK).order_by("-answered_at", "-started_at", "-pk").first()
    if newest is None or newest.way != Response.Way.IMPORT:
        return False
    return not Answer.objects.visible_to(actor).filter(response=newest, item=ITEM9).current().exists()


def told_baselines(clinic_id: UUID, response_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Gives those of the responses that were told as the ones from before the first infusion."""
    rows = PriorTreatment.objects.filter(clinic_id=clinic_id, baseline__in=list(response_ids)).current()
    return frozenset(rows.values_list("baseline_id", flat=True))


def register_all() -> None:
    """Says which baselines were told."""
    register_told(told_baselines)
